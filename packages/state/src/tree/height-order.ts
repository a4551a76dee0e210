import { withRoom } from './growing-words.ts';

/** Sorts numbered items by a small number each has, by counting; items of height 0 are left out. */
export class HeightOrder {
  private order = new Int32Array(1024);

  /** Indexes of the items, lower ones first; a view that the next call overwrites. */
  sort(heights: Int32Array, count: number, maxHeight: number): Int32Array {
    const starts = new Int32Array(maxHeight + 2);
    for (let item = 0; item < count; item += 1) {
      const own = heights[item] as number;
      if (own > 0) starts[own + 1] = (starts[own + 1] as number) + 1;
    }
    for (let own = 1; own < starts.length; own += 1) {
      starts[own] = (starts[own] as number) + (starts[own - 1] as number);
    }
    const sorted = starts[maxHeight + 1] as number;
    this.order = withRoom(this.order, sorted);
    for (let item = 0; item < count; item += 1) {
      const own = heights[item] as number;
      if (own === 0) continue;
      const at = starts[own] as number;
      this.order[at] = item;
      starts[own] = at + 1;
    }
    return this.order.subarray(0, sorted);
  }
}

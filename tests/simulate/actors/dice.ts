import { seededRandom } from '../../faults/seeded-random.ts';

/** Chance that is the same for the same seed. */
export class Dice {
  readonly below: (count: number) => number;

  constructor(seed: number) {
    this.below = seededRandom(seed);
  }

  /** True so many times of a hundred. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  /** One of them, if there is any. */
  some<Item>(items: readonly Item[]): Item | undefined {
    return items[this.below(items.length)];
  }

  /** So many different ones, or all. */
  sample<Item>(items: readonly Item[], count: number): Item[] {
    const left = [...items];
    const taken: Item[] = [];
    while (taken.length < count && left.length > 0) {
      taken.push(...left.splice(this.below(left.length), 1));
    }
    return taken;
  }

  /** One by its weight. */
  weighted<Item>(items: readonly (readonly [number, Item])[]): Item {
    const total = items.reduce((sum, [weight]) => sum + weight, 0);
    let at = this.below(total);
    for (const [weight, item] of items) {
      at -= weight;
      if (at < 0) return item;
    }
    return items[0]![1];
  }
}

/** Upper bounds of the buckets: four a power of two, from 1/16 to 65,536. */
const BUCKETS_PER_DOUBLING = 4;
const LOWEST_LOG2 = -4;
const HIGHEST_LOG2 = 16;
const BUCKETS = (HIGHEST_LOG2 - LOWEST_LOG2) * BUCKETS_PER_DOUBLING + 1;

export interface HistogramSummary {
  readonly count: number;
  readonly sum: number;
  readonly max: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Counts measurements in logarithmic buckets: bounded memory, quantiles within 19 %. */
export class Histogram {
  readonly #counts = new Float64Array(BUCKETS);
  #count = 0;
  #sum = 0;
  #max = 0;

  add(value: number, times = 1): void {
    const position = Math.ceil(
      (Math.log2(Math.max(value, 1e-9)) - LOWEST_LOG2) * BUCKETS_PER_DOUBLING,
    );
    const bucket = Math.min(BUCKETS - 1, Math.max(0, position));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + times;
    this.#count += times;
    this.#sum += value * times;
    if (value > this.#max) this.#max = value;
  }

  summary(): HistogramSummary {
    return {
      count: this.#count,
      sum: this.#sum,
      max: this.#max,
      p50: this.#quantile(0.5),
      p95: this.#quantile(0.95),
      p99: this.#quantile(0.99),
    };
  }

  #quantile(fraction: number): number {
    if (this.#count === 0) return 0;
    let below = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      below += this.#counts[bucket] ?? 0;
      if (below < fraction * this.#count) continue;
      return Math.min(this.#max, 2 ** (LOWEST_LOG2 + bucket / BUCKETS_PER_DOUBLING));
    }
    return this.#max;
  }
}

/** What became of resolutions. */
export const OUTCOMES = [
  'present',
  'not-modified',
  'absent',
  'retired',
  'refused',
  'failed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Upper bounds of the duration buckets, in seconds. */
export const DURATION_BOUNDS = [
  0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01, 0.05, 0.25,
] as const;

const PROOF = OUTCOMES.length;
const BUCKETS = PROOF * 2;
const SUM = BUCKETS + DURATION_BOUNDS.length + 1;
const LENGTH = SUM + 1;

/**
 * Counts resolutions in one flat array: cheap enough for the hot path, and what worker processes send to the
 * main process as it is.
 */
export class ResolveTally {
  numbers: number[] = Array.from({ length: LENGTH }, () => 0);

  /** Hands over what was counted and begins again at zero. */
  take(): number[] {
    const counted = this.numbers;
    this.numbers = Array.from({ length: LENGTH }, () => 0);
    return counted;
  }

  count(outcome: Outcome, proof: boolean, milliseconds: number): void {
    this.#add((proof ? PROOF : 0) + OUTCOMES.indexOf(outcome), 1);
    const seconds = milliseconds / 1_000;
    let bucket = 0;
    while (bucket < DURATION_BOUNDS.length && seconds > (DURATION_BOUNDS[bucket] ?? 0)) bucket++;
    this.#add(BUCKETS + bucket, 1);
    this.#add(SUM, seconds);
  }

  total(outcome: Outcome, proof: boolean): number {
    return this.numbers[(proof ? PROOF : 0) + OUTCOMES.indexOf(outcome)] ?? 0;
  }

  /** Resolutions in each duration bucket; the last one has no upper bound. */
  durations(): number[] {
    return this.numbers.slice(BUCKETS, SUM);
  }

  durationSumSeconds(): number {
    return this.numbers[SUM] ?? 0;
  }

  resolutions(): number {
    return this.durations().reduce((sum, count) => sum + count, 0);
  }

  /** Adds what another process counted; numbers that are not ours are left out. */
  add(numbers: readonly number[]): void {
    if (numbers.length !== LENGTH) return;
    for (const [index, number] of numbers.entries()) this.#add(index, number);
  }

  #add(index: number, number: number): void {
    this.numbers[index] = (this.numbers[index] ?? 0) + number;
  }
}

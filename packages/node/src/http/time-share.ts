import { retryAfter } from '../problems/from-error.ts';
import { ProblemError } from '../problems/problem.ts';

interface TimeShareOptions {
  /** The part of the time that the work may take in the long run. */
  share: number;
  /** What may be taken at once after a rest. */
  burstMs: number;
}

/**
 * Bounds how much of the main thread's time goes to work that anybody can ask for and that nothing else bounds: blocks
 * are made on this thread, too.
 */
export class TimeShare {
  readonly #options: TimeShareOptions;
  /** Below zero after work that took longer than was left. */
  #leftMs: number;
  #countedAtMs: number = performance.now();

  constructor(options: TimeShareOptions) {
    this.#options = options;
    this.#leftMs = options.burstMs;
  }

  /** @throws ProblemError NODE_OVERLOADED if the work before has taken all there is. */
  run<Result>(work: () => Result): Result {
    const { share, burstMs } = this.#options;
    const start = performance.now();
    this.#leftMs = Math.min(burstMs, this.#leftMs + (start - this.#countedAtMs) * share);
    this.#countedAtMs = start;
    if (this.#leftMs <= 0) {
      throw new ProblemError('NODE_OVERLOADED', { headers: retryAfter(-this.#leftMs / share) });
    }
    try {
      return work();
    } finally {
      this.#leftMs -= performance.now() - start;
    }
  }
}

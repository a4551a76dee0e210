import type { Engine, SubmitResult } from '@touchmark/engine';
import { retryAfter } from '../problems/from-error.ts';
import { ProblemError } from '../problems/problem.ts';

/**
 * How long an answer may wait for a transaction to be taken, on top of what its client waits for the block. It takes
 * milliseconds, unless CometBFT is away.
 */
export const TAKEN_WITHIN_MS = 5_000;
const RETRY_MS = 2_000;

/** It is on its way, and nobody can say yet that it arrived. */
export const notTakenYet = (): ProblemError =>
  new ProblemError('ADMISSION_PENDING', { headers: retryAfter(RETRY_MS) });

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

/** What became of a transaction; undefined: it is taken, and a block decides. */
export type Outcome = SubmitResult | Error | undefined;

/** One transaction between this node's door and the answer to who sent it. */
export class Submission {
  readonly #engine: Engine;
  readonly #bytes: Uint8Array;
  readonly #taken = Promise.withResolvers<undefined>();
  #result: Promise<SubmitResult> | undefined;
  #settled: Outcome;

  constructor(engine: Engine, bytes: Uint8Array) {
    this.#engine = engine;
    this.#bytes = bytes;
  }

  /** Gives it to the engine, once. */
  result(): Promise<SubmitResult> {
    if (this.#result === undefined) {
      this.#result = this.#engine.submit(this.#bytes, () => this.#taken.resolve(undefined));
      // Its client may have heard that it is pending, and left: then nobody else sees an error.
      this.#result.then(
        (result) => void (this.#settled = result),
        (error: unknown) => void (this.#settled = asError(error)),
      );
    }
    return this.#result;
  }

  /** The same with an error as a value, as for many that are answered together. */
  async outcome(): Promise<Outcome> {
    return this.#settled ?? this.resultOrTaken().catch(asError);
  }

  /**
   * The result; or undefined once the transaction is where blocks are made of, and can be said to be pending. Throws
   * ProblemError ADMISSION_PENDING when it is not there in time.
   */
  async resultOrTaken(withinMs = TAKEN_WITHIN_MS): Promise<SubmitResult | undefined> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(notTakenYet()), withinMs);
    try {
      return await Promise.race([this.result(), this.#taken.promise, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

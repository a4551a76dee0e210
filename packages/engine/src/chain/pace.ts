import { setImmediate, setTimeout } from 'node:timers/promises';

export interface PaceOptions {
  /** Upper bound of items a second; default: none. */
  readonly recordsPerSecond?: number;
  readonly signal?: AbortSignal;
}

/** Keeps long work to a rate, and lets everything else run between its slices. */
export class Pace {
  readonly #options: PaceOptions;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  async after(items: number): Promise<void> {
    const { recordsPerSecond = Infinity, signal } = this.#options;
    signal?.throwIfAborted();
    const waitMs = (items / recordsPerSecond) * 1_000;
    if (waitMs >= 1) await setTimeout(waitMs, undefined, signal === undefined ? {} : { signal });
    else await setImmediate();
  }
}

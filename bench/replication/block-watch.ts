import type { LoadedNetwork } from './loaded-network.ts';

const POLL_MS = 50;

/** Looks at a node's newest block again and again: how long the ledger stood still at most. */
export class BlockWatch {
  readonly #network: LoadedNetwork;
  readonly #node: number;
  #height = 0;
  #sinceMs = performance.now();
  #longestMs = 0;
  #isOver = false;
  readonly #ended: Promise<void>;

  constructor(network: LoadedNetwork, node: number) {
    this.#network = network;
    this.#node = node;
    this.#ended = this.#watch();
  }

  /** @returns the longest time without a new block, in milliseconds. */
  async end(): Promise<number> {
    this.#isOver = true;
    await this.#ended;
    return this.#longestMs;
  }

  async #watch(): Promise<void> {
    while (!this.#isOver) {
      const newest = await this.#network.newest(this.#node).catch(() => undefined);
      const nowMs = performance.now();
      if (newest !== undefined && newest.height > this.#height) {
        if (this.#height > 0) this.#longestMs = Math.max(this.#longestMs, nowMs - this.#sinceMs);
        this.#height = newest.height;
        this.#sinceMs = nowMs;
      }
      await new Promise((resolve) => {
        setTimeout(resolve, POLL_MS);
      });
    }
  }
}

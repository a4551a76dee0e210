import type { CommittedBlock, ReceiptRecord } from '@touchmark/engine';
import { retryAfter } from '../problems/from-error.ts';
import { ProblemError } from '../problems/problem.ts';

const RETRY_MS = 1_000;

/** Requests that wait for a transaction to be in a block. Their number is bounded. */
export class ReceiptWaiters {
  readonly #most: number;
  readonly #waiting = new Map<string, Set<(receipt: ReceiptRecord | undefined) => void>>();
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Starts something and waits for it, with a bound on time and company: gives undefined after `timeoutMs`.
   * Throws ProblemError NODE_OVERLOADED if too many wait already.
   */
  async within<T>(timeoutMs: number, start: () => Promise<T>): Promise<T | undefined> {
    this.enter();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), timeoutMs);
    });
    try {
      return await Promise.race([start(), timeout]);
    } finally {
      clearTimeout(timer);
      this.leave();
    }
  }

  /** One more waits, and must leave; throws ProblemError NODE_OVERLOADED if too many do already. */
  enter(): void {
    if (this.#count >= this.#most) {
      throw new ProblemError('NODE_OVERLOADED', {
        detail: 'Too many requests wait for a block. Ask with ?wait=0 and fetch the receipt later.',
        headers: retryAfter(RETRY_MS),
      });
    }
    this.#count++;
  }

  leave(): void {
    this.#count--;
  }

  /** Waits for the receipt of a transaction that nobody may have sent yet. */
  async receipt(id: Uint8Array, timeoutMs: number): Promise<ReceiptRecord | undefined> {
    const key = keyOf(id);
    const { promise, resolve: arrive } = Promise.withResolvers<ReceiptRecord | undefined>();
    const others = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, others.add(arrive));
    try {
      return await this.within(timeoutMs, () => promise);
    } finally {
      others.delete(arrive);
      if (others.size === 0) this.#waiting.delete(key);
    }
  }

  /** To be called after each block. */
  onBlock(block: CommittedBlock): void {
    if (this.#waiting.size === 0) return;
    for (const receipt of block.receipts) {
      for (const arrive of this.#waiting.get(keyOf(receipt.id)) ?? []) arrive(receipt);
    }
  }

  /** Sends everybody who waits for a receipt home. */
  close(): void {
    for (const waiting of this.#waiting.values()) for (const arrive of waiting) arrive(undefined);
  }
}

const keyOf = (id: Uint8Array): string => Buffer.from(id).toString('latin1');

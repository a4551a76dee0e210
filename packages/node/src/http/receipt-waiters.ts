import type { ServerResponse } from 'node:http';
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
   * Starts something and waits for it, with a bound on time and company, while the client is there: gives undefined
   * after `timeoutMs`, or when the client has left. Throws ProblemError NODE_OVERLOADED if too many wait already.
   */
  async within<T>(
    timeoutMs: number,
    response: ServerResponse,
    start: () => Promise<T>,
  ): Promise<T | undefined> {
    this.enter();
    const { promise: over, resolve: end } = Promise.withResolvers<undefined>();
    const leave = (): void => end(undefined);
    const timer = setTimeout(leave, timeoutMs);
    response.once('close', leave);
    try {
      return await Promise.race([start(), over]);
    } finally {
      clearTimeout(timer);
      response.off('close', leave);
      this.leave();
    }
  }

  /** One more waits, and must leave; throws ProblemError NODE_OVERLOADED if too many do already. */
  enter(): void {
    if (this.#count >= this.#most) throw tooMany();
    this.#count++;
  }

  leave(): void {
    this.#count--;
  }

  /**
   * Waits for the receipt of a transaction that nobody may have sent yet, while the client is there. How many can wait
   * on one connection, where asking costs nothing, is bounded by `boundPipelines`.
   */
  async receipt(
    id: Uint8Array,
    timeoutMs: number,
    response: ServerResponse,
  ): Promise<ReceiptRecord | undefined> {
    const key = keyOf(id);
    const { promise, resolve: arrive } = Promise.withResolvers<ReceiptRecord | undefined>();
    const others = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, others.add(arrive));
    try {
      return await this.within(timeoutMs, response, () => promise);
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

function tooMany(): ProblemError {
  return new ProblemError('NODE_OVERLOADED', {
    details: {
      en: 'Too many requests wait for a block. Ask with ?wait=0 and fetch the receipt later.',
      zh: '等待区块的请求过多。请用 ?wait=0 请求，稍后再取回执。',
    },
    headers: retryAfter(RETRY_MS),
  });
}

const keyOf = (id: Uint8Array): string => Buffer.from(id).toString('latin1');

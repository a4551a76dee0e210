import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { CommittedBlock, ReceiptRecord } from '@touchmark/engine';
import { retryAfter } from '../problems/from-error.ts';
import { ProblemError } from '../problems/problem.ts';

const RETRY_MS = 1_000;
const MOST_PER_CONNECTION = 64;

/** Requests that wait for a transaction to be in a block. Their number is bounded. */
export class ReceiptWaiters {
  readonly #most: number;
  readonly #waiting = new Map<string, Set<(receipt: ReceiptRecord | undefined) => void>>();
  readonly #connections = new WeakMap<Socket, number>();
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
    if (this.#count >= this.#most) throw tooMany();
    this.#count++;
  }

  leave(): void {
    this.#count--;
  }

  /**
   * Waits for the receipt of a transaction that nobody may have sent yet, while the client is there. One connection may
   * wait for a few only: requests on it cost their sender nothing.
   */
  async receipt(
    id: Uint8Array,
    timeoutMs: number,
    connection: Socket,
    response: ServerResponse,
  ): Promise<ReceiptRecord | undefined> {
    this.#enterConnection(connection);
    const key = keyOf(id);
    const { promise, resolve: arrive } = Promise.withResolvers<ReceiptRecord | undefined>();
    const others = this.#waiting.get(key) ?? new Set();
    const leave = (): void => arrive(undefined);
    this.#waiting.set(key, others.add(arrive));
    response.once('close', leave);
    try {
      return await this.within(timeoutMs, () => promise);
    } finally {
      response.off('close', leave);
      others.delete(arrive);
      if (others.size === 0) this.#waiting.delete(key);
      this.#connections.set(connection, (this.#connections.get(connection) ?? 1) - 1);
    }
  }

  #enterConnection(connection: Socket): void {
    const count = this.#connections.get(connection) ?? 0;
    if (count >= MOST_PER_CONNECTION) throw tooMany();
    this.#connections.set(connection, count + 1);
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

import { encodeBundle } from '@touchmark/codec';
import { EngineError } from '../engine-error.ts';
import type { PendingSet } from '../submission/pending-set.ts';
import type { PendingTransaction } from '../submission/pending-transaction.ts';
import { ReadyQueue } from '../submission/ready-queue.ts';
import type { CometRpc } from './comet-rpc.ts';

export interface Outlet {
  send(pending: PendingTransaction): void;
  close(): void;
}

const AGAIN_AFTER_MS = 5_000;
/** What arrives within this time travels together. */
const GATHER_MS = 5;
const BUNDLE_TRANSACTIONS = 200;
const BUNDLE_BYTES = 256 * 1024;
/** Bundles on their way into the mempool: while so many are, more gather in the next ones. */
const SENDS_AT_ONCE = 4;
const RETRY_MS = 100;
const IN_CACHE = /already exists in cache/;
const MEMPOOL_FULL = /mempool is full/;

interface OutletParts {
  readonly rpc: CometRpc;
  readonly pending: PendingSet;
  /** Answers what can be in no block any more. @returns true if it has. */
  readonly answerIfOver: (pending: PendingTransaction) => boolean;
}

/**
 * Hands checked transactions to CometBFT's mempool in bundles, and again while they are in no block: a mempool forgets.
 */
export class TransactionOutlet implements Outlet {
  readonly #rpc: CometRpc;
  readonly #pending: PendingSet;
  readonly #answerIfOver: OutletParts['answerIfOver'];
  readonly #sent = new Map<PendingTransaction, number>();
  readonly #queue = new ReadyQueue();
  readonly #again: NodeJS.Timeout;
  #gathering: NodeJS.Timeout | undefined;
  #running = 0;
  #isClosed = false;

  constructor({ rpc, pending, answerIfOver }: OutletParts) {
    this.#rpc = rpc;
    this.#pending = pending;
    this.#answerIfOver = answerIfOver;
    this.#again = setInterval(() => this.#sendAgain(), AGAIN_AFTER_MS / 2).unref();
  }

  send(pending: PendingTransaction): void {
    this.#queue.add(pending);
    if (this.#queue.size >= BUNDLE_TRANSACTIONS) this.#pump();
    else this.#gathering ??= setTimeout(() => this.#pump(), GATHER_MS);
  }

  close(): void {
    this.#isClosed = true;
    this.#queue.clear();
    clearInterval(this.#again);
    clearTimeout(this.#gathering);
  }

  #pump(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    while (!this.#isClosed && this.#running < SENDS_AT_ONCE && this.#queue.size > 0) {
      const taken = this.#queue.take(BUNDLE_TRANSACTIONS, BUNDLE_BYTES);
      const bundle = taken.filter((pending) => this.#isWaiting(pending));
      if (bundle.length === 0) continue;
      this.#running += 1;
      void this.#broadcast(bundle).finally(() => {
        this.#running -= 1;
        this.#pump();
      });
    }
  }

  async #broadcast(bundle: readonly PendingTransaction[]): Promise<void> {
    const nowMs = performance.now();
    for (const pending of bundle) this.#sent.set(pending, nowMs);
    try {
      const bytes = encodeBundle(bundle.map(({ transaction }) => transaction.bytes));
      const { code, log } = await this.#rpc.broadcast(bytes);
      // What passed the node's own door and is refused now was overtaken: a block has it, or time has.
      if (code !== 0) process.emitWarning(`CheckTx refused checked transactions: ${log}`);
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      if (IN_CACHE.test(what)) return;
      const isFull = MEMPOOL_FULL.test(what);
      if (isFull) for (const pending of bundle) this.#giveBack(pending);
      // Else CometBFT is starting, or away for a moment.
      else setTimeout(() => bundle.map((pending) => this.send(pending)), RETRY_MS).unref();
    }
  }

  #giveBack(pending: PendingTransaction): void {
    if (!this.#isWaiting(pending)) return;
    this.#pending.remove(pending);
    pending.reject(
      new EngineError('ENGINE_OVERLOADED', 'The network has as many transactions as it takes.', {
        retryAfterMs: 1_000,
      }),
    );
  }

  #sendAgain(): void {
    const nowMs = performance.now();
    for (const [pending, sentMs] of this.#sent) {
      if (!this.#isWaiting(pending)) this.#sent.delete(pending);
      else if (nowMs - sentMs > AGAIN_AFTER_MS && !this.#answerIfOver(pending)) this.send(pending);
    }
  }

  #isWaiting(pending: PendingTransaction): boolean {
    return this.#pending.get(pending.key) === pending;
  }
}

import { encodeBundle } from '@touchmark/codec';
import { EngineError } from '../engine-error.ts';
import type { PendingSet } from '../submission/pending-set.ts';
import { markTaken, type PendingTransaction } from '../submission/pending-transaction.ts';
import { ReadyQueue } from '../submission/ready-queue.ts';
import { BUNDLE_SIGNATURE_WORK } from '../submission/signature-work.ts';
import { BUNDLE_BYTES, BUNDLE_TRANSACTIONS } from './bundle-limits.ts';
import { type CometRpc, CometRpcError } from './comet-rpc.ts';

export interface Outlet {
  send(pending: PendingTransaction): void;
  close(): void;
}

const AGAIN_AFTER_MS = 5_000;
/** What arrives within this time travels together. */
const GATHER_MS = 5;
/** Bundles on their way into the mempool: while so many are, more gather in the next ones. */
const SENDS_AT_ONCE = 4;
const RETRY_MS = 100;
const IN_CACHE = /already exists in cache/;
const MEMPOOL_FULL = /mempool is full/;

interface OutletParts {
  readonly rpc: Pick<CometRpc, 'broadcast'>;
  readonly pending: PendingSet;
  /** Answers what can be in no block any more. @returns true if it has. */
  readonly answerIfOver: (pending: PendingTransaction) => boolean;
}

/**
 * Hands checked transactions to CometBFT's mempool in bundles, and again while they are in no block: a mempool forgets.
 */
export class TransactionOutlet implements Outlet {
  readonly #rpc: OutletParts['rpc'];
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
      const taken = this.#queue.take(BUNDLE_TRANSACTIONS, BUNDLE_BYTES, BUNDLE_SIGNATURE_WORK);
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
      if (code === 0) for (const pending of bundle) markTaken(pending);
      else process.emitWarning(`CheckTx refused checked transactions: ${log}`);
    } catch (error) {
      this.#failed(bundle, error);
    }
  }

  #failed(bundle: readonly PendingTransaction[], error: unknown): void {
    const what = error instanceof Error ? error.message : String(error);
    if (IN_CACHE.test(what)) {
      for (const pending of bundle) markTaken(pending);
    } else if (MEMPOOL_FULL.test(what)) {
      for (const pending of bundle) this.#giveBack(pending);
    } else {
      // CometBFT is starting, or away for a moment.
      const isDown = error instanceof CometRpcError && error.isDown;
      if (!isDown) for (const pending of bundle) doubt(pending);
      setTimeout(() => bundle.map((pending) => this.send(pending)), RETRY_MS).unref();
    }
  }

  /** What may be in a mempool, here or elsewhere, may be in a block: it waits for that, and for the next sending. */
  #giveBack(pending: PendingTransaction): void {
    if (!this.#isWaiting(pending) || pending.admission !== 'open') return;
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

/** It was on its way, and what became of it is not known. */
function doubt(pending: PendingTransaction): void {
  if (pending.admission === 'open') pending.admission = 'unsure';
}

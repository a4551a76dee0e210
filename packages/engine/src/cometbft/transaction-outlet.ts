import { EngineError } from '../engine-error.ts';
import type { PendingSet } from '../submission/pending-set.ts';
import type { PendingTransaction } from '../submission/pending-transaction.ts';
import type { CometRpc } from './comet-rpc.ts';

export interface Outlet {
  send(pending: PendingTransaction): void;
  close(): void;
}

const AGAIN_AFTER_MS = 5_000;
const SENDS_AT_ONCE = 64;
const RETRY_MS = 100;
const IN_CACHE = /already exists in cache/;
const MEMPOOL_FULL = /mempool is full/;

/** Hands checked transactions to CometBFT's mempool, and again while they are in no block: a mempool forgets. */
export class TransactionOutlet implements Outlet {
  readonly #rpc: CometRpc;
  readonly #pending: PendingSet;
  readonly #sent = new Map<PendingTransaction, number>();
  #queue: PendingTransaction[] = [];
  #running = 0;
  readonly #timer: NodeJS.Timeout;
  #isClosed = false;

  constructor(rpc: CometRpc, pending: PendingSet) {
    this.#rpc = rpc;
    this.#pending = pending;
    this.#timer = setInterval(() => this.#sendAgain(), AGAIN_AFTER_MS / 2).unref();
  }

  send(pending: PendingTransaction): void {
    this.#queue.push(pending);
    this.#pump();
  }

  close(): void {
    this.#isClosed = true;
    this.#queue = [];
    clearInterval(this.#timer);
  }

  #pump(): void {
    while (!this.#isClosed && this.#running < SENDS_AT_ONCE) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      if (!this.#isWaiting(next)) continue;
      this.#running += 1;
      void this.#broadcast(next).finally(() => {
        this.#running -= 1;
        this.#pump();
      });
    }
  }

  async #broadcast(pending: PendingTransaction): Promise<void> {
    this.#sent.set(pending, performance.now());
    try {
      const { code, log } = await this.#rpc.broadcast(pending.transaction.bytes);
      // Whatever CheckTx says of one that passed the node's own door, a block will say better, or time.
      if (code !== 0) process.emitWarning(`CheckTx refused a checked transaction: ${log}`);
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      if (IN_CACHE.test(what)) return;
      if (MEMPOOL_FULL.test(what)) return this.#giveBack(pending);
      // CometBFT is starting, or away for a moment.
      setTimeout(() => this.send(pending), RETRY_MS).unref();
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
      else if (nowMs - sentMs > AGAIN_AFTER_MS) this.send(pending);
    }
  }

  #isWaiting(pending: PendingTransaction): boolean {
    return this.#pending.get(pending.key) === pending;
  }
}

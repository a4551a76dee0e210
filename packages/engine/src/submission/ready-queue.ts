import type { PendingTransaction } from './pending-transaction.ts';
import { signatureWork } from './signature-work.ts';

/** Transactions that may go into a block, oldest first. */
export class ReadyQueue {
  #items: PendingTransaction[] = [];
  #first = 0;

  get size(): number {
    return this.#items.length - this.#first;
  }

  add(pending: PendingTransaction): void {
    this.#items.push(pending);
  }

  /** Takes the oldest ones that fit into a block; at least one if there is any. */
  take(
    maxTransactions: number,
    maxBytes: number,
    maxWork: number = Number.MAX_SAFE_INTEGER,
  ): PendingTransaction[] {
    let end = this.#first;
    let bytes = 0;
    let work = 0;
    while (end < this.#items.length && end - this.#first < maxTransactions) {
      const { transaction } = this.#items[end]!;
      bytes += transaction.bytes.length;
      work += signatureWork([transaction]);
      if ((bytes > maxBytes || work > maxWork) && end > this.#first) break;
      end += 1;
    }
    const taken = this.#items.slice(this.#first, end);
    this.#first = end;
    // Dropping the taken ones only now and then keeps taking linear in what is taken.
    if (this.#first * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return taken;
  }

  clear(): void {
    this.#items = [];
    this.#first = 0;
  }
}

import type { PendingTransaction } from './pending-transaction.ts';

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
  take(maxTransactions: number, maxBytes: number): PendingTransaction[] {
    let end = this.#first;
    let bytes = 0;
    while (end < this.#items.length && end - this.#first < maxTransactions) {
      bytes += this.#items[end]?.transaction.bytes.length ?? 0;
      if (bytes > maxBytes && end > this.#first) break;
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

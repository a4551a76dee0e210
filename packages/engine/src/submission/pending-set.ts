import { EngineError, withoutStack } from '../engine-error.ts';
import type { PendingTransaction } from './pending-transaction.ts';

export interface PendingLimits {
  readonly maxTransactions: number;
  readonly maxBytes: number;
}

/** Everything taken in and not yet durable or refused: bounded, each transaction id once. */
export class PendingSet {
  readonly limits: PendingLimits;
  readonly #byId = new Map<string, PendingTransaction>();
  #bytes = 0;

  constructor(limits: PendingLimits) {
    this.limits = limits;
  }

  get size(): number {
    return this.#byId.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): PendingTransaction | undefined {
    return this.#byId.get(key);
  }

  /** @throws EngineError ENGINE_OVERLOADED when a transaction of this length has no room. */
  requireRoom(length: number, retryAfterMs: () => number): void {
    const { maxTransactions, maxBytes } = this.limits;
    if (this.#byId.size < maxTransactions && this.#bytes + length <= maxBytes) return;
    const wait = retryAfterMs();
    throw withoutStack(
      () =>
        new EngineError(
          'ENGINE_OVERLOADED',
          `${this.#byId.size} transactions of ${this.#bytes} bytes wait to be written, as many as this node takes in. ` +
            `Send the same transaction again in ${wait} ms.`,
          { retryAfterMs: wait },
        ),
    );
  }

  /** What was taken in first and has no answer yet. */
  get oldest(): PendingTransaction | undefined {
    return this.#byId.values().next().value;
  }

  add(pending: PendingTransaction): void {
    this.#byId.set(pending.key, pending);
    this.#bytes += pending.transaction.bytes.length;
  }

  /** Keeps the same transaction with other signatures until the one before has its answer. */
  addAlternative(first: PendingTransaction, other: PendingTransaction): void {
    first.alternatives.push(other);
    this.#bytes += other.transaction.bytes.length;
  }

  /** Takes them out again; their room is free. */
  takeAlternatives(first: PendingTransaction): PendingTransaction[] {
    const taken = first.alternatives.splice(0);
    for (const { transaction } of taken) this.#bytes -= transaction.bytes.length;
    return taken;
  }

  remove(pending: PendingTransaction): void {
    if (this.#byId.delete(pending.key)) this.#bytes -= pending.transaction.bytes.length;
  }

  /** Resolves when everything that is in the set now has its answer, or after `timeoutMs`. */
  async settled(timeoutMs: number): Promise<void> {
    const all = Promise.allSettled([...this.#byId.values()].map(({ result }) => result));
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([all, timeout]);
    clearTimeout(timer);
  }

  /** Empties the set, rejecting each promise. */
  rejectAll(error: EngineError): void {
    const left = [...this.#byId.values()];
    this.#byId.clear();
    for (const first of left) {
      this.#bytes -= first.transaction.bytes.length;
      for (const pending of [first, ...this.takeAlternatives(first)]) pending.reject(error);
    }
  }
}

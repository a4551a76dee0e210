import { decodeTransaction, type DecodedTransaction, TRANSACTION_LIMITS } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { idKey } from '../submission/pending-transaction.ts';

/**
 * Transactions by the hash of their bytes, decoded once for the mempool, the proposal and the block: a verdict about a
 * signature belongs to the decoded transaction, so each is checked once on a node.
 */
export class DecodedTransactions {
  readonly #known = new Map<string, DecodedTransaction>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws TransactionError */
  get(bytes: Uint8Array): DecodedTransaction {
    const key = idKey(sha256(bytes));
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const decoded = decodeTransaction(bytes.slice(), TRANSACTION_LIMITS);
    this.#keep(key, decoded);
    return decoded;
  }

  /** Takes over what was decoded at the node's own door. */
  add(decoded: DecodedTransaction): void {
    this.#keep(idKey(sha256(decoded.bytes)), decoded);
  }

  forget(bytes: Uint8Array): void {
    this.#known.delete(idKey(sha256(bytes)));
  }

  #keep(key: string, decoded: DecodedTransaction): void {
    if (this.#known.size >= this.#most) {
      const oldest = this.#known.keys().next();
      if (oldest.done !== true) this.#known.delete(oldest.value);
    }
    this.#known.set(key, decoded);
  }
}

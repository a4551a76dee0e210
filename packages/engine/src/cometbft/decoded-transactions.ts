import {
  decodeTransaction,
  type DecodedTransaction,
  equalBytes,
  splitBundle,
  TRANSACTION_LIMITS,
} from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { idKey } from '../submission/pending-transaction.ts';

export interface MostDecoded {
  readonly transactions: number;
  /** Of their encodings. */
  readonly bytes: number;
}

interface Bundle {
  readonly transactions: readonly DecodedTransaction[];
  /** Of its encoding. */
  readonly bytes: number;
}

/**
 * Bundles by the hash of their bytes, decoded once for the mempool, the proposal and the block: a verdict about a
 * signature belongs to the decoded transaction, so each is checked once on a node. A transaction that comes in
 * several bundles is one, too.
 */
export class DecodedTransactions {
  readonly #bundles = new Map<string, Bundle>();
  readonly #known = new Map<string, DecodedTransaction>();
  readonly #most: MostDecoded;
  /** Of what is known. */
  #bytes = 0;
  /** Of all bundles: their bytes, and their transactions, however often one comes. */
  #bundled = { bytes: 0, transactions: 0 };

  /** @param most what is kept, of transactions and in bundles; then the oldest bundles are forgotten. */
  constructor(most: MostDecoded) {
    this.#most = most;
  }

  /** How much is kept. */
  get kept(): { readonly bundles: number; readonly transactions: number; readonly bytes: number } {
    const bytes = this.#bytes + this.#bundled.bytes;
    return { bundles: this.#bundles.size, transactions: this.#known.size, bytes };
  }

  /** The signed transactions of one of CometBFT's. @throws CodecError */
  get(bytes: Uint8Array): readonly DecodedTransaction[] {
    const key = idKey(sha256(bytes));
    const known = this.#bundles.get(key);
    if (known !== undefined) return known.transactions;
    // CometBFT's bytes are part of a frame, which would stay in memory with them.
    const transactions = splitBundle(bytes.slice()).map((signed) => this.#decode(signed));
    this.#bundles.set(key, { transactions, bytes: bytes.length });
    this.#bundled.bytes += bytes.length;
    this.#bundled.transactions += transactions.length;
    this.#trim();
    return transactions;
  }

  /** Takes over what was decoded at the node's own door. */
  add(decoded: DecodedTransaction): void {
    this.#know(idKey(decoded.id), decoded);
    this.#trim();
  }

  /** Once a block has them. */
  forget(bundles: readonly Uint8Array[]): void {
    for (const bytes of bundles) this.#drop(idKey(sha256(bytes)), () => true);
  }

  /** Of a bundle that was refused; what it shares with others, and `isKept`, stays. */
  forgetRefused(bytes: Uint8Array, isKept: (transaction: DecodedTransaction) => boolean): void {
    this.#drop(idKey(sha256(bytes)), (transaction) => !isKept(transaction));
  }

  #decode(bytes: Uint8Array): DecodedTransaction {
    const decoded = decodeTransaction(bytes, TRANSACTION_LIMITS);
    const key = idKey(decoded.id);
    const known = this.#known.get(key);
    // The same content with other signatures is another matter.
    if (known !== undefined && equalBytes(known.bytes, bytes)) return known;
    this.#know(key, decoded);
    return decoded;
  }

  #know(key: string, decoded: DecodedTransaction): void {
    this.#unknow(key);
    this.#known.set(key, decoded);
    this.#bytes += decoded.bytes.length;
  }

  #unknow(key: string): void {
    const known = this.#known.get(key);
    if (known === undefined) return;
    this.#known.delete(key);
    this.#bytes -= known.bytes.length;
  }

  #drop(key: string, isOver: (transaction: DecodedTransaction) => boolean): void {
    const bundle = this.#bundles.get(key);
    if (bundle === undefined) return;
    this.#bundles.delete(key);
    this.#bundled.bytes -= bundle.bytes;
    this.#bundled.transactions -= bundle.transactions.length;
    for (const transaction of bundle.transactions) {
      if (isOver(transaction)) this.#unknow(idKey(transaction.id));
    }
  }

  #trim(): void {
    while (this.#isTooMuch()) {
      const [oldest] = this.#bundles.keys();
      if (oldest === undefined) {
        this.#known.clear();
        this.#bytes = 0;
      } else this.#drop(oldest, () => true);
    }
  }

  #isTooMuch(): boolean {
    const { transactions, bytes } = this.#most;
    const bundled = this.#bundled;
    if (this.#known.size > transactions || bundled.transactions > transactions) return true;
    return this.#bytes > bytes || bundled.bytes > bytes;
  }
}

import {
  decodeTransaction,
  type DecodedTransaction,
  equalBytes,
  splitBundle,
  TRANSACTION_LIMITS,
} from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { idKey } from '../submission/pending-transaction.ts';

type Bundle = readonly DecodedTransaction[];

/**
 * Bundles by the hash of their bytes, decoded once for the mempool, the proposal and the block: a verdict about a
 * signature belongs to the decoded transaction, so each is checked once on a node. A transaction that comes in
 * several bundles is one, too.
 */
export class DecodedTransactions {
  readonly #bundles = new Map<string, Bundle>();
  readonly #known = new Map<string, DecodedTransaction>();
  readonly #most: number;

  /** @param most transactions to keep. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The signed transactions of one of CometBFT's. @throws CodecError */
  get(bytes: Uint8Array): Bundle {
    const key = idKey(sha256(bytes));
    const known = this.#bundles.get(key);
    if (known !== undefined) return known;
    // CometBFT's bytes are part of a frame, which would stay in memory with them.
    const bundle = splitBundle(bytes.slice()).map((signed) => this.#decode(signed));
    this.#bundles.set(key, bundle);
    this.#trim();
    return bundle;
  }

  /** Takes over what was decoded at the node's own door. */
  add(decoded: DecodedTransaction): void {
    this.#known.set(idKey(decoded.id), decoded);
  }

  /** Once a block has them. */
  forget(bundles: readonly Uint8Array[]): void {
    for (const bytes of bundles) {
      const key = idKey(sha256(bytes));
      for (const { id } of this.#bundles.get(key) ?? []) this.#known.delete(idKey(id));
      this.#bundles.delete(key);
    }
  }

  #decode(bytes: Uint8Array): DecodedTransaction {
    const decoded = decodeTransaction(bytes, TRANSACTION_LIMITS);
    const key = idKey(decoded.id);
    const known = this.#known.get(key);
    // The same content with other signatures is another matter.
    if (known !== undefined && equalBytes(known.bytes, bytes)) return known;
    this.#known.set(key, decoded);
    return decoded;
  }

  #trim(): void {
    while (this.#known.size > this.#most) {
      const [oldest] = this.#bundles;
      if (oldest === undefined) this.#known.clear();
      else {
        for (const { id } of oldest[1]) this.#known.delete(idKey(id));
        this.#bundles.delete(oldest[0]);
      }
    }
  }
}

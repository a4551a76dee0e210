import type { DecodedTransaction } from '@touchmark/codec';
import { type BroughtKey, type Gate, readKey } from '@touchmark/ledger';
import type { StateView } from '@touchmark/state';
import { idKey } from './pending-transaction.ts';
import type { SignatureCheck } from './signature-check.ts';

const MAX_KEYS = 10_000;

/**
 * Public keys by key id. A key id is a hash of the key, so what was read once holds whatever the state says later;
 * whether the key may still sign is the ledger's question, not this one's.
 */
export class SignerKeys {
  readonly #known = new Map<string, Uint8Array>();

  /** What to check of a transaction that the ledger has nothing against. */
  checksOf(transaction: DecodedTransaction, view: StateView, gate: Gate): SignatureCheck[] {
    return transaction.signatures.map(({ keyId, algorithm, message, signature }) => {
      const publicKey = this.#publicKey(keyId, view, () => gate.broughtKey(transaction, keyId));
      return { algorithm, publicKey, message, signature };
    });
  }

  #publicKey(
    keyId: Uint8Array,
    view: StateView,
    broughtKey: () => BroughtKey | undefined,
  ): Uint8Array {
    const name = idKey(keyId);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const kept = readKey(view, keyId);
    const found = kept?.entity.publicKey ?? broughtKey()?.publicKey;
    if (found === undefined) throw new RangeError('a signer that the ledger accepted has no key');
    const publicKey = found.slice();
    if (this.#known.size >= MAX_KEYS) this.#known.clear();
    this.#known.set(name, publicKey);
    return publicKey;
  }
}

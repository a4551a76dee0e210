import type { SignatureVerifier } from '@touchmark/ledger';
import { verifySignature } from '@touchmark/crypto';
import type { SignatureCheck } from './signature-check.ts';

interface Verdict extends SignatureCheck {
  readonly holds: boolean;
}

/**
 * Verdicts of signatures checked before their block is executed, so that execution checks none twice: bad ones too,
 * or a block full of them would cost all nodes their main thread.
 *
 * A verdict is found by the identity of the decoded transaction's signature bytes, and holds only for the same key,
 * algorithm and message: whatever differs is checked anew.
 */
export class Verdicts {
  readonly #known = new WeakMap<Uint8Array, Verdict>();

  /** Remembers whether this signature holds. The bytes must not change afterwards. */
  remember({ algorithm, publicKey, message, signature }: SignatureCheck, holds: boolean): void {
    this.#known.set(signature, { algorithm, publicKey, message, signature, holds });
  }

  readonly verifier: SignatureVerifier = (algorithm, publicKey, message, signature) => {
    const known = this.#known.get(signature);
    if (
      known !== undefined &&
      known.message === message &&
      known.algorithm === algorithm &&
      sameBytes(known.publicKey, publicKey)
    ) {
      return known.holds;
    }
    return verifySignature(algorithm, publicKey, message, signature);
  };
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1)
    if (left[index] !== right[index]) return false;
  return true;
}

import type { SignatureAlgorithm } from '@touchmark/crypto';
import { TRANSACTION_SIGNATURE_CHECKS } from '../limits.ts';
import { refuse } from './errors.ts';
import type { SignatureVerifier } from './outcome.ts';
import type { Refusal } from './refusal.ts';

/** What is left to all transactions of a block, or to all of strangers. */
export interface ChecksAccount {
  readonly limit: number;
  left: number;
}

export function newAccount(limit: number): ChecksAccount {
  return { limit, left: limit };
}

/** A signature that an action brings. */
export interface BroughtSignature {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Checks signatures that actions bring in their params: by the verdict of transactions' own, and no
 * more of them than a transaction and a block may have.
 */
export class SignatureChecks {
  private readonly verify: SignatureVerifier;
  private readonly accounts: readonly ChecksAccount[];
  private left = TRANSACTION_SIGNATURE_CHECKS;

  /** @param accounts what the block has left; none: what is checked is not on its account. */
  constructor(verify: SignatureVerifier, accounts: readonly ChecksAccount[] = []) {
    this.verify = verify;
    this.accounts = accounts;
  }

  /** Says whether it holds, or refuses to look. */
  check({ algorithm, publicKey, message, signature }: BroughtSignature): boolean | Refusal {
    const limit = TRANSACTION_SIGNATURE_CHECKS;
    if (this.left === 0) return refuse('TRANSACTION_SIGNATURES_EXCEEDED', { limit });
    const empty = this.accounts.find(({ left }) => left === 0);
    if (empty !== undefined) {
      return refuse('BLOCK_FULL', { what: 'proofs of keys', limit: empty.limit });
    }
    this.left -= 1;
    for (const account of this.accounts) account.left -= 1;
    return this.verify(algorithm, publicKey, message, signature);
  }

  /** For what was decided, and has been tried before: off the block's account. */
  forDecision(): SignatureChecks {
    return new SignatureChecks(this.verify);
  }
}

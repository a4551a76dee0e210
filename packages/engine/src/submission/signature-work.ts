import type { DecodedTransaction } from '@touchmark/codec';
import type { SignatureAlgorithm } from '@touchmark/crypto';

/** What checking a signature of a key never seen before costs, in checks of Ed25519 (some 50 µs). */
const WORK: Readonly<Record<SignatureAlgorithm, number>> = { ed25519: 1, p256: 4, sm2: 20 };

/**
 * Most that a block may ask of the nodes: about a second of one thread. Every validator rejects a proposal with more,
 * so nobody can stop the network with signatures, good or bad. The longest block of transactions with one Ed25519
 * signature each is below it.
 */
export const BLOCK_SIGNATURE_WORK = 24_000;
/** The same of a bundle, so that any fits into a block beside others. */
export const BUNDLE_SIGNATURE_WORK = 8_000;

/** What checking the signatures of these costs. */
export function signatureWork(transactions: readonly DecodedTransaction[]): number {
  let work = 0;
  for (const { signatures } of transactions) {
    for (const { algorithm } of signatures) work += WORK[algorithm];
  }
  return work;
}

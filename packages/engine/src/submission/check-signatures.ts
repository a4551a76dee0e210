import { verifySignature } from '@touchmark/crypto';
import type { SignatureCheck } from './signature-check.ts';

/** One byte a check: 1 if the signature holds. */
export function checkSignatures(checks: readonly SignatureCheck[]): Uint8Array<ArrayBuffer> {
  const verdicts = new Uint8Array(checks.length);
  for (const [index, { algorithm, publicKey, message, signature }] of checks.entries()) {
    verdicts[index] = verifySignature(algorithm, publicKey, message, signature) ? 1 : 0;
  }
  return verdicts;
}

import type { SignatureAlgorithm } from '@touchmark/crypto';
import { TransactionError } from './transaction-error.ts';

/**
 * COSE algorithm numbers (IANA COSE Algorithms). SM2 with SM3 has none, so a private-use number (<
 * -65536) stands in.
 */
export const COSE_ALGORITHMS: Readonly<Record<SignatureAlgorithm, number>> = {
  ed25519: -8,
  p256: -7,
  sm2: -65537,
};

export function algorithmOfCose(number: number): SignatureAlgorithm {
  switch (number) {
    case -8:
      return 'ed25519';
    case -7:
      return 'p256';
    case -65537:
      return 'sm2';
    default:
      throw new TransactionError(
        'TRANSACTION_ALGORITHM',
        `COSE algorithm ${number} is not accepted; use EdDSA (-8), ES256 (-7) or SM2 (-65537)`,
      );
  }
}

export type CryptoErrorCode = 'CRYPTO_SECRET_KEY_INVALID' | 'CRYPTO_LEAF_INDEX_INVALID';

/** Wrong use of this package. Verification never throws: a bad signature is `false`. */
export class CryptoError extends Error {
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode, message: string) {
    super(message);
    this.name = 'CryptoError';
    this.code = code;
  }
}

export function secretKeyError(algorithm: string): CryptoError {
  return new CryptoError(
    'CRYPTO_SECRET_KEY_INVALID',
    `This is not a secret key for ${algorithm}. Pass 32 bytes made by generateSecretKey.`,
  );
}

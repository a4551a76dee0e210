export type KeystoreErrorCode =
  | 'KEYSTORE_KEY_UNKNOWN'
  | 'KEYSTORE_KEY_EXISTS'
  | 'KEYSTORE_KEY_AMBIGUOUS'
  | 'KEYSTORE_EMPTY'
  | 'KEYSTORE_PASSPHRASE_MISSING'
  | 'KEYSTORE_PASSPHRASE_EMPTY'
  | 'KEYSTORE_PASSPHRASE_EXPOSED';

/** A key or passphrase that a command needs and does not find. */
export class KeystoreError extends Error {
  readonly code: KeystoreErrorCode;

  constructor(code: KeystoreErrorCode, message: string) {
    super(message);
    this.name = 'KeystoreError';
    this.code = code;
  }
}

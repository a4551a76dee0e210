import { equalBytes } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { VerifyError } from '../verify-error.ts';
import type { RecordValue } from './record.ts';

/** Bytes of salt before the secret, so that nobody can guess short secrets from their digest. */
export const RESTRICTED_SALT_LENGTH = 16;

/**
 * Checks that `data` (salt || secret, as its holder hands it out) is what a proven record commits
 * to.
 *
 * @returns the secret without its salt, as a view of `data`.
 * @throws VerifyError VERIFY_RESTRICTED_MISMATCH if it is anything else.
 */
export function checkRestrictedValue(value: RecordValue, data: Uint8Array): Uint8Array {
  if (value.data.kind !== 'digest') {
    throw new VerifyError(
      'VERIFY_RESTRICTED_MISMATCH',
      `Value ${value.index} is public: the record itself shows its data.`,
    );
  }
  if (data.length < RESTRICTED_SALT_LENGTH || !equalBytes(sha256(data), value.data.digest)) {
    throw new VerifyError(
      'VERIFY_RESTRICTED_MISMATCH',
      `The data are not those that value ${value.index} (${value.type}) of the record commits to. ` +
        'Ask the holder for the data of this very version.',
    );
  }
  return data.subarray(RESTRICTED_SALT_LENGTH);
}

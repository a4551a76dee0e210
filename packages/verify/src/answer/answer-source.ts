import { decodeVersioned } from '@touchmark/state/proof';
import { VerifyError } from '../verify-error.ts';
import { recordKey } from '../record/record-keys.ts';
import { archivedVersion } from './archived-version.ts';

export interface KeyRange {
  start: Uint8Array;
  /** null: to the last key. */
  end: Uint8Array | null;
}

/** What an answer is made from: one committed version of a state store. */
export interface AnswerSource {
  get(key: Uint8Array): Uint8Array | undefined;
  range(range: KeyRange & { limit?: number }): Iterable<{ key: Uint8Array; value: Uint8Array }>;
  proveKey(key: Uint8Array): Uint8Array;
  proveRange(range: KeyRange): Uint8Array;
  /** Table "history": map key || version (u32, big-endian) -> older envelope. */
  table(name: string): { get(key: Uint8Array): Uint8Array | undefined };
}

/**
 * A page stops here even if the limit allows more, so that answers stay small enough to send.
 */
export const MAX_PAGE_BYTES = 1024 * 1024;

/** So many versions, or bytes of them, does an answer about one record have at most. */
export const MAX_OLDER_VERSIONS = 4_096;
const MAX_OLDER_BYTES = 8 * 1024 * 1024;

/** The versions before `current`, newest first, down to the first that `isEnough` says yes to. */
export function* olderVersions(
  source: AnswerSource,
  key: Uint8Array,
  current: Uint8Array,
  isEnough: (version: { version: number; height: number; timeMs: number }) => boolean,
): Generator<Uint8Array> {
  let newest = decodeVersioned(current);
  while (!isEnough(newest) && newest.version > 1) {
    const envelope = archivedVersion(source, key, newest.version - 1);
    yield envelope;
    newest = decodeVersioned(envelope);
  }
}

/**
 * The same for a record, if they are not too many for an answer.
 *
 * @throws VerifyError VERIFY_HISTORY_TOO_LONG
 */
export function olderOfRecord(
  source: AnswerSource,
  identifier: string,
  current: Uint8Array,
  isEnough: (version: { version: number; height: number; timeMs: number }) => boolean,
): Uint8Array[] {
  const older: Uint8Array[] = [];
  let bytes = 0;
  for (const envelope of olderVersions(source, recordKey(identifier), current, isEnough)) {
    older.push(envelope);
    bytes += envelope.length;
    if (older.length > MAX_OLDER_VERSIONS || bytes > MAX_OLDER_BYTES) throw tooLong(identifier);
  }
  return older;
}

function tooLong(identifier: string): VerifyError {
  return new VerifyError(
    'VERIFY_HISTORY_TOO_LONG',
    `${identifier} has changed so often since that the proof would be too long: more than ` +
      `${MAX_OLDER_VERSIONS} versions, or ${MAX_OLDER_BYTES} bytes. Ask for a later moment, or without proof.`,
  );
}

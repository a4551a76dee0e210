import { decodeVersioned } from '@touchmark/state/proof';

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

function historyKey(key: Uint8Array, version: number): Uint8Array {
  const archived = new Uint8Array(key.length + 4);
  archived.set(key);
  new DataView(archived.buffer).setUint32(key.length, version);
  return archived;
}

/** The versions before `current`, newest first, down to the first that `isEnough` says yes to. */
export function olderVersions(
  source: AnswerSource,
  key: Uint8Array,
  current: Uint8Array,
  isEnough: (version: { version: number; height: number; timeMs: number }) => boolean,
): Uint8Array[] {
  const history = source.table('history');
  const older: Uint8Array[] = [];
  let newest = decodeVersioned(current);
  while (!isEnough(newest) && newest.version > 1) {
    const envelope = history.get(historyKey(key, newest.version - 1));
    if (envelope === undefined) {
      const name = String.fromCharCode(...key.subarray(1));
      throw new Error(
        `The store has lost version ${newest.version - 1} of ${name}. Run a scrub of the store.`,
      );
    }
    older.push(envelope);
    newest = decodeVersioned(envelope);
  }
  return older;
}

import type { AnswerSource } from './answer-source.ts';

const VERSION_BYTES = 4;

/** An older version of the entry under a key, from the table of history. */
export function archivedVersion(
  source: Pick<AnswerSource, 'table'>,
  key: Uint8Array,
  version: number,
): Uint8Array {
  const archived = new Uint8Array(key.length + VERSION_BYTES);
  archived.set(key);
  new DataView(archived.buffer).setUint32(key.length, version);
  const envelope = source.table('history').get(archived);
  if (envelope !== undefined) return envelope;
  throw new Error(`The store has lost version ${version} of a record. Run a scrub of the store.`);
}

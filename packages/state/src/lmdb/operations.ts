/**
 * What the main thread asks of the writer's thread, as bytes in shared memory. An operation is
 * kind u8, database u8, key length u16, value length u32 (little-endian), key, value.
 */
export const PUT = 1;
export const REMOVE = 2;
/** Entry of a side table: the writer's thread adds the checksum, cuts long values, removes old pieces. */
export const TABLE_PUT = 3;
export const TABLE_REMOVE = 4;
/** Removes up to as many journal entries as the value says (u32), but none at or above the key. */
export const TRIM_JOURNAL = 5;

export const OPERATION_HEAD_BYTES = 8;

/** A chunk of shared memory begins with a word that says whether the writer's thread still needs it. */
export const CHUNK_HEAD_BYTES = 8;
export const CHUNK_FREE = 0;
export const CHUNK_IN_USE = 1;

/** Words of the signal between the threads. */
export const SIGNAL_MESSAGES = 0;
export const SIGNAL_FAILED = 1;
export const SIGNAL_WORDS = 2;

export interface WriterSetup {
  directory: string;
  mapSizeBytes: number;
  databases: readonly string[];
  signal: SharedArrayBuffer;
}

export type WriterRequest =
  | { kind: 'operations'; chunk: SharedArrayBuffer; end: number }
  | { kind: 'commit' }
  | { kind: 'abort' }
  | { kind: 'close' };

export type WriterReply =
  | { kind: 'ready' }
  | { kind: 'committed' }
  | { kind: 'aborted' }
  | { kind: 'failed'; message: string; code: string };

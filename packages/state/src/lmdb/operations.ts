/**
 * What the main thread asks of the writer's thread, as bytes in a ring of shared memory. An operation is
 * kind u8, database u8, key length u16, value length u32 (little-endian), key, value, padded to whole units.
 */
export const SKIP_TO_START = 0;
export const PUT = 1;
export const REMOVE = 2;
/** Entry of a side table: the writer's thread adds the checksum, cuts long values, removes old pieces. */
export const TABLE_PUT = 3;
export const TABLE_REMOVE = 4;
/** Removes up to as many journal entries as the value says (u32), but none at or above the key. */
export const TRIM_JOURNAL = 5;
/** These end the transaction that the first operation after the last one began. */
export const COMMIT = 6;
export const ABORT = 7;
/** Ends the thread. */
export const CLOSE = 8;

export const OPERATION_HEAD_BYTES = 8;
/** Positions in the ring are counted in units, on and on; so many of them make a turn. */
export const UNIT_BYTES = 8;
export const RING_BYTES: number = 16 * 1024 * 1024;
export const RING_UNITS: number = RING_BYTES / UNIT_BYTES;

/** Words by which the threads tell each other how far they are; positions wrap at 2^32. */
export const WRITTEN = 0;
export const READ = 1;
export const WRITER_WAITS = 2;
export const MAIN_WAITS = 3;
export const FAILED = 4;
export const CONTROL_WORDS = 5;

/**
 * So often the writer's thread lets LMDB drop readers whose process is gone. One that was killed while it read keeps
 * its version, and each page freed since, from being used again: the file would grow without end.
 */
export const COMMITS_BETWEEN_READER_CHECKS = 200;

export interface WriterSetup {
  directory: string;
  mapSizeBytes: number;
  databases: readonly string[];
  control: SharedArrayBuffer;
  ring: SharedArrayBuffer;
}

export type WriterReply =
  | { kind: 'ready' }
  | { kind: 'committed' }
  | { kind: 'aborted' }
  | { kind: 'failed'; message: string; code: string };

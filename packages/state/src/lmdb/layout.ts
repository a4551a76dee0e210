/** Version of everything below, and of what the other files of this folder write. Another version is refused. */
export const STORE_FORMAT = 1;

/** Databases inside the LMDB file. The map's records stand in key order; `table:NAME` is a side table. */
export const MAP_DATABASE = 'map';
export const PIECES_DATABASE = 'pieces';
export const JOURNAL_DATABASE = 'journal';
export const META_DATABASE = 'meta';
export const TABLE_PREFIX = 'table:';

/** Numbers by which the writer's thread knows the databases; tables follow in the order in which they are named. */
export const MAP_NUMBER = 0;
export const PIECES_NUMBER = 1;
export const JOURNAL_NUMBER = 2;
export const META_NUMBER = 3;
export const FIRST_TABLE_NUMBER = 4;

export function databaseNames(tables: readonly string[]): string[] {
  return [
    MAP_DATABASE,
    PIECES_DATABASE,
    JOURNAL_DATABASE,
    META_DATABASE,
    ...tables.map((name) => TABLE_PREFIX + name),
  ];
}

/**
 * Most bytes that key and stored value take together. LMDB puts more than about 2,030 on overflow pages, and these
 * make an aged file slow for every later commit; so longer values are cut into pieces.
 */
export const MAX_STORED_BYTES = 2000;

/** First byte of what follows the hash or checksum: the value itself, or the u32 length of a value in pieces. */
export const WHOLE = 0;
export const IN_PIECES = 1;

export function isWhole(keyLength: number, headBytes: number, valueLength: number): boolean {
  return keyLength + headBytes + valueLength <= MAX_STORED_BYTES;
}

export const HASH_BYTES_STORED = 32;
export const CHECKSUM_BYTES = 4;
export const TAG_BYTES = 1;
export const LENGTH_BYTES = 4;

export function readUint32(bytes: Uint8Array, at: number): number {
  const [a, b, c, d] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
  return (((a ?? 0) << 24) | ((b ?? 0) << 16) | ((c ?? 0) << 8) | (d ?? 0)) >>> 0;
}

export function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

export const LMDB_FILE = 'data.mdb';
export const TREE_FILE_ENDING = '.tree';
export const LOCK_FILE = 'writer.lock';
/** Where the LMDB file of a new store is made, before it is moved into place. */
export const NEW_FOLDER = 'new';
export const DEFAULT_MAP_SIZE_BYTES: number = 2 ** 40;
/** Readers at the same time, over all processes. */
export const MAX_READERS = 512;

import type { FileHandle } from 'node:fs/promises';

/** A meta page of LMDB (lmdb.h of the version that `lmdb` bundles): page header, magic, …, transaction. */
const META_BYTES = 160;
const MAGIC_AT = 24;
const PAGE_SIZE_AT = 48;
const FREE_ROOT_AT = 88;
const MAIN_ROOT_AT = 136;
const LAST_PAGE_AT = 144;
const TRANSACTION_AT = 152;
const MAGIC = 0xbeefc0de;

/** The last pages of a file may never have been written, if they were used and freed within one transaction. */
export const UNWRITTEN_PAGES = 64;

const PAGE_SIZES = [4096, 8192, 16_384, 32_768, 65_536];

/** What of an open file reading needs. */
export interface ReadableFile {
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }>;
}

export interface Meta {
  readonly pageBytes: number;
  /** Root pages of the tree of databases and of the tree of free pages. */
  readonly mainRoot: bigint;
  readonly freeRoot: bigint;
  readonly lastPage: number;
  readonly transaction: bigint;
}

/** The meta page at a position; null if there is none. */
export async function readMeta(file: ReadableFile, position: number): Promise<Meta | null> {
  const buffer = new Uint8Array(META_BYTES);
  const { bytesRead } = await file.read(buffer, 0, META_BYTES, position);
  const view = new DataView(buffer.buffer);
  if (bytesRead < META_BYTES || view.getUint32(MAGIC_AT, true) !== MAGIC) return null;
  const pageBytes = view.getUint32(PAGE_SIZE_AT, true);
  if (!PAGE_SIZES.includes(pageBytes)) return null;
  return {
    pageBytes,
    mainRoot: view.getBigUint64(MAIN_ROOT_AT, true),
    freeRoot: view.getBigUint64(FREE_ROOT_AT, true),
    lastPage: Number(view.getBigUint64(LAST_PAGE_AT, true)),
    transaction: view.getBigUint64(TRANSACTION_AT, true),
  };
}

/** Puts another number of pages and of transaction into the meta page at a position. */
export async function writeMetaNumbers(
  file: FileHandle,
  position: number,
  { lastPage, transaction }: Pick<Meta, 'lastPage' | 'transaction'>,
): Promise<void> {
  const bytes = new Uint8Array(META_BYTES - LAST_PAGE_AT);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(lastPage), true);
  view.setBigUint64(TRANSACTION_AT - LAST_PAGE_AT, transaction, true);
  await file.write(bytes, 0, bytes.length, position + LAST_PAGE_AT);
  await file.datasync();
}

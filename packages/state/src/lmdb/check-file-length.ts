import { open } from 'node:fs/promises';
import { StateError } from '../state-error.ts';

/** A meta page of LMDB (lmdb.h of the version that `lmdb` bundles): header, magic, ..., last page, transaction. */
const META_BYTES = 160;
const MAGIC_AT = 24;
const PAGE_SIZE_AT = 48;
const LAST_PAGE_AT = 144;
const TRANSACTION_AT = 152;
const MAGIC = 0xbeefc0de;

/** The last pages of a file may never have been written, if they were used and freed within one transaction. */
const UNWRITTEN_PAGES = 64;

interface Meta {
  pageBytes: number;
  lastPage: number;
  transaction: bigint;
}

/**
 * Refuses a file that is shorter than it says. LMDB maps it without looking, and reading beyond
 * its end kills the process
 * (SIGBUS) or, worse, finds fewer records than there were.
 */
export async function checkFileLength(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const first = await readMeta(file, 0);
    if (first === null) throw cut(path, 'it has no valid beginning');
    const second = await readMeta(file, first.pageBytes);
    const newest = second !== null && second.transaction > first.transaction ? second : first;
    const expected = (newest.lastPage + 1 - UNWRITTEN_PAGES) * newest.pageBytes;
    if (size < expected) throw cut(path, `${size} bytes are left of at least ${expected}`);
  } finally {
    await file.close();
  }
}

async function readMeta(
  file: Awaited<ReturnType<typeof open>>,
  position: number,
): Promise<Meta | null> {
  const buffer = new Uint8Array(META_BYTES);
  const { bytesRead } = await file.read(buffer, 0, META_BYTES, position);
  const view = new DataView(buffer.buffer);
  if (bytesRead < META_BYTES || view.getUint32(MAGIC_AT, true) !== MAGIC) return null;
  return {
    pageBytes: view.getUint32(PAGE_SIZE_AT, true),
    lastPage: Number(view.getBigUint64(LAST_PAGE_AT, true)),
    transaction: view.getBigUint64(TRANSACTION_AT, true),
  };
}

function cut(path: string, what: string): StateError {
  return new StateError(
    'STATE_CORRUPT',
    `The file ${path} was cut: ${what}. Restore the store from a backup or from another node.`,
  );
}

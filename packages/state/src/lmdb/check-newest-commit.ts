import { type FileHandle, open } from 'node:fs/promises';
import { StateError } from '../state-error.ts';
import { type Meta, readMeta, UNWRITTEN_PAGES, writeMetaNumbers } from './meta-page.ts';

/** Numbers of transactions that the pages a meta page leads to were written by. */
interface Witnesses {
  readonly main: bigint | null;
  readonly free: bigint | null;
}

const PAGE_TRANSACTION_AT = 8;
const NO_PAGE = 0xffff_ffff_ffff_ffffn;

/**
 * Sees to it that LMDB will take the newest commit. It believes whichever of its two meta pages has
 * the higher transaction number, and nothing guards these numbers: with one bit of one wrong, LMDB
 * would go back by a commit and say nothing. But each commit writes the roots of its two trees
 * anew, and a page carries the number of the transaction that wrote it.
 *
 * A commit whose meta page could not be written in full (a failing disk) looks the same: LMDB has
 * put an older number there. It is whole on the disk, and becomes the newest, too.
 *
 * @throws StateError STATE_CORRUPT if the meta page with the higher number is not that of a commit.
 */
export async function checkNewestCommit(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const first = await readMeta(file, 0);
    const second = first === null ? null : await readMeta(file, first.pageBytes);
    if (first === null || second === null) throw damaged('one of its two beginnings is gone');
    const isSecondNewer = second.transaction > first.transaction;
    const [newer, older] = isSecondNewer ? [second, first] : [first, second];
    const { main } = await witnesses(file, newer);
    if (main !== null && main !== newer.transaction && !isCompactCopy(main, older)) {
      throw damaged(`commit ${newer.transaction} of LMDB is one that says ${main}`);
    }
    const next = newer.transaction + 1n;
    const said = await witnesses(file, older);
    if (said.main !== next || said.free !== next) return;
    const position = isSecondNewer ? 0 : first.pageBytes;
    await writeMetaNumbers(file, position, {
      transaction: next,
      lastPage: await lastPage(file, first.pageBytes),
    });
  } finally {
    await file.close();
  }
}

/** LMDB writes a compact copy with 1 on all pages, and a first meta page that knows of none. */
function isCompactCopy(main: bigint, { transaction, mainRoot }: Meta): boolean {
  return main === 1n && transaction === 0n && mainRoot === NO_PAGE;
}

async function witnesses(file: FileHandle, meta: Meta): Promise<Witnesses> {
  return {
    main: await transactionOf(file, meta.mainRoot, meta),
    free: await transactionOf(file, meta.freeRoot, meta),
  };
}

/** Null if there is no such page, because the tree is empty; -1 if there should be one. */
async function transactionOf(
  file: FileHandle,
  page: bigint,
  { pageBytes }: Meta,
): Promise<bigint | null> {
  if (page === NO_PAGE) return null;
  const position = Number(page) * pageBytes;
  if (!Number.isSafeInteger(position)) return -1n;
  const header = new Uint8Array(PAGE_TRANSACTION_AT + 8);
  const { bytesRead } = await file.read(header, 0, header.length, position);
  if (bytesRead < header.length) return -1n;
  return new DataView(header.buffer).getBigUint64(PAGE_TRANSACTION_AT, true);
}

/** As high as it can be: the commit's own number may not be known any more. */
async function lastPage(file: FileHandle, pageBytes: number): Promise<number> {
  const { size } = await file.stat();
  return Math.ceil(size / pageBytes) - 1 + UNWRITTEN_PAGES;
}

function damaged(what: string): StateError {
  return new StateError(
    'STATE_CORRUPT',
    `The beginning of the store's file is damaged: ${what}. Restore the store from a backup or ` +
      'from another node.',
  );
}

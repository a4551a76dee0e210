import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EMPTY_ROOT } from '../proof/hashes.ts';
import { NO_SLOT } from '../tree/node-arena.ts';
import { createDirectory, syncDirectory } from './directory.ts';
import { encodeHead, type Head, HEAD_KEY } from './head.ts';
import { LMDB_FILE, META_NUMBER, NEW_FOLDER } from './layout.ts';
import type { WriterSetup } from './operations.ts';
import { WriterClient } from './writer-client.ts';

/**
 * Makes the LMDB file of a new store, with its first head, in a folder of its own, and moves it
 * into place when it is durable. So a file that is there is whole: if the power goes meanwhile, the
 * next start begins anew, and a file that is cut or has no head was damaged later and is never
 * taken for a new one.
 */
export async function createStore(
  setup: Pick<WriterSetup, 'directory' | 'databases' | 'mapSizeBytes'>,
  pageLeaves: number,
): Promise<void> {
  const place = join(setup.directory, NEW_FOLDER);
  await rm(place, { recursive: true, force: true });
  await createDirectory(place);
  const writer = await WriterClient.start({ ...setup, directory: place });
  try {
    writer.operations.put(META_NUMBER, HEAD_KEY, encodeHead(firstHead(pageLeaves)));
    await writer.commit();
  } finally {
    await writer.close();
  }
  await rename(join(place, LMDB_FILE), join(setup.directory, LMDB_FILE));
  await syncDirectory(setup.directory);
  await rm(place, { recursive: true, force: true });
}

function firstHead(pageLeaves: number): Head {
  return {
    commit: 0,
    epoch: 1,
    pageLeaves,
    size: 0,
    rootSlot: NO_SLOT,
    slots: 0,
    root: EMPTY_ROOT,
    treeFile: null,
  };
}

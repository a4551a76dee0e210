import { setImmediate } from 'node:timers/promises';
import { criticalBitOf, equalBytes } from '../proof/key-bits.ts';
import { StateError } from '../state-error.ts';
import { NodeArena } from '../tree/node-arena.ts';
import { TreeBuilder } from '../tree/tree-builder.ts';
import type { Head } from './head.ts';
import type { RecordCursor } from './record-cursor.ts';
import { sharedNodeHasher } from './tree-tools.ts';
import { rootOf } from './version.ts';

const NOTHING = new Uint8Array(0);
const ITEMS_AT_ONCE = 50_000;

export interface RebuiltTree {
  arena: NodeArena;
  rootSlot: number;
}

/**
 * Builds the upper tree anew from the leaf hashes of all records. The result counts only if its root is the one that
 * was committed.
 */
export async function rebuildTree(
  cursor: RecordCursor,
  head: Head,
  onProgress: (progress: { done: number; total: number }) => void,
): Promise<RebuiltTree> {
  const arena = new NodeArena();
  const builder = new TreeBuilder(arena, sharedNodeHasher(), head.pageLeaves);
  let done = 0;
  let last: Uint8Array | null = null;
  let lastLength = 0;
  for (let found = cursor.seek(NOTHING, 0); found; found = cursor.next()) {
    const { keyLength } = cursor;
    if (last !== null) {
      builder.separator(criticalBitOf(last, lastLength, cursor.key, keyLength));
    }
    builder.leaf(cursor.hash, 0);
    last = cursor.keepKey();
    lastLength = keyLength;
    done += 1;
    if (builder.pendingItems < ITEMS_AT_ONCE) continue;
    builder.condense();
    onProgress({ done, total: head.size });
    // The cursor may not stay open across turns of the event loop.
    const resume = last.slice(0, lastLength);
    cursor.stop();
    await setImmediate();
    if (!cursor.seek(resume, resume.length)) throw differs(head, done);
    last = resume;
  }
  const rootSlot = builder.finish();
  arena.takeFresh();
  arena.commit();
  if (done !== head.size || !equalBytes(rootOf(arena, rootSlot), head.root)) {
    throw differs(head, done);
  }
  return { arena, rootSlot };
}

function differs(head: Head, found: number): StateError {
  return new StateError(
    'STATE_CORRUPT',
    `The ${found} records on disk do not have the root that was committed with ${head.size}. ` +
      'Restore the store from a backup or from another node.',
  );
}

import { equalBytes } from '../proof/key-bits.ts';
import { NO_SLOT, NodeArena } from '../tree/node-arena.ts';
import type { Head } from './head.ts';
import { JournalReplay } from './journal-replay.ts';
import type { StoreFiles } from './store-files.ts';
import { readTreeFile } from './tree-file.ts';
import { sharedNodeHasher } from './tree-tools.ts';
import { rootOf } from './version.ts';

/**
 * The upper tree as the last commit left it: the tree file, and on top of it what the journal has since. Null if either
 * has a gap or is damaged; the records can make up for both.
 */
export function loadTree(files: StoreFiles, directory: string, head: Head): NodeArena | null {
  const arena = new NodeArena();
  const { treeFile, epoch } = head;
  if (treeFile !== null && !readTreeFile(directory, epoch, treeFile, arena)) return null;
  const replay = new JournalReplay(files.journal, arena, sharedNodeHasher());
  for (let commit = (treeFile?.commit ?? 0) + 1; commit <= head.commit; commit += 1) {
    if (!replay.redo(commit)) return null;
  }
  return isWhole(arena, head) ? arena : null;
}

function isWhole(arena: NodeArena, head: Head): boolean {
  const { rootSlot, slots, size, root } = head;
  arena.reserve(slots);
  if (rootSlot === NO_SLOT) arena.collect(NO_SLOT);
  else if (rootSlot < 0 || rootSlot >= arena.end || arena.collect(rootSlot) !== size) return false;
  return equalBytes(rootOf(arena, rootSlot), root);
}

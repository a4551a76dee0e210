import { setImmediate, setTimeout } from 'node:timers/promises';
import { StateError } from '../state-error.ts';
import type { ScrubOptions, ScrubProgress, ScrubReport } from '../store.ts';
import { NodeArena } from '../tree/node-arena.ts';
import type { TreeFile } from './head.ts';
import { journalKey, partCount } from './journal.ts';
import { ScrubPass, type ScrubTarget } from './scrub-pass.ts';
import type { StoreFiles } from './store-files.ts';
import { corruptEntry } from './stored-values.ts';
import { readInSlices } from './tree-file.ts';

const NOTHING = new Uint8Array(0);
const ENTRIES_AT_ONCE = 500;
const COMMITS_AT_ONCE = 100;

/** One pass over everything that the store has on disk: records, tree, side tables, tree file and journal. */
export async function scrubStore(
  target: ScrubTarget,
  directory: string,
  options: ScrubOptions,
  onProgress: (progress: ScrubProgress) => void,
): Promise<ScrubReport> {
  const pace = new Pace(options);
  const pass = new ScrubPass(target);
  let records = 0;
  while (!pass.isDone) {
    const count = pass.slice();
    records += count;
    onProgress({ done: records, total: target.version().size });
    await pace.after(count);
  }
  let tableEntries = 0;
  for (const name of target.files.tableNames) {
    let after: Uint8Array | null = NOTHING;
    while (after !== null) {
      target.version();
      const slice = checkTableSlice(target.files, name, after);
      tableEntries += slice.count;
      after = slice.last;
      await pace.after(slice.count);
    }
  }
  await checkRestart(target, directory, pace);
  return { records, tableEntries, root: target.version().root };
}

/**
 * Reading an entry compares its checksum. Each is also asked for by its key: a range walks the leaf pages from one to
 * the next, and so does not notice a branch page that would lead a search elsewhere. (For records `ScrubPass` does so.)
 */
function checkTableSlice(
  files: StoreFiles,
  name: string,
  after: Uint8Array,
): { count: number; last: Uint8Array | null } {
  const start = after.length === 0 ? after : Uint8Array.from([...after, 0]);
  let count = 0;
  let last: Uint8Array | null = null;
  const table = files.table(name);
  for (const { key } of table.range({ start, end: null, limit: ENTRIES_AT_ONCE })) {
    if (table.get(key) === undefined) throw corruptEntry(key, 'a search does not find it');
    count += 1;
    last = key;
  }
  return { count, last };
}

/** What only the next start needs: the tree file and the journal after it. */
async function checkRestart(target: ScrubTarget, directory: string, pace: Pace): Promise<void> {
  target.version();
  const head = target.files.head();
  if (head === null) throw notRestartable('head');
  const { treeFile, epoch } = head;
  if (treeFile !== null && !(await isTreeFileWhole(directory, epoch, treeFile, pace))) {
    // A newer one may have replaced it meanwhile; that one is checked by the next pass.
    target.version();
    if (target.files.head()?.treeFile?.commit === treeFile.commit)
      throw notRestartable('tree file');
    return;
  }
  for (let commit = (treeFile?.commit ?? 0) + 1; commit <= head.commit; commit += 1) {
    target.version();
    if (!isCommitWhole(target.files, commit)) {
      if (target.files.head()?.treeFile?.commit !== treeFile?.commit) return;
      throw notRestartable('journal');
    }
    if (commit % COMMITS_AT_ONCE === 0) await pace.after(COMMITS_AT_ONCE);
  }
}

function isCommitWhole(files: StoreFiles, commit: number): boolean {
  let parts = 1;
  for (let part = 0; part < parts; part += 1) {
    const key = journalKey(commit, part);
    const value = files.journal.getBinaryFast(key);
    parts = value === undefined ? 0 : partCount(key, value);
    if (parts === 0) return false;
  }
  return true;
}

async function isTreeFileWhole(
  directory: string,
  epoch: number,
  treeFile: TreeFile,
  pace: Pace,
): Promise<boolean> {
  const reading = readInSlices(directory, epoch, treeFile, new NodeArena());
  for (let slice = reading.next(); ; slice = reading.next()) {
    if (slice.done === true) return slice.value;
    await pace.after(ENTRIES_AT_ONCE);
  }
}

function notRestartable(what: string): StateError {
  return new StateError(
    'STATE_CORRUPT',
    `The ${what} that the next start would use is damaged, and so is perhaps the disk. The records ` +
      'are whole: copy them to another disk; the next start rebuilds what is missing.',
  );
}

/** Lets others work between slices, and keeps to the rate that was asked for. */
class Pace {
  private readonly recordsPerSecond: number;
  private readonly signal: AbortSignal | undefined;

  constructor({ recordsPerSecond = Infinity, signal }: ScrubOptions) {
    this.recordsPerSecond = recordsPerSecond;
    this.signal = signal;
  }

  async after(count: number): Promise<void> {
    this.signal?.throwIfAborted();
    const waitMs = (count / this.recordsPerSecond) * 1000;
    const { signal } = this;
    if (waitMs >= 1) await setTimeout(waitMs, undefined, signal === undefined ? {} : { signal });
    else await setImmediate();
  }
}

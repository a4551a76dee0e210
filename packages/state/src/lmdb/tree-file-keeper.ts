import { type NodeArena, SLOT_WORDS } from '../tree/node-arena.ts';
import type { Head, TreeFile } from './head.ts';
import { removeOtherTreeFiles, writeTreeFile } from './tree-file.ts';

/** A new tree file is due when the journal since the last one has more than this, and a quarter of the file. */
export const MIN_JOURNAL_BYTES: number = 32 * 1024 * 1024;
/** At the end of a process less is enough: the next start is not kept waiting. */
const MIN_JOURNAL_BYTES_AT_CLOSE = 1024 * 1024;

/** Decides when the upper tree is written out, does it in the background, and clears old files away. */
export class TreeFileKeeper {
  private readonly directory: string;
  private readonly arena: NodeArena;
  private readonly minJournalBytes: number;
  /** Written, but not yet named by a committed head. */
  ready: TreeFile | null = null;
  private named: TreeFile | null;
  private journalBytes = 0;
  private writing: Promise<void> | null = null;

  constructor(directory: string, arena: NodeArena, head: Head, minJournalBytes: number) {
    this.directory = directory;
    this.arena = arena;
    this.minJournalBytes = minJournalBytes;
    this.named = head.treeFile;
    // Unknown after a start; a guess that is too high only writes one file too many.
    this.journalBytes = (head.commit - (head.treeFile?.commit ?? 0)) * 1024;
  }

  /** Bytes that a commit has added to the journal. */
  countJournal(byteCount: number): void {
    this.journalBytes += byteCount;
  }

  startIfWorthwhile(head: Head): void {
    const treeBytes = this.arena.end * SLOT_WORDS * 4;
    if (this.writing !== null || this.ready !== null) return;
    if (this.journalBytes < Math.max(this.minJournalBytes, treeBytes / 4)) return;
    this.start(head);
  }

  /** A head that may name the new file is durable: older files go. */
  async recorded(head: Head): Promise<void> {
    if (head.treeFile === this.named) return;
    this.named = head.treeFile;
    if (head.treeFile === this.ready) this.ready = null;
    // What cannot be removed now is removed at the next start.
    await removeOtherTreeFiles(this.directory, head.epoch, head.treeFile).catch(() => undefined);
  }

  /** Waits for what is being written; returns a file that the last head should name, if there is one. */
  async finish(head: Head): Promise<TreeFile | null> {
    await this.writing;
    if (this.ready === null && this.journalBytes >= MIN_JOURNAL_BYTES_AT_CLOSE) this.start(head);
    await this.writing;
    return this.ready;
  }

  private start(head: Head): void {
    this.journalBytes = 0;
    this.writing = writeTreeFile(this.directory, head.epoch, head.commit, this.arena)
      .then((treeFile) => {
        this.ready = treeFile;
      })
      .catch(() => {
        // Without a new file the next start takes longer; the store itself lacks nothing.
        this.ready = null;
      })
      .finally(() => {
        this.writing = null;
      });
  }
}

/**
 * What may lie on a disk after the power went at some moment: everything that was synced, and of the rest any part:
 * lost, kept, kept without what was written before it, or torn at 512 bytes.
 */
import type { FileId, FileWrite, NameChange, RecordedEvent, Recording } from './recording.ts';

import { LOCK_FILE } from './recording.ts';

const SECTOR_BYTES = 512;
/** With syncs that do nothing: so many writes later a disk has written something by itself. */
const CACHED_WRITES = 60;

export interface CrashState {
  /** Content by name. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** What had been promised. */
  readonly promises: number;
  /** Says which parts of what made it, so that no state is counted twice. */
  readonly signature: string;
}

export interface CrashOptions {
  /** A disk that says it has written and has not: what is built on it must break. */
  readonly ignoreSyncs?: boolean;
}

type Random = (below: number) => number;

/** Of each unsynced write: all, nothing, or so many sectors of it. */
type Fate = 'kept' | 'lost' | 'torn';

/** How a state treats the unsynced writes, oldest first. */
const MANNERS: readonly ((index: number, count: number, random: Random) => Fate)[] = [
  () => 'lost',
  () => 'kept',
  (_index, _count, random) => (random(2) === 0 ? 'kept' : 'lost'),
  () => 'torn',
  (_index, _count, random) =>
    (['kept', 'kept', 'torn', 'lost', 'lost'] as const)[random(5)] ?? 'lost',
  // Reordered: the last one arrived and those before it did not.
  (index, count) => (index === count - 1 ? 'kept' : 'lost'),
  (index) => (index === 0 ? 'lost' : 'kept'),
];

/** @param moment the power goes before the event that begins then. */
export function crashState(
  { events }: Recording,
  moment: number,
  random: Random,
  options: CrashOptions = {},
): CrashState {
  const before = events.filter(({ start }) => start < moment);
  const writes = before.filter((event) => event.kind === 'write');
  const isDurable = durability(before, moment, options);
  const open = writes.filter((write) => !isDurable(write));
  const manner = MANNERS[random(MANNERS.length)] as (typeof MANNERS)[number];
  const fates = new Map<FileWrite, readonly boolean[] | Fate>();
  for (const [index, write] of open.entries()) {
    const fate = manner(index, open.length, random);
    fates.set(write, fate === 'torn' ? sectors(write, random) : fate);
  }
  const contents = new Map<FileId, Content>();
  for (const write of writes) {
    const content = contents.get(write.file) ?? new Content();
    contents.set(write.file, content);
    content.apply(write, fates.get(write) ?? 'kept');
  }
  const { names, choices } = folderAt(before, moment, random);
  const files = new Map<string, Buffer>();
  for (const [name, file] of names) {
    files.set(name, contents.get(file)?.bytes() ?? Buffer.alloc(0));
  }
  const promises = before.filter(({ kind }) => kind === 'promise').length;
  const last = before.filter(({ kind }) => kind !== 'promise').length;
  const signature = `${last}:${promises}:${choices}:${fatesText(fates)}`;
  return { files, promises, signature };
}

function fatesText(fates: ReadonlyMap<FileWrite, readonly boolean[] | Fate>): string {
  return Array.from(fates.values(), (fate) =>
    typeof fate === 'string' ? fate[0] : fate.map(Number).join(''),
  ).join(',');
}

function sectors({ offset, bytes }: FileWrite, random: Random): boolean[] {
  const first = Math.floor(offset / SECTOR_BYTES);
  const end = Math.ceil((offset + bytes.length) / SECTOR_BYTES);
  return Array.from({ length: end - first }, () => random(2) === 0);
}

/** Which writes are on the disk for sure. */
function durability(
  before: readonly RecordedEvent[],
  moment: number,
  { ignoreSyncs = false }: CrashOptions,
): (write: FileWrite) => boolean {
  if (ignoreSyncs) {
    const old = new Set(before.filter(({ kind }) => kind === 'write').slice(0, -CACHED_WRITES));
    return (write) => old.has(write);
  }
  const lastSync = new Map<FileId, number>();
  for (const event of before) {
    if (event.kind !== 'sync' || event.end >= moment) continue;
    lastSync.set(event.file, Math.max(lastSync.get(event.file) ?? -1, event.start));
  }
  return (write) =>
    write.end < moment && (write.isSynced || write.end < (lastSync.get(write.file) ?? -1));
}

/** The names in the folder: changes after its last sync may be there or not. */
function folderAt(
  before: readonly RecordedEvent[],
  moment: number,
  random: Random,
): { names: Map<string, FileId>; choices: string } {
  let lastSync = -1;
  for (const event of before) {
    if (event.kind === 'folder-sync' && event.end < moment) {
      lastSync = Math.max(lastSync, event.start);
    }
  }
  const names = new Map<string, FileId>();
  let choices = '';
  for (const event of before) {
    if (event.kind !== 'name') continue;
    const isDurable = event.end < lastSync;
    const isKept = isDurable || random(2) === 0;
    if (!isDurable) choices += Number(isKept);
    if (isKept) applyName(names, event);
  }
  // Made anew by whoever opens the folder first.
  for (const name of names.keys()) if (name.endsWith(LOCK_FILE)) names.delete(name);
  return { names, choices };
}

/** A change of a name that did not make it to the disk itself did not happen either. */
function applyName(names: Map<string, FileId>, { removed, added, file }: NameChange): void {
  if (removed !== undefined && !names.delete(removed)) return;
  if (added !== undefined) names.set(added, file);
}

/** A file's bytes as writes come in. */
class Content {
  #bytes = Buffer.alloc(0);
  #length = 0;

  apply(write: FileWrite, fate: readonly boolean[] | Fate): void {
    if (fate === 'lost') return;
    const { offset, bytes } = write;
    if (typeof fate === 'string') {
      this.#put(offset, bytes);
      return;
    }
    const first = Math.floor(offset / SECTOR_BYTES);
    for (const [index, isKept] of fate.entries()) {
      if (!isKept) continue;
      const start = Math.max(offset, (first + index) * SECTOR_BYTES);
      const end = Math.min(offset + bytes.length, (first + index + 1) * SECTOR_BYTES);
      this.#put(start, bytes.subarray(start - offset, end - offset));
    }
  }

  #put(offset: number, bytes: Buffer): void {
    const end = offset + bytes.length;
    if (end > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(end, this.#bytes.length * 2));
      this.#bytes.copy(grown);
      this.#bytes = grown;
    }
    bytes.copy(this.#bytes, offset);
    this.#length = Math.max(this.#length, end);
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }
}

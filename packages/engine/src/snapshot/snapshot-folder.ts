/** The snapshots of a node on disk: a folder for each height, with its metadata and its chunks. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Snapshot, SNAPSHOT_FORMAT, snapshotOf } from './snapshot-format.ts';

const METADATA = 'metadata.cbor';
const UNFINISHED = '.new';
const HEIGHT = /^[1-9]\d{0,15}$/;

const chunkName = (index: number): string => `${String(index).padStart(5, '0')}.chunk`;

/** A snapshot in the making: it has its name only when all of it is durable. */
export class UnfinishedSnapshot {
  readonly #directory: string;
  readonly #place: string;
  #chunks = 0;

  constructor(directory: string, height: number) {
    this.#directory = directory;
    this.#place = join(directory, `${height}${UNFINISHED}`);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    rmSync(this.#place, { recursive: true, force: true });
    mkdirSync(this.#place, { mode: 0o700 });
  }

  addChunk(packed: Uint8Array): void {
    writeDurably(join(this.#place, chunkName(this.#chunks)), packed);
    this.#chunks += 1;
  }

  finish(metadata: Uint8Array): void {
    writeDurably(join(this.#place, METADATA), metadata);
    syncDirectory(this.#place);
    const finished = this.#place.slice(0, -UNFINISHED.length);
    rmSync(finished, { recursive: true, force: true });
    renameSync(this.#place, finished);
    syncDirectory(this.#directory);
  }
}

export class SnapshotFolder {
  readonly directory: string;
  /** How many are kept, the newest ones. */
  readonly #keep: number;
  #snapshots: readonly Snapshot[] = [];

  constructor(directory: string, keep: number) {
    this.directory = directory;
    this.#keep = keep;
  }

  /** Newest first. */
  get snapshots(): readonly Snapshot[] {
    return this.#snapshots;
  }

  /** Looks at the disk: what is unfinished, damaged or too many is removed. Nobody may be making one meanwhile. */
  refresh(): void {
    if (!existsSync(this.directory)) {
      this.#snapshots = [];
      return;
    }
    const found: Snapshot[] = [];
    for (const name of readdirSync(this.directory)) {
      const snapshot = HEIGHT.test(name) ? this.#read(name) : undefined;
      if (snapshot === undefined) this.#remove(name);
      else found.push(snapshot);
    }
    found.sort((a, b) => b.height - a.height);
    for (const { height } of found.splice(this.#keep)) this.#remove(String(height));
    this.#snapshots = found;
  }

  /** A chunk as it is sent; undefined: this node does not have it. */
  chunk(height: number, format: number, index: number): Uint8Array | undefined {
    const snapshot = this.#snapshots.find((other) => other.height === height);
    if (snapshot === undefined || format !== SNAPSHOT_FORMAT) return undefined;
    if (!Number.isInteger(index) || index < 0 || index >= snapshot.chunks) return undefined;
    try {
      return readFileSync(join(this.directory, String(height), chunkName(index)));
    } catch {
      return undefined;
    }
  }

  #read(name: string): Snapshot | undefined {
    try {
      const metadata = readFileSync(join(this.directory, name, METADATA));
      const snapshot = snapshotOf(new Uint8Array(metadata));
      const isWhole =
        snapshot.height === Number(name) &&
        existsSync(join(this.directory, name, chunkName(snapshot.chunks - 1)));
      return isWhole ? snapshot : undefined;
    } catch {
      return undefined;
    }
  }

  #remove(name: string): void {
    rmSync(join(this.directory, name), { recursive: true, force: true });
  }
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** What a recorded process did to the files of one folder, and what it promised meanwhile. */
import { type Call, parseTrace, plainArguments, stringsOf } from './trace.ts';

/** A file as such, whatever its names. */
export type FileId = number;

interface Timed {
  /** When it began and when it was over; in between it may or may not have reached the disk. */
  readonly start: number;
  readonly end: number;
}

export interface FileWrite extends Timed {
  readonly kind: 'write';
  readonly file: FileId;
  readonly offset: number;
  readonly bytes: Buffer;
  /** Opened with O_DSYNC: durable when it ends. */
  readonly isSynced: boolean;
}

export interface FileSync extends Timed {
  readonly kind: 'sync';
  readonly file: FileId;
}

export interface NameChange extends Timed {
  readonly kind: 'name';
  /** Name that goes, if any, and name that comes, with the file it names. */
  readonly removed: string | undefined;
  readonly added: string | undefined;
  readonly file: FileId;
}

export interface FolderSync extends Timed {
  readonly kind: 'folder-sync';
}

export interface Promised extends Timed {
  readonly kind: 'promise';
  readonly text: string;
}

export type RecordedEvent = FileWrite | FileSync | NameChange | FolderSync | Promised;

export interface Recording {
  readonly events: readonly RecordedEvent[];
}

interface OpenFile {
  readonly file: FileId;
  readonly isSynced: boolean;
  position: number;
}

const FOLDER: FileId = -1;
/** LMDB's, shared between processes by mapping it; it holds nothing that outlives them. */
export const LOCK_FILE = 'lock.mdb';
const STANDARD_OUTPUT = 1;

/** @param folder absolute path of the folder that counts; everything outside of it is passed over. */
export function readRecording(trace: string, folder: string): Recording {
  const reader = new RecordingReader(folder);
  for (const call of parseTrace(trace)) reader.take(call);
  return { events: reader.events };
}

class RecordingReader {
  readonly events: RecordedEvent[] = [];
  readonly #folder: string;
  readonly #open = new Map<number, OpenFile>();
  readonly #names = new Map<string, FileId>();
  #files = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  take(call: Call): void {
    if (call.result < 0) return;
    switch (call.name) {
      case 'openat':
        return this.#takeOpen(call);
      case 'close':
        this.#open.delete(Number(call.args));
        return;
      case 'lseek':
        return this.#takeSeek(call);
      case 'write':
      case 'writev':
        return this.#takeWrite(call);
      case 'pwrite64':
      case 'pwritev':
        return this.#takePositionedWrite(call);
      case 'fsync':
      case 'fdatasync':
        return this.#takeSync(call);
      case 'rename':
        return this.#takeRename(call);
      case 'unlink':
        return this.#takeUnlink(call);
      default:
        return this.#refuse(call);
    }
  }

  /** A name inside the folder, or undefined. */
  #nameOf(path: Buffer | undefined): string | undefined {
    const text = path?.toString() ?? '';
    return text.startsWith(`${this.#folder}/`) ? text.slice(this.#folder.length + 1) : undefined;
  }

  #takeOpen({ args, result, start, end }: Call): void {
    const [path] = stringsOf(args);
    const flags = plainArguments(args)[2] ?? '';
    if (path?.toString() === this.#folder) {
      this.#open.set(result, { file: FOLDER, isSynced: false, position: 0 });
      return;
    }
    const name = this.#nameOf(path);
    if (name === undefined) return;
    const known = this.#names.get(name);
    const file = known ?? this.#files++;
    if (known === undefined) {
      this.#names.set(name, file);
      this.events.push({ kind: 'name', removed: undefined, added: name, file, start, end });
    } else if (flags.includes('O_TRUNC')) {
      throw new Error(`${name} was cut, which is not modelled`);
    }
    const isSynced = /O_D?SYNC/.test(flags);
    this.#open.set(result, { file, isSynced, position: 0 });
  }

  #takeSeek({ args, result }: Call): void {
    const open = this.#open.get(Number(plainArguments(args)[0]));
    if (open !== undefined) open.position = result;
  }

  #takeWrite(call: Call): void {
    const descriptor = Number(plainArguments(call.args)[0]);
    const bytes = Buffer.concat(stringsOf(call.args));
    if (descriptor === STANDARD_OUTPUT) {
      const { start, end } = call;
      this.events.push({ kind: 'promise', text: bytes.toString(), start, end });
      return;
    }
    const open = this.#open.get(descriptor);
    if (open === undefined || open.file === FOLDER) return;
    this.#addWrite(open, open.position, bytes, call);
    open.position += bytes.length;
  }

  #takePositionedWrite(call: Call): void {
    const parts = plainArguments(call.args);
    const open = this.#open.get(Number(parts[0]));
    if (open === undefined) return;
    this.#addWrite(open, Number(parts.at(-1)), Buffer.concat(stringsOf(call.args)), call);
  }

  #addWrite(open: OpenFile, offset: number, bytes: Buffer, call: Call): void {
    const { start, end, result } = call;
    if (end !== Infinity && result !== bytes.length) {
      throw new Error(`${result} of ${bytes.length} bytes were written, which is not modelled`);
    }
    const { file, isSynced } = open;
    this.events.push({ kind: 'write', file, offset, bytes, isSynced, start, end });
  }

  #takeSync({ args, start, end }: Call): void {
    const open = this.#open.get(Number(args));
    if (open === undefined) return;
    if (open.file === FOLDER) this.events.push({ kind: 'folder-sync', start, end });
    else this.events.push({ kind: 'sync', file: open.file, start, end });
  }

  #takeRename({ args, start, end }: Call): void {
    const [from, to] = stringsOf(args).map((path) => this.#nameOf(path));
    if (from === undefined || to === undefined) return;
    const file = this.#names.get(from);
    if (file === undefined) throw new Error(`${from} was renamed and never made`);
    this.#names.delete(from);
    this.#names.set(to, file);
    this.events.push({ kind: 'name', removed: from, added: to, file, start, end });
  }

  #takeUnlink({ args, start, end }: Call): void {
    const name = this.#nameOf(stringsOf(args)[0]);
    const file = name === undefined ? undefined : this.#names.get(name);
    if (name === undefined || file === undefined) return;
    this.#names.delete(name);
    this.events.push({ kind: 'name', removed: name, added: undefined, file, start, end });
  }

  /** A call that would change the folder in a way that crash states don't know. */
  #refuse({ name, args }: Call): void {
    const paths = stringsOf(args).map((path) => this.#nameOf(path));
    const descriptor = this.#open.get(Number(plainArguments(args)[0]));
    const isLock = [...this.#names].some(
      ([path, file]) => path.endsWith(LOCK_FILE) && file === descriptor?.file,
    );
    if (paths.every((path) => path === undefined) && (descriptor === undefined || isLock)) return;
    throw new Error(`${name}(${args.slice(0, 200)}) is not modelled`);
  }
}

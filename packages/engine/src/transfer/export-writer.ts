import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { sha256 } from '@touchmark/crypto';
import { compress } from './compression.ts';
import {
  encodeSectionHead,
  encodeTitle,
  type ExportTitle,
  MAX_TITLE_BYTES,
  nextCheck,
  SECTION,
} from './format.ts';
import { type Section, SectionFile } from './section-file.ts';
import { TransferError } from './transfer-error.ts';

/** What an unfinished export has already. */
export interface ExportProgress {
  readonly blocks: number;
  readonly results: number;
  readonly hasGenesis: boolean;
  readonly validators: readonly Uint8Array[];
}

const NOTHING: ExportProgress = { blocks: 0, results: 0, hasGenesis: false, validators: [] };
/** Sections that never change: those an interrupted export goes on from. */
const LASTING: readonly number[] = [
  SECTION.genesis,
  SECTION.validators,
  SECTION.blocks,
  SECTION.results,
];

/**
 * Appends sections to a file. What was interrupted is cut after its last whole section, and goes
 * on from there.
 */
export class ExportWriter implements Disposable {
  readonly progress: ExportProgress;
  readonly #title: ExportTitle;
  readonly #file: number;
  #at: number;
  #check: Uint8Array;
  #isOpen = true;

  constructor(path: string, title: ExportTitle) {
    this.#title = title;
    const kept = existsSync(path) ? keptOf(path, title) : undefined;
    const line = encodeTitle(title);
    this.progress = kept?.progress ?? NOTHING;
    this.#file = openSync(path, kept === undefined ? 'w' : 'r+', 0o600);
    this.#at = kept?.end ?? 0;
    ftruncateSync(this.#file, this.#at);
    this.#check = kept?.check ?? sha256(line);
    if (kept === undefined) this.#write(line);
  }

  /** Check of everything written so far. */
  get check(): Uint8Array {
    return this.#check;
  }

  get bytes(): number {
    return this.#at;
  }

  append(kind: number, count: number, plain: Uint8Array): void {
    const stored = compress(this.#title.compression, plain);
    const lengths = { plainLength: plain.length, storedLength: stored.length };
    const head = encodeSectionHead({ kind, count, ...lengths });
    this.#check = nextCheck(this.#check, head, stored);
    this.#write(head);
    this.#write(stored);
    this.#write(this.#check);
  }

  /** Makes what was written durable. */
  sync(): void {
    fsyncSync(this.#file);
  }

  [Symbol.dispose](): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }

  #write(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.#file, bytes, written, bytes.length - written, this.#at + written);
    }
    this.#at += bytes.length;
  }
}

interface Kept {
  readonly end: number;
  readonly check: Uint8Array;
  readonly progress: ExportProgress;
}

/** What of an interrupted export can stay; undefined: it was another one, begin anew. */
function keptOf(path: string, title: ExportTitle): Kept | undefined {
  using file = openPart(path);
  if (file === undefined) return undefined;
  const wanted = encodeTitle(title);
  if (Buffer.compare(encodeTitle(file.title), wanted) !== 0) return undefined;
  let { titleEnd: end, titleCheck: check } = file;
  const progress = { blocks: 0, results: 0, hasGenesis: false, validators: [] as Uint8Array[] };
  for (const section of wholeSections(file)) {
    if (section.kind === SECTION.genesis) progress.hasGenesis = true;
    if (section.kind === SECTION.validators) progress.validators.push(section.plain());
    if (section.kind === SECTION.blocks) progress.blocks += section.count;
    if (section.kind === SECTION.results) progress.results += section.count;
    ({ end, check } = section);
  }
  return { end, check, progress };
}

/** An empty file is one that was interrupted at its very beginning. */
function openPart(path: string): SectionFile | undefined {
  try {
    return new SectionFile(path);
  } catch (error) {
    if (!(error instanceof TransferError) || error.code === 'EXPORT_VERSION') throw error;
    if (isUnfinishedTitle(path)) return undefined;
    throw new TransferError(
      'EXPORT_IN_THE_WAY',
      `${path}, where the export is put together, is something else. Remove it, or give another --out.`,
      { cause: error },
    );
  }
}

/** What was cut off in its first line is an export still; anything else is somebody's file. */
function isUnfinishedTitle(path: string): boolean {
  if (statSync(path).size >= MAX_TITLE_BYTES) return false;
  const text = readFileSync(path, 'latin1');
  const begin = '{"format":"touchmark-export/';
  return !text.includes('\n') && (text.startsWith(begin) || begin.startsWith(text));
}

/** Sections up to the first that is damaged, cut off, or written anew each time. */
function* wholeSections(file: SectionFile): Generator<Section> {
  try {
    for (const section of file.sections()) {
      if (!LASTING.includes(section.kind)) return;
      yield section;
    }
  } catch (error) {
    if (!(error instanceof TransferError)) throw error;
  }
}

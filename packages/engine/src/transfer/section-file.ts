import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { equalBytes } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { decompress } from './compression.ts';
import {
  CHECK_BYTES,
  damaged,
  decodeSectionHead,
  decodeTitle,
  type ExportTitle,
  foreign,
  MAX_SECTION_BYTES,
  MAX_TITLE_BYTES,
  nextCheck,
  SECTION,
  SECTION_HEAD_BYTES,
  truncated,
} from './format.ts';

/** A section whose check holds. */
export interface Section {
  readonly kind: number;
  readonly count: number;
  /** Where it begins and ends in the file. */
  readonly start: number;
  readonly end: number;
  /** Of everything up to its end. */
  readonly check: Uint8Array;
  /** Its content; unpacked when asked for. */
  readonly plain: () => Uint8Array;
}

/** Compressed data can be a little longer than what it came from. */
const MAX_STORED_BYTES = MAX_SECTION_BYTES + (1 << 20);
const NEWLINE = 0x0a;
const LAST_KIND = SECTION.end;

/**
 * An export file as it is read: title, then section after section, each checked before it is given
 * out.
 */
export class SectionFile implements Disposable {
  readonly path: string;
  readonly title: ExportTitle;
  readonly bytes: number;
  /** Check of the title: what the first section's begins with. */
  readonly titleCheck: Uint8Array;
  readonly titleEnd: number;
  readonly #file: number;

  /**
   * @throws TransferError EXPORT_FOREIGN, EXPORT_VERSION, EXPORT_DAMAGED; what the system says of
   * the file.
   */
  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, 'r');
    try {
      this.bytes = fstatSync(this.#file).size;
      const line = this.#titleLine();
      this.title = decodeTitle(line, path);
      this.titleCheck = sha256(line);
      this.titleEnd = line.length;
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  /**
   * @throws TransferError EXPORT_TRUNCATED, EXPORT_DAMAGED at the first section that is not whole.
   */
  *sections(): Generator<Section> {
    let check = this.titleCheck;
    for (let at = this.titleEnd; at < this.bytes; ) {
      const section = this.#section(at, check);
      yield section;
      ({ end: at, check } = section);
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }

  #titleLine(): Uint8Array {
    const begin = this.#read(0, Math.min(MAX_TITLE_BYTES, this.bytes));
    const end = begin.indexOf(NEWLINE);
    if (end < 0) throw foreign(this.path);
    return begin.subarray(0, end + 1);
  }

  #section(start: number, before: Uint8Array): Section {
    const { path, title } = this;
    const headBytes = this.#read(start, SECTION_HEAD_BYTES);
    const { kind, count, plainLength, storedLength } = decodeSectionHead(headBytes);
    const isKnown = kind >= SECTION.genesis && kind <= LAST_KIND;
    if (!isKnown || plainLength > MAX_SECTION_BYTES || storedLength > MAX_STORED_BYTES) {
      throw damaged(path, `there is no section at byte ${start}`);
    }
    const stored = this.#read(start + SECTION_HEAD_BYTES, storedLength);
    const end = start + SECTION_HEAD_BYTES + storedLength + CHECK_BYTES;
    const check = this.#read(end - CHECK_BYTES, CHECK_BYTES);
    if (!equalBytes(nextCheck(before, headBytes, stored), check)) {
      throw damaged(path, `the check of the section at byte ${start} does not hold`);
    }
    const plain = (): Uint8Array => {
      try {
        return decompress(title.compression, stored, plainLength);
      } catch (cause) {
        throw damaged(path, `the section at byte ${start} can't be unpacked`, cause);
      }
    };
    return { kind, count, start, end, check, plain };
  }

  #read(at: number, length: number): Uint8Array {
    if (at + length > this.bytes) throw truncated(this.path);
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      const count = readSync(this.#file, bytes, filled, length - filled, at + filled);
      if (count === 0) throw truncated(this.path);
      filled += count;
    }
    return bytes;
  }
}

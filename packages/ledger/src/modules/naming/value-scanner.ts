import {
  RECORD_VALUES,
  RECORD_VALUES_BYTES,
  RESTRICTED_SALT_BYTES,
  VALUE_TYPE_BYTES,
} from '../../limits.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { MAJOR_ARRAY, MAJOR_BYTES, MAJOR_TEXT, MAJOR_UINT } from './byte-cursor.ts';
import { refuse } from './errors.ts';
import { PUBLIC_READ } from './record-value.ts';

/** Where one value lies in the scanned bytes. */
export interface ValueSlice {
  readonly index: number;
  readonly permissions: number;
  /** The whole item `[index, type, data, ttl, permissions]`. */
  readonly start: number;
  readonly end: number;
  /** The type's letters. */
  readonly typeStart: number;
  readonly typeEnd: number;
  /** The data item with its head, and its contents. */
  readonly dataStart: number;
  readonly contentStart: number;
  readonly dataEnd: number;
}

const UINT32_MAX = 0xffff_ffff;
const PERMISSIONS_MAX = 15;
const VALUE_ITEMS = 5;

/** `HS_ALIAS` */
const ALIAS_BYTES = Uint8Array.of(0x48, 0x53, 0x5f, 0x41, 0x4c, 0x49, 0x41, 0x53);

const TYPE_BYTE = new Uint8Array(256);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-') {
  TYPE_BYTE[letter.charCodeAt(0)] = 1;
}

/**
 * Checks the values of records by walking their bytes; what it found out about the last one stays
 * readable.
 */
export class ValueScanner {
  /** How many of the last record's values have no public read. */
  restricted = 0;
  /** How many of them make the record an alias. */
  aliases = 0;
  private readonly cursor: ByteCursor;
  private index = 0;
  private permissions = 0;
  private typeStart = 0;
  private dataStart = 0;
  private contentStart = 0;
  private dataEnd = 0;
  private dataIsBytes = false;

  constructor(cursor: ByteCursor) {
    this.cursor = cursor;
  }

  /**
   * Passes the array of values at the cursor.
   * @param slices if given, where each value lies is added.
   */
  scan(slices?: ValueSlice[]): Refusal | undefined {
    const { cursor } = this;
    const start = cursor.position;
    const count = cursor.head(MAJOR_ARRAY);
    if (count < 0) return refuse('NAMING_VALUE_INVALID', { value: 0, problem: 'shape' });
    if (count > RECORD_VALUES) return refuse('NAMING_TOO_MANY_VALUES', { limit: RECORD_VALUES });
    this.restricted = 0;
    this.aliases = 0;
    let previous = 0;
    for (let value = 0; value < count; value += 1) {
      const itemStart = cursor.position;
      const problem = this.passValue();
      if (problem !== '') return refuse('NAMING_VALUE_INVALID', { value, problem });
      if (this.index <= previous) return refuse('NAMING_VALUES_UNSORTED', { value });
      previous = this.index;
      if ((this.permissions & PUBLIC_READ) === 0) {
        const salted = this.dataIsBytes && this.dataEnd - this.contentStart > RESTRICTED_SALT_BYTES;
        if (!salted) return refuse('NAMING_VALUE_UNSALTED', { value });
        this.restricted += 1;
      }
      slices?.push(this.slice(itemStart));
    }
    const bytes = cursor.position - start;
    if (bytes <= RECORD_VALUES_BYTES) return undefined;
    return refuse('NAMING_RECORD_TOO_LARGE', { bytes, limit: RECORD_VALUES_BYTES });
  }

  /** Passes one value; returns the part that is wrong, or nothing. */
  private passValue(): '' | 'shape' | 'index' | 'type' | 'data' | 'ttl' | 'permissions' {
    const { cursor } = this;
    if (cursor.head(MAJOR_ARRAY) !== VALUE_ITEMS) return 'shape';
    this.index = cursor.head(MAJOR_UINT);
    if (this.index < 1 || this.index > UINT32_MAX) return 'index';
    if (!this.passType()) return 'type';
    this.dataStart = cursor.position;
    this.dataIsBytes = cursor.major() === MAJOR_BYTES;
    const dataLength = cursor.head(this.dataIsBytes ? MAJOR_BYTES : MAJOR_TEXT);
    if (dataLength < 0) return 'data';
    this.contentStart = cursor.position;
    this.dataEnd = this.contentStart + dataLength;
    cursor.position = this.dataEnd;
    const ttl = cursor.head(MAJOR_UINT);
    if (ttl < 0 || ttl > UINT32_MAX) return 'ttl';
    this.permissions = cursor.head(MAJOR_UINT);
    if (this.permissions < 0 || this.permissions > PERMISSIONS_MAX) return 'permissions';
    return '';
  }

  private passType(): boolean {
    const { cursor } = this;
    const length = cursor.head(MAJOR_TEXT);
    if (length < 1 || length > VALUE_TYPE_BYTES) return false;
    const end = cursor.position + length;
    for (let at = cursor.position; at < end; at += 1) {
      if (TYPE_BYTE[cursor.bytes[at]!] !== 1) return false;
    }
    this.typeStart = cursor.position;
    if (length === ALIAS_BYTES.length && isAlias(cursor.bytes, cursor.position)) this.aliases += 1;
    cursor.position = end;
    return true;
  }

  private slice(start: number): ValueSlice {
    const { index, permissions, typeStart, dataStart, contentStart, dataEnd } = this;
    const end = this.cursor.position;
    const typeEnd = dataStart;
    return {
      index,
      permissions,
      start,
      end,
      typeStart,
      typeEnd,
      dataStart,
      contentStart,
      dataEnd,
    };
  }
}

function isAlias(bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < ALIAS_BYTES.length; index += 1) {
    if (bytes[at + index] !== ALIAS_BYTES[index]) return false;
  }
  return true;
}

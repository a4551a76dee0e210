import type { Database, RootDatabase } from 'lmdb';
import { MAX_KEY_BYTES } from '../proof/key-bits.ts';
import type { LeafSource } from '../tree/leaf-source.ts';
import { HASH_WORDS } from '../tree/node-arena.ts';
import { HASH_BYTES_STORED, IN_PIECES, MAP_DATABASE, readUint32, TAG_BYTES } from './layout.ts';
import { rangeOptions } from './lmdb-options.ts';

/** No bound: LMDB begins at its first key. */
const KEY_BUFFER_BYTES = MAX_KEY_BYTES + 64;

/**
 * Walks the map's records in key order and takes no more of them than key and leaf hash.
 *
 * `lmdb` makes an iterable, its closures and copies of key and value on each `getRange`, which costs more than the
 * walk. So there is one iterable for each direction, whose bounds are changed before it is iterated again, and
 * the encoders copy into buffers of ours.
 */
export class RecordCursor implements LeafSource {
  key: Uint8Array = new Uint8Array(KEY_BUFFER_BYTES);
  keyLength = 0;
  readonly hash: Int32Array = new Int32Array(HASH_WORDS);
  /** Length of the current record's value if it lies in pieces, else 0. */
  valueInPieces = 0;
  private spareKey: Uint8Array = new Uint8Array(KEY_BUFFER_BYTES);
  private readonly hashBytes = new Uint8Array(this.hash.buffer);
  private readonly forwardOptions = rangeOptions(null, false);
  private readonly backwardOptions = rangeOptions(null, true);
  private readonly forward: Iterable<unknown>;
  private readonly backward: Iterable<unknown>;
  private iterator: Iterator<unknown> | null = null;

  constructor(root: RootDatabase) {
    const records: Database<null, Uint8Array> = root.openDB(MAP_DATABASE, {
      keyEncoder: {
        writeKey: (key: Uint8Array, target: Uint8Array, start: number) => {
          target.set(key, start);
          return start + key.length;
        },
        readKey: (source: Uint8Array, start: number, end: number) =>
          this.takeKey(source, start, end),
      },
      encoder: {
        encode: (value: Uint8Array) => value,
        decode: (value: Uint8Array, size: number) => this.takeValue(value, size),
      },
    } as object);
    this.forward = records.getRange(this.forwardOptions);
    this.backward = records.getRange(this.backwardOptions);
  }

  seek(bound: Uint8Array, boundLength: number): boolean {
    this.stop();
    this.forwardOptions.start = bound.subarray(0, boundLength);
    this.iterator = this.forward[Symbol.iterator]();
    return this.next();
  }

  next(): boolean {
    if (this.iterator === null) return false;
    if (this.iterator.next().done !== true) return true;
    this.iterator = null;
    return false;
  }

  /** False once `seek` or `next` has met the end. */
  get isOnRecord(): boolean {
    return this.iterator !== null;
  }

  seekBelow(bound: Uint8Array, boundLength: number): boolean {
    this.stop();
    // To LMDB, no bytes mean no bound.
    if (boundLength === 0) return false;
    this.backwardOptions.start = bound.subarray(0, boundLength);
    this.iterator = this.backward[Symbol.iterator]();
    // LMDB begins at the bound itself if that is a key.
    const found = this.next() && (!this.isAt(bound, boundLength) || this.next());
    this.stop();
    return found;
  }

  keepKey(): Uint8Array {
    const kept = this.key;
    this.key = this.spareKey;
    this.spareKey = kept;
    return kept;
  }

  /** Lets LMDB's cursor go. An iterator that is left open would keep an old version of the file alive. */
  stop(): void {
    this.iterator?.return?.();
    this.iterator = null;
  }

  private isAt(bound: Uint8Array, boundLength: number): boolean {
    if (this.keyLength !== boundLength) return false;
    for (let index = 0; index < boundLength; index += 1) {
      if (this.key[index] !== bound[index]) return false;
    }
    return true;
  }

  private takeKey(source: Uint8Array, start: number, end: number): null {
    const { key } = this;
    for (let index = start; index < end; index += 1) key[index - start] = source[index] as number;
    this.keyLength = end - start;
    return null;
  }

  private takeValue(value: Uint8Array, size: number): null {
    const { hashBytes } = this;
    for (let index = 0; index < HASH_BYTES_STORED; index += 1) {
      hashBytes[index] = value[index] as number;
    }
    const isCut = size > HASH_BYTES_STORED && value[HASH_BYTES_STORED] === IN_PIECES;
    this.valueInPieces = isCut ? readUint32(value, HASH_BYTES_STORED + TAG_BYTES) : 0;
    return null;
  }
}

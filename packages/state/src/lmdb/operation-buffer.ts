import {
  HASH_BYTES_STORED,
  IN_PIECES,
  isWhole,
  JOURNAL_NUMBER,
  LENGTH_BYTES,
  MAP_DATABASE,
  MAP_NUMBER,
  PIECES_NUMBER,
  TAG_BYTES,
  WHOLE,
  writeUint32,
} from './layout.ts';
import {
  ABORT,
  CLOSE,
  COMMIT,
  CONTROL_WORDS,
  FAILED,
  MAIN_WAITS,
  OPERATION_HEAD_BYTES,
  PUT,
  READ,
  REMOVE,
  RING_BYTES,
  RING_UNITS,
  SKIP_TO_START,
  TABLE_PUT,
  TABLE_REMOVE,
  TRIM_JOURNAL,
  UNIT_BYTES,
  WRITER_WAITS,
  WRITTEN,
} from './operations.ts';
import { PieceLayout } from './pieces.ts';

/**
 * Operations are shown to the writer's thread in such portions, or when `flush` says so. Waking it costs tens of
 * microseconds, so not for each operation; and it should not wait long for the first.
 */
const PORTION_UNITS: number = (128 * 1024) / UNIT_BYTES;
const WAIT_MS = 100;
const NO_BYTES = new Uint8Array(0);
const RECORD_PIECES = new PieceLayout(MAP_DATABASE);
const RECORD_HEAD_BYTES = HASH_BYTES_STORED + TAG_BYTES;

/** The main thread's end of the ring. */
export class OperationBuffer {
  readonly control: SharedArrayBuffer = new SharedArrayBuffer(CONTROL_WORDS * 4);
  readonly ring: SharedArrayBuffer = new SharedArrayBuffer(RING_BYTES);
  private readonly words = new Int32Array(this.control);
  private readonly bytes = new Uint8Array(this.ring);
  private written = 0;
  private shown = 0;
  /** Operations of a transaction that has not ended have been shown. */
  private isBegun = false;

  put(database: number, key: Uint8Array, value: Uint8Array): void {
    this.append(PUT, database, key, value);
  }

  remove(database: number, key: Uint8Array): void {
    this.append(REMOVE, database, key, NO_BYTES);
  }

  /** A record of the map. Pieces of an older, longer value are not removed: see `removePieces`. */
  putRecord(key: Uint8Array, hashes: Uint8Array, hashAt: number, value: Uint8Array): void {
    const isInOne = isWhole(key.length, RECORD_HEAD_BYTES, value.length);
    const stored = RECORD_HEAD_BYTES + (isInOne ? value.length : LENGTH_BYTES);
    const at = this.begin(PUT, MAP_NUMBER, key, stored);
    const { bytes } = this;
    for (let index = 0; index < HASH_BYTES_STORED; index += 1) {
      bytes[at + index] = hashes[hashAt + index] as number;
    }
    bytes[at + HASH_BYTES_STORED] = isInOne ? WHOLE : IN_PIECES;
    if (isInOne) {
      bytes.set(value, at + RECORD_HEAD_BYTES);
      this.end();
      return;
    }
    writeUint32(bytes, at + RECORD_HEAD_BYTES, value.length);
    this.end();
    const size = RECORD_PIECES.size(key.length);
    for (let index = 0; index * size < value.length; index += 1) {
      const piece = value.subarray(index * size, (index + 1) * size);
      this.put(PIECES_NUMBER, RECORD_PIECES.key(key, index), piece);
    }
  }

  /** Removes the pieces that a record's old value of `oldLength` bytes has beyond those of the new one. */
  removePieces(key: Uint8Array, oldLength: number, newLength: number): void {
    const isInOne = isWhole(key.length, RECORD_HEAD_BYTES, newLength);
    const kept = isInOne ? 0 : RECORD_PIECES.count(key.length, newLength);
    for (let index = kept; index < RECORD_PIECES.count(key.length, oldLength); index += 1) {
      this.remove(PIECES_NUMBER, RECORD_PIECES.key(key, index));
    }
  }

  putTableEntry(database: number, key: Uint8Array, value: Uint8Array): void {
    this.append(TABLE_PUT, database, key, value);
  }

  removeTableEntry(database: number, key: Uint8Array): void {
    this.append(TABLE_REMOVE, database, key, NO_BYTES);
  }

  /** Removes up to `limit` entries of the journal below `end`. */
  trimJournal(end: Uint8Array, limit: number): void {
    const count = new Uint8Array(4);
    writeUint32(count, 0, limit);
    this.append(TRIM_JOURNAL, JOURNAL_NUMBER, end, count);
  }

  /** Ends the transaction; the writer's thread replies. */
  commit(): void {
    this.append(COMMIT, 0, NO_BYTES, NO_BYTES);
    this.flush();
    this.isBegun = false;
  }

  /** Forgets the transaction. True if the writer's thread knows of it; then it replies. */
  abort(): boolean {
    this.written = this.shown;
    if (!this.isBegun) return false;
    this.append(ABORT, 0, NO_BYTES, NO_BYTES);
    this.flush();
    this.isBegun = false;
    return true;
  }

  close(): void {
    this.append(CLOSE, 0, NO_BYTES, NO_BYTES);
    this.flush();
  }

  /**
   * Blocks until the writer's thread has done all that was shown, for when the process ends: `lmdb` hangs if a thread is
   * ended inside a transaction.
   */
  drain(timeoutMs: number): void {
    const { words } = this;
    const end = performance.now() + timeoutMs;
    while (performance.now() < end && Atomics.load(words, FAILED) === 0) {
      const read = Atomics.load(words, READ);
      if (read === this.shown) return;
      Atomics.store(words, MAIN_WAITS, 1);
      Atomics.wait(words, READ, read, WAIT_MS);
      Atomics.store(words, MAIN_WAITS, 0);
    }
  }

  /** Shows the writer's thread all that has gathered. */
  flush(): void {
    if (this.shown === this.written) return;
    this.isBegun = true;
    this.shown = this.written;
    Atomics.store(this.words, WRITTEN, this.written);
    if (Atomics.load(this.words, WRITER_WAITS) === 1) Atomics.notify(this.words, WRITTEN);
  }

  private append(kind: number, database: number, key: Uint8Array, value: Uint8Array): void {
    const at = this.begin(kind, database, key, value.length);
    this.bytes.set(value, at);
    this.end();
  }

  /** Writes an operation's head and key; returns where its value goes. */
  private begin(kind: number, database: number, key: Uint8Array, valueLength: number): number {
    const byteCount = OPERATION_HEAD_BYTES + key.length + valueLength;
    const offset = this.reserve(Math.ceil(byteCount / UNIT_BYTES)) * UNIT_BYTES;
    const { bytes } = this;
    bytes[offset] = kind;
    bytes[offset + 1] = database;
    bytes[offset + 2] = key.length;
    bytes[offset + 3] = key.length >> 8;
    bytes[offset + 4] = valueLength;
    bytes[offset + 5] = valueLength >> 8;
    bytes[offset + 6] = valueLength >> 16;
    bytes[offset + 7] = valueLength >> 24;
    bytes.set(key, offset + OPERATION_HEAD_BYTES);
    return offset + OPERATION_HEAD_BYTES + key.length;
  }

  private end(): void {
    if (((this.written - this.shown) | 0) >= PORTION_UNITS) this.flush();
  }

  /** Takes room for an operation in one piece; returns its unit in the ring. */
  private reserve(units: number): number {
    const atUnit = (this.written >>> 0) % RING_UNITS;
    const left = RING_UNITS - atUnit;
    if (left < units) {
      this.waitForRoom(left);
      this.bytes[atUnit * UNIT_BYTES] = SKIP_TO_START;
      this.written = (this.written + left) | 0;
      return this.reserve(units);
    }
    this.waitForRoom(units);
    this.written = (this.written + units) | 0;
    return atUnit;
  }

  /** Waits, blocking the thread, until the writer's has read enough. It always does, unless it has failed. */
  private waitForRoom(units: number): void {
    const { words } = this;
    for (;;) {
      const read = Atomics.load(words, READ);
      if (((this.written - read) | 0) + units <= RING_UNITS) return;
      if (Atomics.load(words, FAILED) === 1) {
        // Nobody reads any more; the commit will say so. Until then the ring may be overwritten.
        Atomics.store(words, READ, this.written);
        return;
      }
      this.flush();
      Atomics.store(words, MAIN_WAITS, 1);
      Atomics.wait(words, READ, read, WAIT_MS);
      Atomics.store(words, MAIN_WAITS, 0);
    }
  }
}

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
  CHUNK_FREE,
  CHUNK_HEAD_BYTES,
  CHUNK_IN_USE,
  OPERATION_HEAD_BYTES,
  PUT,
  REMOVE,
  SIGNAL_FAILED,
  TABLE_PUT,
  TABLE_REMOVE,
  TRIM_JOURNAL,
} from './operations.ts';
import { PieceLayout } from './pieces.ts';

const CHUNK_BYTES = 256 * 1024;
/** At most so many chunks wait for the writer's thread; beyond, the main thread waits for it. */
const MAX_CHUNKS = 256;
const WAIT_MS = 100;
const NO_BYTES = new Uint8Array(0);
const RECORD_PIECES = new PieceLayout(MAP_DATABASE);

/** Collects operations in shared memory and hands them over chunk by chunk. */
export class OperationBuffer {
  private readonly signal: Int32Array;
  private readonly hand: (chunk: SharedArrayBuffer, end: number) => void;
  private readonly chunks: SharedArrayBuffer[] = [];
  private current: Uint8Array<SharedArrayBuffer> | null = null;
  private offset = 0;
  private hasHandedOver = false;

  constructor(signal: Int32Array, hand: (chunk: SharedArrayBuffer, end: number) => void) {
    this.signal = signal;
    this.hand = hand;
  }

  put(database: number, key: Uint8Array, value: Uint8Array): void {
    this.append(PUT, database, key, value);
  }

  remove(database: number, key: Uint8Array): void {
    this.append(REMOVE, database, key, NO_BYTES);
  }

  /** A record of the map. Pieces of an older, longer value are not removed: see `removePieces`. */
  putRecord(key: Uint8Array, hashes: Uint8Array, hashAt: number, value: Uint8Array): void {
    const head = HASH_BYTES_STORED + TAG_BYTES;
    const isInOne = isWhole(key.length, head, value.length);
    const stored = head + (isInOne ? value.length : LENGTH_BYTES);
    const at = this.begin(PUT, MAP_NUMBER, key, stored);
    const bytes = this.current as Uint8Array;
    for (let index = 0; index < HASH_BYTES_STORED; index += 1) {
      bytes[at + index] = hashes[hashAt + index] as number;
    }
    bytes[at + HASH_BYTES_STORED] = isInOne ? WHOLE : IN_PIECES;
    if (isInOne) {
      bytes.set(value, at + head);
      return;
    }
    writeUint32(bytes, at + head, value.length);
    const size = RECORD_PIECES.size(key.length);
    for (let index = 0; index * size < value.length; index += 1) {
      const piece = value.subarray(index * size, (index + 1) * size);
      this.put(PIECES_NUMBER, RECORD_PIECES.key(key, index), piece);
    }
  }

  /** Removes the pieces that a record's old value of `oldLength` bytes has beyond those of the new one. */
  removePieces(key: Uint8Array, oldLength: number, newLength: number): void {
    const head = HASH_BYTES_STORED + TAG_BYTES;
    const isInOne = isWhole(key.length, head, newLength);
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

  /** Hands over what has gathered. */
  flush(): void {
    const { current } = this;
    if (current === null) return;
    this.current = null;
    this.hasHandedOver = true;
    this.hand(current.buffer, this.offset);
  }

  /** Forgets what has not been handed over; true if something has been since the last `settle`. */
  discard(): boolean {
    if (this.current !== null) stateOf(this.current.buffer)[0] = CHUNK_FREE;
    this.current = null;
    return this.settle();
  }

  /** The transaction has ended; true if operations had been handed over for it. */
  settle(): boolean {
    const had = this.hasHandedOver;
    this.hasHandedOver = false;
    return had;
  }

  private append(kind: number, database: number, key: Uint8Array, value: Uint8Array): void {
    const at = this.begin(kind, database, key, value.length);
    (this.current as Uint8Array).set(value, at);
  }

  /** Writes an operation's head and key; returns where its value goes. */
  private begin(kind: number, database: number, key: Uint8Array, valueLength: number): number {
    const needed = OPERATION_HEAD_BYTES + key.length + valueLength;
    if (this.current !== null && this.offset + needed > this.current.length) this.flush();
    this.current ??= this.takeChunk(needed);
    const { current, offset } = this;
    current[offset] = kind;
    current[offset + 1] = database;
    current[offset + 2] = key.length;
    current[offset + 3] = key.length >> 8;
    current[offset + 4] = valueLength;
    current[offset + 5] = valueLength >> 8;
    current[offset + 6] = valueLength >> 16;
    current[offset + 7] = valueLength >> 24;
    current.set(key, offset + OPERATION_HEAD_BYTES);
    this.offset = offset + needed;
    return offset + OPERATION_HEAD_BYTES + key.length;
  }

  private takeChunk(needed: number): Uint8Array<SharedArrayBuffer> {
    this.offset = CHUNK_HEAD_BYTES;
    const chunk = this.freeChunk(needed + CHUNK_HEAD_BYTES);
    Atomics.store(stateOf(chunk), 0, CHUNK_IN_USE);
    return new Uint8Array(chunk);
  }

  private freeChunk(byteCount: number): SharedArrayBuffer {
    if (byteCount > CHUNK_BYTES) return new SharedArrayBuffer(byteCount);
    for (;;) {
      const free = this.chunks.findIndex((chunk) => Atomics.load(stateOf(chunk), 0) === CHUNK_FREE);
      const chunk = this.chunks[free];
      if (chunk !== undefined) {
        // To the end of the queue, so that the front is always the chunk that was handed over first.
        this.chunks.splice(free, 1);
        this.chunks.push(chunk);
        return chunk;
      }
      const [oldest] = this.chunks;
      const hasFailed = Atomics.load(this.signal, SIGNAL_FAILED) !== 0;
      if (oldest === undefined || this.chunks.length < MAX_CHUNKS || hasFailed) {
        const added = new SharedArrayBuffer(CHUNK_BYTES);
        this.chunks.push(added);
        return added;
      }
      Atomics.wait(stateOf(oldest), 0, CHUNK_IN_USE, WAIT_MS);
    }
  }
}

function stateOf(chunk: SharedArrayBuffer): Int32Array<SharedArrayBuffer> {
  return new Int32Array(chunk, 0, 1);
}

import type { Write } from '@touchmark/state';

export const BATCH_KEYS = 10_000;
export const SERIAL_PREFIXES = 1_000;
export const SERIALS_PER_PREFIX: number = BATCH_KEYS / SERIAL_PREFIXES;
const VALUE_BYTES = 200;
const KEY_BYTES = 20;
const LOAD_BATCH = 100_000;
const TWO_TO_32 = 0x1_0000_0000;
const POOL_BYTES = 1 << 20;

/** Pseudo-random numbers (splitmix32): the same keys and values in every run. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  /** 32 bits. */
  next(): number {
    this.state = (this.state + 0x9e37_79b9) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }
}

/** Keys of 8 + 12 bytes with values of 200 bytes, in batches that are sorted by key. */
export class Workload {
  private readonly random: Random;
  private readonly pool: Buffer;
  private serialStart = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.pool = Buffer.alloc(POOL_BYTES + VALUE_BYTES);
    for (let at = 0; at < POOL_BYTES; at += 4) this.pool.writeUInt32LE(this.random.next(), at);
  }

  /** `count` random keys, as a store gets them that grows for years: pages are as full as splitting leaves them. */
  *randomLoad(count: number): Generator<Write[]> {
    for (let left = count; left > 0; left -= LOAD_BATCH) {
      yield this.randomKeys(Math.min(left, LOAD_BATCH));
    }
  }

  randomBatch(): Write[] {
    return this.randomKeys(BATCH_KEYS);
  }

  /** The first serials of each prefix, prefix by prefix. */
  *serialLoad(perPrefix: number): Generator<Write[]> {
    for (let prefix = 0; prefix < SERIAL_PREFIXES; prefix += 1) {
      yield Array.from({ length: perPrefix }, (_, serial) => ({
        key: serialKey(prefix, serial),
        value: this.value(),
      }));
    }
    this.serialStart = perPrefix;
  }

  /** The next serials, ten under each prefix. */
  serialBatch(): Write[] {
    const start = this.serialStart;
    this.serialStart += SERIALS_PER_PREFIX;
    return Array.from({ length: BATCH_KEYS }, (_, index) => ({
      key: serialKey(Math.floor(index / SERIALS_PER_PREFIX), start + (index % SERIALS_PER_PREFIX)),
      value: this.value(),
    }));
  }

  randomKey(): Buffer {
    const key = Buffer.alloc(KEY_BYTES);
    for (let at = 0; at < KEY_BYTES; at += 4) key.writeUInt32BE(this.random.next(), at);
    return key;
  }

  private randomKeys(count: number): Write[] {
    const batch = Array.from({ length: count }, () => ({
      key: this.randomKey(),
      value: this.value(),
    }));
    return batch.sort((left, right) => Buffer.compare(left.key, right.key));
  }

  private value(): Buffer {
    const start = Math.floor((this.random.next() / TWO_TO_32) * POOL_BYTES);
    return this.pool.subarray(start, start + VALUE_BYTES);
  }
}

function serialKey(prefix: number, serial: number): Buffer {
  return Buffer.from(`88.${String(prefix).padStart(5, '0')}${String(serial).padStart(12, '0')}`);
}

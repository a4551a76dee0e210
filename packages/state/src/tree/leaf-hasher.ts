import { LANE_COUNT, paddedBlocks, padMessage, sha256, Sha256Lanes } from '@touchmark/crypto';
import { HASH_BYTES, LEAF_TAG } from '../proof/hashes.ts';
import { MAX_KEY_BYTES } from '../proof/key-bits.ts';
import { HASH_WORDS } from './node-arena.ts';

/** Longer values are hashed one by one: for them the call costs less than the hashing. */
const MAX_LANE_VALUE_BYTES = 1024;
const VALUE_BLOCKS = paddedBlocks(MAX_LANE_VALUE_BYTES);
const VALUE_STRIDE = VALUE_BLOCKS * 64;
const LEAF_STRIDE = paddedBlocks(1 + HASH_BYTES + MAX_KEY_BYTES) * 64;
const DIGESTS = 0;
const VALUES = LANE_COUNT * HASH_BYTES;
const LEAVES = VALUES + LANE_COUNT * VALUE_STRIDE;
const END = LEAVES + LANE_COUNT * LEAF_STRIDE;

/** Computes leaf hashes four at a time: values of one length in blocks go together. */
export class LeafHasher {
  private readonly lanes = new Sha256Lanes(END);
  /** For each number of blocks the changes that wait for others of their length. */
  private readonly waiting = new Int32Array((VALUE_BLOCKS + 1) * LANE_COUNT);
  private readonly waitingCount = new Uint8Array(VALUE_BLOCKS + 1);
  private readonly blocks = new Uint8Array(LANE_COUNT);
  /** Lengths of the messages that lie padded in the lanes; one of the same length needs no new padding. */
  private readonly valueLengths = new Int32Array(LANE_COUNT).fill(-1);
  private readonly leafLengths = new Int32Array(LANE_COUNT).fill(-1);

  /** Leaf hashes of keys [from, to) into `hashes`, eight words each; null values are passed over. */
  hash(
    keys: readonly Uint8Array[],
    values: readonly (Uint8Array | null)[],
    from: number,
    to: number,
    hashes: Int32Array,
  ): void {
    for (let index = from; index < to; index += 1) {
      const value = values[index];
      if (value === null || value === undefined) continue;
      if (value.length > MAX_LANE_VALUE_BYTES) {
        this.lanes.bytes.set(sha256(value), DIGESTS);
        this.layOutLeaf(0, keys[index] as Uint8Array);
        this.runLeaves(Int32Array.of(index), 0, 1, hashes);
        continue;
      }
      const blocks = paddedBlocks(value.length);
      const count = (this.waitingCount[blocks] as number) + 1;
      this.waiting[blocks * LANE_COUNT + count - 1] = index;
      this.waitingCount[blocks] = count;
      if (count === LANE_COUNT) this.runGroup(blocks, keys, values, hashes);
    }
    for (let blocks = 1; blocks <= VALUE_BLOCKS; blocks += 1) {
      if ((this.waitingCount[blocks] as number) > 0) this.runGroup(blocks, keys, values, hashes);
    }
  }

  private runGroup(
    blocks: number,
    keys: readonly Uint8Array[],
    values: readonly (Uint8Array | null)[],
    hashes: Int32Array,
  ): void {
    const { bytes } = this.lanes;
    const first = blocks * LANE_COUNT;
    const count = this.waitingCount[blocks] as number;
    for (let lane = 0; lane < count; lane += 1) {
      const value = values[this.waiting[first + lane] as number] as Uint8Array;
      const start = VALUES + lane * VALUE_STRIDE;
      bytes.set(value, start);
      if (this.valueLengths[lane] === value.length) continue;
      padMessage(bytes, start, value.length);
      this.valueLengths[lane] = value.length;
    }
    this.lanes.digest(VALUES, VALUE_STRIDE, blocks, DIGESTS);
    for (let lane = 0; lane < count; lane += 1) {
      this.layOutLeaf(lane, keys[this.waiting[first + lane] as number] as Uint8Array);
    }
    this.runLeaves(this.waiting, first, count, hashes);
    this.waitingCount[blocks] = 0;
  }

  /** Lays out the leaf whose value's hash is in the lane's digest. */
  private layOutLeaf(lane: number, key: Uint8Array): void {
    const { bytes } = this.lanes;
    const start = LEAVES + lane * LEAF_STRIDE;
    bytes[start] = LEAF_TAG;
    const digest = DIGESTS + lane * HASH_BYTES;
    for (let index = 0; index < HASH_BYTES; index += 1) {
      bytes[start + 1 + index] = bytes[digest + index] as number;
    }
    bytes.set(key, start + 1 + HASH_BYTES);
    const length = 1 + HASH_BYTES + key.length;
    if (this.leafLengths[lane] === length) return;
    padMessage(bytes, start, length);
    this.leafLengths[lane] = length;
    this.blocks[lane] = paddedBlocks(length);
  }

  /** Hashes the leaves that are laid out: together if they have one length in blocks, as they usually do. */
  private runLeaves(indexes: Int32Array, first: number, count: number, hashes: Int32Array): void {
    const blocks = this.blocks[0] as number;
    const together = this.haveLength(blocks, count);
    for (let lane = 0; lane < count; lane += 1) {
      if (lane === 0 || !together) {
        this.lanes.digest(LEAVES, LEAF_STRIDE, this.blocks[lane] as number, DIGESTS);
      }
      this.take(lane, hashes, (indexes[first + lane] as number) * HASH_WORDS);
    }
  }

  private haveLength(blocks: number, count: number): boolean {
    for (let lane = 0; lane < count; lane += 1) if (this.blocks[lane] !== blocks) return false;
    return true;
  }

  private take(lane: number, hashes: Int32Array, at: number): void {
    const from = (DIGESTS >> 2) + lane * HASH_WORDS;
    for (let index = 0; index < HASH_WORDS; index += 1) {
      hashes[at + index] = this.lanes.words[from + index] as number;
    }
  }
}

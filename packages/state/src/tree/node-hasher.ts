import { LANE_COUNT, padMessage, Sha256Lanes } from '@touchmark/crypto';
import { NODE_TAG } from '../proof/hashes.ts';
import { HASH_WORDS } from './node-arena.ts';

/** Tag and position, two hashes: 68 bytes, with padding two blocks. */
const MESSAGE_BYTES = 4 + 2 * HASH_WORDS * 4;
const BLOCKS = 2;
const STRIDE = BLOCKS * 64;
const OUTPUT = LANE_COUNT * STRIDE;
const STRIDE_WORDS = STRIDE / 4;
const OUTPUT_WORDS = OUTPUT / 4;

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Hashes nodes four at a time. Hashes are moved as words of the machine; nobody looks at their bytes on the way. */
export class NodeHasher {
  private readonly lanes = new Sha256Lanes(OUTPUT + LANE_COUNT * HASH_WORDS * 4);
  private readonly words = this.lanes.words;

  constructor() {
    for (let lane = 0; lane < LANE_COUNT; lane += 1) {
      padMessage(this.lanes.bytes, lane * STRIDE, MESSAGE_BYTES);
    }
  }

  /** Lays out one node of the next four. */
  load(
    lane: number,
    position: number,
    left: Int32Array,
    leftAt: number,
    right: Int32Array,
    rightAt: number,
  ): void {
    const { words } = this;
    const base = lane * STRIDE_WORDS;
    words[base] = headWord(position);
    for (let index = 0; index < HASH_WORDS; index += 1) {
      words[base + 1 + index] = left[leftAt + index] as number;
      words[base + 1 + HASH_WORDS + index] = right[rightAt + index] as number;
    }
  }

  /** Hashes what `load` laid out. */
  run(): void {
    this.lanes.digest(0, STRIDE, BLOCKS, OUTPUT);
  }

  /** Takes a lane's result. */
  store(lane: number, target: Int32Array, at: number): void {
    const from = OUTPUT_WORDS + lane * HASH_WORDS;
    for (let index = 0; index < HASH_WORDS; index += 1) {
      target[at + index] = this.words[from + index] as number;
    }
  }
}

/** The bytes 01 00 pp pp as a word of this machine. */
function headWord(position: number): number {
  return isLittleEndian
    ? NODE_TAG | ((position >> 8) << 16) | ((position & 0xff) << 24)
    : (NODE_TAG << 24) | position;
}

import { generateSha256LanesModule } from './sha256-lanes-module.ts';

export const LANE_COUNT = 4;
const PAGE_BYTES = 65_536;

type Digest = (input: number, stride: number, blocks: number, output: number) => void;

/**
 * Four SHA-256 at a time, for work that comes in batches: a short message costs about half of what it costs alone. The
 * caller lays out padded messages (`padMessage`) in `bytes` and reads the digests there.
 */
export class Sha256Lanes {
  /** The kernel's memory; addresses below are offsets into it. */
  readonly bytes: Uint8Array;
  /** The same memory by 32-bit words, in the byte order of the machine: to move digests about, not to compute. */
  readonly words: Int32Array;
  /**
   * Hashes LANE_COUNT messages of the same number of 64-byte blocks: lane l's lies at `input + l * stride`, its digest
   * goes to `output + l * 32`. All addresses are multiples of 4.
   */
  readonly digest: Digest;

  /** @param byteCount size of the memory that the caller lays out. */
  constructor(byteCount: number) {
    const module = new WebAssembly.Module(
      generateSha256LanesModule(Math.ceil(byteCount / PAGE_BYTES)),
    );
    const { memory, digest } = new WebAssembly.Instance(module).exports;
    if (!(memory instanceof WebAssembly.Memory) || typeof digest !== 'function') {
      throw new TypeError('the generated module lacks its exports');
    }
    this.bytes = new Uint8Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
    this.digest = digest as Digest;
  }
}

/** Blocks of 64 bytes that a message of `length` bytes takes with its padding. */
export function paddedBlocks(length: number): number {
  return (length + 9 + 63) >>> 6;
}

/** Pads the message of `length` bytes at `start` in place (FIPS 180-4, 5.1.1). Lengths below 2^29. */
export function padMessage(bytes: Uint8Array, start: number, length: number): void {
  const end = start + (paddedBlocks(length) << 6);
  bytes[start + length] = 0x80;
  bytes.fill(0, start + length + 1, end - 4);
  const bits = length << 3;
  bytes[end - 4] = bits >>> 24;
  bytes[end - 3] = bits >>> 16;
  bytes[end - 2] = bits >>> 8;
  bytes[end - 1] = bits;
}

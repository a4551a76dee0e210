/**
 * SM3 (GB/T 32905-2016, ISO/IEC 10118-3:2018): 32 bytes.
 *
 * Our own, so that no runtime's build of OpenSSL decides whether SM2 signatures can be checked.
 */
const BLOCK_BYTES = 64;

const INITIAL = Uint32Array.of(
  0x7380166f,
  0x4914b2b9,
  0x172442d7,
  0xda8a0600,
  0xa96f30bc,
  0x163138aa,
  0xe38dee4d,
  0xb0fb0e4e,
);

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** T_j rotated left by j, for each of the 64 rounds (section 4.2). */
const ROUND_CONSTANTS = Int32Array.from({ length: 64 }, (_, round) =>
  rotate(round < 16 ? 0x79cc4519 : 0x7a879d8a, round % 32),
);

function expand(words: Int32Array, view: DataView, offset: number): void {
  for (let index = 0; index < 16; index += 1) words[index] = view.getInt32(offset + 4 * index);
  const at = (index: number): number => words[index] ?? 0;
  for (let index = 16; index < 68; index += 1) {
    const mixed = at(index - 16) ^ at(index - 9) ^ rotate(at(index - 3), 15);
    const permuted = mixed ^ rotate(mixed, 15) ^ rotate(mixed, 23);
    words[index] = permuted ^ rotate(at(index - 13), 7) ^ at(index - 6);
  }
}

function compress(state: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round += 1) {
    const rotatedA = rotate(a, 12);
    const ss1 = rotate((rotatedA + e + (ROUND_CONSTANTS[round] ?? 0)) | 0, 7);
    const ss2 = ss1 ^ rotatedA;
    const ff = round < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = round < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const word = words[round] ?? 0;
    const tt1 = (ff + d + ss2 + (word ^ (words[round + 4] ?? 0))) | 0;
    const tt2 = (gg + h + ss1 + word) | 0;
    d = c;
    c = rotate(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = rotate(f, 19);
    f = e;
    e = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17);
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) {
    state[index] = (state[index] ?? 0) ^ word;
  }
}

/** The message with a one bit, zeros and its length in bits (section 5.2). */
function pad(data: Uint8Array): Uint8Array {
  const blocks = Math.floor((data.length + 8) / BLOCK_BYTES) + 1;
  const padded = new Uint8Array(blocks * BLOCK_BYTES);
  padded.set(data);
  padded[data.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(data.length) * 8n);
  return padded;
}

export function sm3(data: Uint8Array): Uint8Array {
  const padded = pad(data);
  const view = new DataView(padded.buffer);
  const state = Int32Array.from(INITIAL);
  const words = new Int32Array(68);
  for (let offset = 0; offset < padded.length; offset += BLOCK_BYTES) {
    expand(words, view, offset);
    compress(state, words);
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [index, word] of state.entries()) digest.setInt32(4 * index, word);
  return new Uint8Array(digest.buffer);
}

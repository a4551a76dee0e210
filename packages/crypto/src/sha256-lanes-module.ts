/**
 * Writes a WebAssembly module that computes four SHA-256 at once, one in each 32-bit lane of a 128-bit vector. It is
 * generated here, when first asked for, so that what runs can be read: there is no binary to trust.
 *
 * Exports: memory, and `digest(input, stride, blocks, output)`: lane l reads its padded message of `blocks` times 64
 * bytes at input + l * stride and leaves its 32 bytes at output + l * 32. Addresses are multiples of 4.
 */

const LANES = 4;
const ROUNDS = 64;
const BLOCK_BYTES = 64;

const VALUE_I32 = 0x7f;
const VALUE_V128 = 0x7b;

const INITIAL_STATE = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] as const;

// Locals: four parameters, then 8 of state, 8 working, 16 of message schedule, 4 to transpose with.
const INPUT = 0;
const STRIDE = 1;
const BLOCKS = 2;
const OUTPUT = 3;
const STATE = 4;
const WORK = STATE + 8;
const SCHEDULE = WORK + 8;
const ROW = SCHEDULE + 16;
const VECTOR_LOCALS = ROW + LANES - STATE;

// Instructions of the binary format (WebAssembly core specification 2.0, chapter 5.4).
const LOOP = 0x03;
const END = 0x0b;
const BRANCH_IF = 0x0d;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const LOCAL_TEE = 0x22;
const I32_CONST = 0x41;
const I32_ADD = 0x6a;
const I32_SUB = 0x6b;
const I32_MUL = 0x6c;
const VECTOR = 0xfd;
const V128_LOAD = [VECTOR, 0x00];
const V128_STORE = [VECTOR, 0x0b];
const V128_CONST = [VECTOR, 0x0c];
const SHUFFLE = [VECTOR, 0x0d];
const V128_AND = [VECTOR, 0x4e];
const V128_ANDNOT = [VECTOR, 0x4f];
const V128_OR = [VECTOR, 0x50];
const V128_XOR = [VECTOR, 0x51];
const I32X4_SHL = [VECTOR, 0xab, 0x01];
const I32X4_SHR_U = [VECTOR, 0xad, 0x01];
const I32X4_ADD = [VECTOR, 0xae, 0x01];

type Code = readonly number[];

const MAGIC_AND_VERSION: Code = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

export function generateSha256LanesModule(memoryPages: number): Uint8Array<ArrayBuffer> {
  const types = [1, 0x60, 4, VALUE_I32, VALUE_I32, VALUE_I32, VALUE_I32, 0];
  const body = [1, ...unsigned(VECTOR_LOCALS), VALUE_V128, ...digestCode(), END];
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...section(1, types),
    ...section(3, [1, 0]),
    ...section(5, [1, 0x00, ...unsigned(memoryPages)]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('digest'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

function digestCode(): Code {
  const code: number[] = [];
  const emit = (...parts: Code[]): void => {
    for (const part of parts) for (const byte of part) code.push(byte);
  };
  INITIAL_STATE.forEach((word, index) => emit(splat(word), set(STATE + index)));
  emit([LOOP, 0x40]);
  for (let quarter = 0; quarter < 4; quarter += 1) emit(loadQuarter(quarter));
  for (let index = 0; index < 8; index += 1) emit(get(STATE + index), set(WORK + index));
  roundConstants().forEach((roundConstant, index) => emit(round(index, roundConstant)));
  for (let index = 0; index < 8; index += 1) {
    emit(get(STATE + index), get(WORK + index), I32X4_ADD, set(STATE + index));
  }
  emit(get(INPUT), constant(BLOCK_BYTES), [I32_ADD], set(INPUT));
  emit(get(BLOCKS), constant(1), [I32_SUB], [LOCAL_TEE, BLOCKS], [BRANCH_IF, 0], [END]);
  for (let half = 0; half < 2; half += 1) emit(storeHalf(half));
  return code;
}

/** Sixteen bytes of each lane's block become four schedule words, each holding one word of all lanes. */
function loadQuarter(quarter: number): Code {
  const code: number[] = [];
  for (let lane = 0; lane < LANES; lane += 1) {
    code.push(...get(INPUT), ...get(STRIDE), ...constant(lane), I32_MUL, I32_ADD);
    code.push(...V128_LOAD, 2, ...unsigned(quarter * 16), ...set(ROW + lane));
    code.push(...get(ROW + lane), ...get(ROW + lane), ...shuffle(SWAP_BYTES), ...set(ROW + lane));
  }
  return [...code, ...transpose(ROW, SCHEDULE + quarter * 4)];
}

/** Four of the eight state words, turned into half a digest of each lane. */
function storeHalf(half: number): Code {
  const code = [...transpose(STATE + half * 4, ROW)];
  for (let lane = 0; lane < LANES; lane += 1) {
    code.push(...get(OUTPUT), ...get(ROW + lane), ...get(ROW + lane), ...shuffle(SWAP_BYTES));
    code.push(...V128_STORE, 2, ...unsigned(lane * 32 + half * 16));
  }
  return code;
}

const SWAP_BYTES = [3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12] as const;
const LOW_HALVES = [0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23] as const;
const HIGH_HALVES = [8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31] as const;
const FIRST_PAIRS = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23] as const;
const SECOND_PAIRS = [8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31] as const;

/** 4 x 4 words from locals `from` to locals `to`; uses the working variables, which are free at that time. */
function transpose(from: number, to: number): Code {
  const mix = (left: number, right: number, lanes: Code, target: number): Code =>
    join(get(left), get(right), shuffle(lanes), set(target));
  return join(
    mix(from, from + 1, LOW_HALVES, WORK),
    mix(from + 2, from + 3, LOW_HALVES, WORK + 1),
    mix(from, from + 1, HIGH_HALVES, WORK + 2),
    mix(from + 2, from + 3, HIGH_HALVES, WORK + 3),
    mix(WORK, WORK + 1, FIRST_PAIRS, to),
    mix(WORK, WORK + 1, SECOND_PAIRS, to + 1),
    mix(WORK + 2, WORK + 3, FIRST_PAIRS, to + 2),
    mix(WORK + 2, WORK + 3, SECOND_PAIRS, to + 3),
  );
}

/** One round of FIPS 180-4, 6.2.2. Instead of moving eight variables along, their names rotate. */
function round(index: number, roundConstant: number): Code {
  const variable = (offset: number): number => WORK + ((offset - index) & 7);
  const [a, b, c, d] = [0, 1, 2, 3].map(variable) as [number, number, number, number];
  const [e, f, g, h] = [4, 5, 6, 7].map(variable) as [number, number, number, number];
  const word = SCHEDULE + (index & 15);
  const choose = join(get(f), get(e), V128_AND, get(g), get(e), V128_ANDNOT, V128_OR);
  const anyOfTwo = join(get(a), get(b), V128_OR, get(c), V128_AND);
  const majority = join(get(a), get(b), V128_AND, anyOfTwo, V128_OR);
  return join(
    index < 16 ? [] : expand(index),
    join(get(h), get(word), I32X4_ADD, splat(roundConstant), I32X4_ADD),
    join(rotations(e, 6, 11, 25), I32X4_ADD, choose, I32X4_ADD, set(h)),
    join(get(d), get(h), I32X4_ADD, set(d)),
    join(get(h), rotations(a, 2, 13, 22), I32X4_ADD, majority, I32X4_ADD, set(h)),
  );
}

function expand(index: number): Code {
  const word = (back: number): number => SCHEDULE + ((index - back) & 15);
  const shifted = (back: number, bits: number): Code =>
    join(get(word(back)), constant(bits), I32X4_SHR_U);
  return join(
    join(get(word(16)), get(word(7)), I32X4_ADD),
    join(rotate(word(15), 7), rotate(word(15), 18), V128_XOR, shifted(15, 3), V128_XOR, I32X4_ADD),
    join(rotate(word(2), 17), rotate(word(2), 19), V128_XOR, shifted(2, 10), V128_XOR, I32X4_ADD),
    set(word(16)),
  );
}

function rotations(local: number, first: number, second: number, third: number): Code {
  return join(
    join(rotate(local, first), rotate(local, second), V128_XOR),
    join(rotate(local, third), V128_XOR),
  );
}

function rotate(local: number, bits: number): Code {
  return join(
    join(get(local), constant(bits), I32X4_SHR_U),
    join(get(local), constant(32 - bits), I32X4_SHL, V128_OR),
  );
}

function join(...parts: readonly Code[]): Code {
  return parts.flat();
}

function shuffle(lanes: Code): Code {
  return [...SHUFFLE, ...lanes];
}

function splat(word: number): Code {
  const bytes = [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24];
  return [...V128_CONST, ...bytes, ...bytes, ...bytes, ...bytes];
}

function get(local: number): Code {
  return [LOCAL_GET, local];
}

function set(local: number): Code {
  return [LOCAL_SET, local];
}

/** Only small non-negative constants are needed: one byte of signed LEB128 holds up to 63, two up to 8191. */
function constant(value: number): Code {
  return value < 64 ? [I32_CONST, value] : [I32_CONST, (value & 127) | 128, value >> 7];
}

function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}

function name(text: string): Code {
  return [text.length, ...new TextEncoder().encode(text)];
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
function roundConstants(): readonly number[] {
  return primes(ROUNDS).map(cubeRootFraction);
}

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let candidate = 2n; found.length < count; candidate += 1n) {
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate);
  }
  return found;
}

/** floor(cbrt(n) * 2^32) mod 2^32, by bisection in integers. */
function cubeRootFraction(n: bigint): number {
  const target = n << 96n;
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle * middle * middle <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

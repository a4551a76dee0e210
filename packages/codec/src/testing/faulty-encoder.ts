import type { CborErrorCode } from '../cbor/cbor-error.ts';
import { encode, type CborValue } from '../cbor/value.ts';

/** One encoding that other CBOR decoders take for the same value, and what ours must say to it. */
export interface FaultyEncoding {
  bytes: Uint8Array;
  codes: readonly CborErrorCode[];
}

const INDEFINITE_MAJORS: ReadonlySet<number> = new Set([2, 3, 4, 5]);

/**
 * Every encoding of `value` that differs from the deterministic one in exactly one choice of the
 * encoder.
 */
export function faultyEncodings(value: CborValue): FaultyEncoding[] {
  const own = [...longerHeads(value), ...indefiniteForms(value)];
  if (Array.isArray(value)) return [...own, ...inParts(headOf(value), value)];
  if (value instanceof Map) {
    const parts = [...value].flat();
    return [...own, ...shuffledKeys(value), ...inParts(headOf(value), parts)];
  }
  return own;
}

function isScalarSimple(value: CborValue): boolean {
  return value === null || typeof value === 'boolean';
}

function headOf(value: CborValue): Uint8Array {
  const bytes = encode(value);
  return bytes.subarray(0, headLength(bytes));
}

function headLength(bytes: Uint8Array): number {
  const info = bytes[0]! & 31;
  return info < 24 ? 1 : 1 + 2 ** (info - 24);
}

/** The same head in each of its longer forms (RFC 8949 §4.2.1, first rule). */
function longerHeads(value: CborValue): FaultyEncoding[] {
  if (isScalarSimple(value)) return [];
  const bytes = encode(value);
  const length = headLength(bytes);
  const argument = length === 1 ? bytes.subarray(0, 1) : bytes.subarray(1, length);
  return [1, 2, 4, 8]
    .filter((size) => size > length - 1)
    .map((size) => {
      const head = new Uint8Array(1 + size);
      head[0] = (bytes[0]! & 0xe0) | (24 + Math.log2(size));
      head.set(argument, 1 + size - argument.length);
      if (length === 1) head[size] = bytes[0]! & 31;
      return { bytes: join([head, bytes.subarray(length)]), codes: ['CBOR_NOT_MINIMAL'] };
    });
}

/** Streaming form: indefinite head, items or one chunk, break. */
function indefiniteForms(value: CborValue): FaultyEncoding[] {
  const bytes = encode(value);
  const major = bytes[0]! >> 5;
  if (!INDEFINITE_MAJORS.has(major)) return [];
  const body = major < 4 ? bytes : bytes.subarray(headLength(bytes));
  const parts = [Uint8Array.of((major << 5) | 31), body, Uint8Array.of(0xff)];
  return [{ bytes: join(parts), codes: ['CBOR_INDEFINITE'] }];
}

/** Two neighbouring pairs exchanged, and each pair twice. */
function shuffledKeys(map: ReadonlyMap<CborValue, CborValue>): FaultyEncoding[] {
  const pairs = [...map].map((pair) => join(pair.map((item) => encode(item))));
  const head = headOf(Array.from({ length: pairs.length }, () => 0));
  const longerHead = headOf(Array.from({ length: pairs.length + 1 }, () => 0));
  head[0]! |= 0x20;
  longerHead[0]! |= 0x20;
  const faults: FaultyEncoding[] = [];
  pairs.forEach((pair, index) => {
    const before = pairs.slice(0, index);
    const after = pairs.slice(index + 1);
    faults.push({
      bytes: join([longerHead, ...before, pair, pair, ...after]),
      codes: ['CBOR_KEY_DUPLICATE'],
    });
    const [next, ...rest] = after;
    if (next === undefined) return;
    faults.push({ bytes: join([head, ...before, next, pair, ...rest]), codes: ['CBOR_KEY_ORDER'] });
  });
  return faults;
}

/** Faults of the items of a container, each in its place. */
function inParts(head: Uint8Array, items: readonly CborValue[]): FaultyEncoding[] {
  const encoded = items.map((item) => encode(item));
  return items.flatMap((item, index) =>
    faultyEncodings(item).map((fault) => ({
      bytes: join([head, ...encoded.slice(0, index), fault.bytes, ...encoded.slice(index + 1)]),
      codes: fault.codes,
    })),
  );
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

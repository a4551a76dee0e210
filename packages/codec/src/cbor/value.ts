import { CborError } from './cbor-error.ts';
import { compareBytes } from './compare.ts';
import { badKeyType, strayTag, tooDeep } from './faults.ts';
import { DEFAULT_CBOR_LIMITS, MAX_DEPTH, type CborLimits } from './limits.ts';
import { CborReader } from './reader.ts';
import { CborWriter } from './writer.ts';

export type CborKey = number | bigint | string;

/** What `decode` returns: integers beyond 2^53 - 1 are bigint, every map is a Map. */
export type CborValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly CborValue[]
  | ReadonlyMap<CborKey, CborValue>;

/** What `encode` takes: a CborValue, or plain objects in the place of maps with text keys. */
export type CborInput =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly CborInput[]
  | ReadonlyMap<CborKey, CborInput>
  | { readonly [key: string]: CborInput };

/** Deterministic CBOR of `value`: map keys are sorted, integers shortest. Throws CborError. */
export function encode(value: CborInput): Uint8Array {
  const writer = new CborWriter();
  writeValue(writer, value, 0);
  return writer.finish();
}

/**
 * Reads exactly one deterministic item from `bytes`. Byte strings are views of it. Throws
 * CborError.
 */
export function decode(bytes: Uint8Array, limits: CborLimits = DEFAULT_CBOR_LIMITS): CborValue {
  const reader = new CborReader(bytes, limits);
  const maxDepth = Math.min(limits.maxDepth ?? DEFAULT_CBOR_LIMITS.maxDepth, MAX_DEPTH);
  const value = readValueWithin(reader, maxDepth);
  reader.end();
  return value;
}

/** Reads the next item of any kind but a tag. */
export function readValue(reader: CborReader): CborValue {
  return readValueWithin(reader, DEFAULT_CBOR_LIMITS.maxDepth);
}

function readValueWithin(reader: CborReader, depthLeft: number): CborValue {
  switch (reader.peek()) {
    case 'uint':
    case 'negative':
      return narrow(reader.int64());
    case 'bytes':
      return reader.bytes();
    case 'text':
      return reader.text();
    case 'bool':
      return reader.bool();
    case 'null':
      return reader.null();
    case 'tag':
      throw strayTag(reader.offset);
    default:
      if (depthLeft > 0) return readContainer(reader, depthLeft - 1);
      throw tooDeep(depthLeft, reader.offset);
  }
}

function readContainer(reader: CborReader, depthLeft: number): CborValue {
  if (reader.peek() === 'map') return readMapValue(reader, depthLeft);
  const items: CborValue[] = [];
  for (let left = reader.array(); left > 0; left -= 1) {
    items.push(readValueWithin(reader, depthLeft));
  }
  return items;
}

function readMapValue(reader: CborReader, depthLeft: number): CborValue {
  const map = new Map<CborKey, CborValue>();
  let previousStart = -1;
  let previousEnd = -1;
  for (let left = reader.map(); left > 0; left -= 1) {
    const start = reader.offset;
    const key = readKey(reader);
    if (previousStart >= 0) reader.checkKeyOrder(previousStart, previousEnd, start);
    previousStart = start;
    previousEnd = reader.offset;
    map.set(key, readValueWithin(reader, depthLeft));
  }
  return map;
}

function readKey(reader: CborReader): CborKey {
  const kind = reader.peek();
  if (kind === 'text') return reader.text();
  if (kind === 'uint' || kind === 'negative') return narrow(reader.int64());
  if (kind === 'tag') throw strayTag(reader.offset);
  throw badKeyType(reader.offset);
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function writeValue(writer: CborWriter, value: CborInput, depth: number): void {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      writer.int(value);
      return;
    case 'string':
      writer.text(value);
      return;
    case 'boolean':
      writer.bool(value);
      return;
    case 'object':
      writeObject(writer, value, depth);
      return;
    default:
      throw new CborError('CBOR_TYPE', `${typeof value} has no CBOR form here`);
  }
}

function writeObject(writer: CborWriter, value: CborInput & (object | null), depth: number): void {
  if (value === null) {
    writer.null();
  } else if (value instanceof Uint8Array) {
    writer.bytes(value);
  } else if (depth >= MAX_DEPTH) {
    throw new CborError('CBOR_TOO_DEEP', `more than ${MAX_DEPTH} levels`);
  } else if (isArray(value)) {
    writer.array(value.length);
    for (const item of value) writeValue(writer, item, depth + 1);
  } else {
    writeEntries(writer, value instanceof Map ? [...value] : Object.entries(value), depth + 1);
  }
}

function isArray(value: CborInput): value is readonly CborInput[] {
  return Array.isArray(value);
}

function writeEntries(
  writer: CborWriter,
  entries: readonly (readonly [CborKey, CborInput])[],
  depth: number,
): void {
  const sorted = entries
    .map(([key, value]) => ({ key: encode(key), value }))
    .sort((left, right) => compareBytes(left.key, right.key));
  writer.map(sorted.length);
  let previous: Uint8Array | undefined;
  for (const { key, value } of sorted) {
    if (previous !== undefined && compareBytes(previous, key) === 0) {
      throw new CborError('CBOR_KEY_DUPLICATE', 'two map keys have the same encoding');
    }
    previous = key;
    writer.raw(key);
    writeValue(writer, value, depth);
  }
}

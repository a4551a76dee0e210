/** First byte of the naming module's keys: prefixes and records, in the order of their names. */
const NAMING = 0x20;

function asciiKey(text: string, last?: number): Uint8Array {
  const key = new Uint8Array(text.length + (last === undefined ? 1 : 2));
  key[0] = NAMING;
  for (let index = 0; index < text.length; index += 1) key[index + 1] = text.charCodeAt(index);
  if (last !== undefined) key[key.length - 1] = last;
  return key;
}

const CHANGES = 0x23;

/** Key of what changed under a prefix in a block. */
export function changeKey(prefix: string, height: number): Uint8Array {
  const key = asciiKey(prefix, 0);
  const whole = new Uint8Array(key.length + 8);
  whole.set(key);
  whole[0] = CHANGES;
  new DataView(whole.buffer).setBigUint64(key.length, BigInt(height));
  return whole;
}

/** The block of such a key. */
export function heightOfChange(key: Uint8Array): number {
  const view = new DataView(key.buffer, key.byteOffset, key.length);
  return Number(view.getBigUint64(key.length - 8));
}

/** Key of a record in the state. `identifier` must be canonical (hence ASCII). */
export function recordKey(identifier: string): Uint8Array {
  return asciiKey(identifier);
}

/**
 * Keys [start, end) of the records directly under `prefix`, from the first suffix after `after`.
 */
export function recordRange(
  prefix: string,
  after: string | null,
): { start: Uint8Array; end: Uint8Array } {
  const slash = '/'.charCodeAt(0);
  const start = after === null ? asciiKey(prefix, slash) : keyAfter(`${prefix}/${after}`);
  return { start, end: asciiKey(prefix, slash + 1) };
}

/** The least key above the record's: the end of an interval that includes it. */
export function keyAfter(identifier: string): Uint8Array {
  return asciiKey(identifier, 0);
}

/**
 * The identifier that a record's key stands for; undefined if it is no key of the naming module.
 */
export function identifierOfKey(key: Uint8Array): string | undefined {
  if (key[0] !== NAMING) return undefined;
  let text = '';
  for (let index = 1; index < key.length; index += 1) {
    const byte = key[index] ?? 0;
    if (byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

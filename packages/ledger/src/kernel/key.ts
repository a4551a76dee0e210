const TWO_TO_32 = 0x1_0000_0000;

/** Bytes of an ASCII text; throws on anything else, since consensus keys are ASCII. */
export function asciiBytes(text: string): Uint8Array {
  return textKey([], text);
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Key of one or more lead bytes and an ASCII text. */
export function textKey(lead: readonly number[], text: string): Uint8Array {
  const key = new Uint8Array(lead.length + text.length);
  for (let index = 0; index < lead.length; index += 1) key[index] = lead[index]!;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f)
      throw new RangeError('a state key must be ASCII; check the text before using it');
    key[lead.length + index] = code;
  }
  return key;
}

export function uint32Bytes(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** A safe integer ≥ 0, most significant byte first. */
export function uint64Bytes(value: number): Uint8Array {
  const high = Math.floor(value / TWO_TO_32);
  return Uint8Array.of(
    high >>> 24,
    high >>> 16,
    high >>> 8,
    high,
    value >>> 24,
    value >>> 16,
    value >>> 8,
    value,
  );
}

/** The smallest key above every key that starts with `prefix`; null if there is none. */
export function afterPrefix(prefix: Uint8Array): Uint8Array | null {
  for (let last = prefix.length - 1; last >= 0; last -= 1) {
    const byte = prefix[last]!;
    if (byte === 0xff) continue;
    const end = prefix.slice(0, last + 1);
    end[last] = byte + 1;
    return end;
  }
  return null;
}

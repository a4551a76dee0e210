export interface Change {
  what: string;
  changed: Uint8Array;
}

/** Every copy of `bytes` with one bit flipped. */
export function* everyFlip(bytes: Uint8Array): Generator<Change, void, undefined> {
  for (let place = 0; place < bytes.length * 8; place += 1) {
    const changed = bytes.slice();
    changed[place >> 3] = (changed[place >> 3] ?? 0) ^ (1 << (place & 7));
    yield { what: `bit ${place & 7} of byte ${place >> 3}`, changed };
  }
}

/**
 * Every copy of `bytes` with one byte set to its extremes, dropped or doubled; and one with a byte
 * more.
 */
export function* everyEdit(bytes: Uint8Array): Generator<Change, void, undefined> {
  for (let index = 0; index < bytes.length; index += 1) {
    for (const value of [0, 0xff]) {
      const changed = bytes.slice();
      changed[index] = value;
      if (value !== bytes[index]) yield { what: `byte ${index} set to ${value}`, changed };
    }
    const before = bytes.subarray(0, index);
    yield { what: `byte ${index} dropped`, changed: joined(before, bytes.subarray(index + 1)) };
    const doubled = joined(before, bytes.subarray(index, index + 1), bytes.subarray(index));
    yield { what: `byte ${index} doubled`, changed: doubled };
  }
  yield { what: 'a byte appended', changed: joined(bytes, new Uint8Array(1)) };
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Every copy of `bytes` with one bit flipped, then with one byte dropped, doubled, or set to its extremes. */
export function* everyChange(bytes: Uint8Array): Generator<{ what: string; changed: Uint8Array }> {
  for (let index = 0; index < bytes.length; index += 1) {
    const original = bytes[index] ?? 0;
    for (let bit = 0; bit < 8; bit += 1) {
      const changed = bytes.slice();
      changed[index] = original ^ (1 << bit);
      yield { what: `bit ${bit} of byte ${index}`, changed };
    }
    for (const value of [0, 0xff]) {
      if (value === original) continue;
      const changed = bytes.slice();
      changed[index] = value;
      yield { what: `byte ${index} set to ${value}`, changed };
    }
    const before = bytes.subarray(0, index);
    yield { what: `byte ${index} dropped`, changed: joined(before, bytes.subarray(index + 1)) };
    yield {
      what: `byte ${index} doubled`,
      changed: joined(before, bytes.subarray(index, index + 1), bytes.subarray(index)),
    };
  }
  yield { what: 'a byte appended', changed: joined(bytes, new Uint8Array(1)) };
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

import { CborWriter } from '@touchmark/codec';

/** One buffer for all small encodings: a new one for each costs more than filling it. */
const shared = new CborWriter(1024);
let isShared = false;

/** The bytes that `write` writes: one deterministic CBOR item. */
export function writeCbor(write: (writer: CborWriter) => unknown): Uint8Array {
  // An encoding inside an encoding gets a buffer of its own.
  if (isShared) {
    const writer = new CborWriter();
    write(writer);
    return writer.finish();
  }
  isShared = true;
  try {
    shared.clear();
    write(shared);
    return shared.finish();
  } finally {
    isShared = false;
  }
}

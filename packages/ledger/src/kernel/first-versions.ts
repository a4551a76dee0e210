import { writeCbor } from './write-cbor.ts';

/** Heads of byte strings below 2^32 take at most this much. */
const HEAD_BYTES = 5;

/**
 * Writes first versions of many entries of one block into a buffer of the caller's: the same bytes
 * as `encodeVersioned` with version 1, without an object for each.
 */
export class FirstVersions {
  /** Most bytes that an envelope has beyond its body. */
  readonly overhead: number;
  private readonly head: Uint8Array;

  constructor(moment: { readonly height: number; readonly timeMs: number }) {
    this.head = writeCbor((writer) =>
      writer.array(5).uint(1).uint(moment.height).uint(moment.timeMs).null(),
    );
    this.overhead = this.head.length + HEAD_BYTES;
  }

  /** Writes everything before the body; returns where the body goes. */
  writeHead(target: Uint8Array, offset: number, bodyLength: number): number {
    const { head } = this;
    let at = offset;
    for (let index = 0; index < head.length; index += 1) {
      target[at + index] = head[index]!;
    }
    at += head.length;
    if (bodyLength < 24) {
      target[at] = 0x40 | bodyLength;
      return at + 1;
    }
    if (bodyLength < 0x100) {
      target[at] = 0x58;
      target[at + 1] = bodyLength;
      return at + 2;
    }
    if (bodyLength < 0x1_0000) {
      target[at] = 0x59;
      target[at + 1] = bodyLength >>> 8;
      target[at + 2] = bodyLength;
      return at + 3;
    }
    target[at] = 0x5a;
    target[at + 1] = bodyLength >>> 24;
    target[at + 2] = bodyLength >>> 16;
    target[at + 3] = bodyLength >>> 8;
    target[at + 4] = bodyLength;
    return at + 5;
  }
}

import { MAX_STORED_BYTES } from './layout.ts';

const INDEX_BYTES = 2;

/** How the long values of one database are cut: piece i of a value has the key `name 00 || key || u16 i`. */
export class PieceLayout {
  private readonly prefix: Uint8Array;

  constructor(database: string) {
    this.prefix = new TextEncoder().encode(`${database}\0`);
  }

  /** Bytes of a value that one piece of it holds; the last may hold less. */
  size(keyLength: number): number {
    return MAX_STORED_BYTES - this.prefix.length - keyLength - INDEX_BYTES;
  }

  count(keyLength: number, valueLength: number): number {
    return Math.ceil(valueLength / this.size(keyLength));
  }

  /** Keys of one length differ in themselves or in the index, those of several in their length: none collide. */
  key(key: Uint8Array, index: number): Uint8Array {
    const { prefix } = this;
    const piece = new Uint8Array(prefix.length + key.length + INDEX_BYTES);
    piece.set(prefix);
    piece.set(key, prefix.length);
    piece[piece.length - 2] = index >> 8;
    piece[piece.length - 1] = index;
    return piece;
  }
}

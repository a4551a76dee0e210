import {
  ARGUMENT_BITS,
  TOKEN_EMPTY,
  TOKEN_ENTRY_LEAF,
  TOKEN_FORK,
  TOKEN_LEFT_PRUNED,
  TOKEN_RIGHT_PRUNED,
  TOKEN_WANTED_LEAF,
  TOKEN_WITNESS_LEAF,
} from './proof/format.ts';
import { HASH_BYTES } from './proof/hashes.ts';

const INITIAL_BYTES = 2048;

/** Writes the tokens of a pruned tree in pre-order; see proof/format.ts. One writer serves for many proofs. */
export class ProofWriter {
  private buffer = new Uint8Array(INITIAL_BYTES);
  private offset = 0;

  /** Begins a proof; what was begun before is forgotten. */
  start(proofKind: number): void {
    this.buffer[0] = proofKind;
    this.offset = 1;
  }

  fork(position: number): void {
    this.token(TOKEN_FORK, position, 0);
  }

  /** A node of which only one side follows; `sideIsRight` says which. The other's hash lies in `hashes` at `at`. */
  oneSided(position: number, sideIsRight: boolean, hashes: Uint8Array, at: number): void {
    this.token(sideIsRight ? TOKEN_LEFT_PRUNED : TOKEN_RIGHT_PRUNED, position, HASH_BYTES);
    const { buffer, offset } = this;
    // Byte by byte: for 32 of them that is faster than a view and a copy.
    for (let index = 0; index < HASH_BYTES; index += 1) {
      buffer[offset + index] = hashes[at + index] as number;
    }
    this.offset = offset + HASH_BYTES;
  }

  wantedLeaf(valueHash: Uint8Array): void {
    this.token(TOKEN_WANTED_LEAF, 0, valueHash.length);
    this.bytes(valueHash);
  }

  witnessLeaf(key: Uint8Array, valueHash: Uint8Array): void {
    this.token(TOKEN_WITNESS_LEAF, key.length, key.length + valueHash.length);
    this.bytes(key);
    this.bytes(valueHash);
  }

  entryLeaf(key: Uint8Array, value: Uint8Array): void {
    this.token(TOKEN_ENTRY_LEAF, key.length, key.length + 4 + value.length);
    this.bytes(key);
    this.buffer[this.offset] = value.length >>> 24;
    this.buffer[this.offset + 1] = value.length >> 16;
    this.buffer[this.offset + 2] = value.length >> 8;
    this.buffer[this.offset + 3] = value.length;
    this.offset += 4;
    this.bytes(value);
  }

  empty(): void {
    this.token(TOKEN_EMPTY, 0, 0);
  }

  finish(): Uint8Array {
    return this.buffer.slice(0, this.offset);
  }

  private token(kind: number, argument: number, following: number): void {
    this.reserve(2 + following);
    const token = (kind << ARGUMENT_BITS) | argument;
    this.buffer[this.offset] = token >> 8;
    this.buffer[this.offset + 1] = token;
    this.offset += 2;
  }

  private bytes(bytes: Uint8Array): void {
    this.buffer.set(bytes, this.offset);
    this.offset += bytes.length;
  }

  private reserve(count: number): void {
    if (this.offset + count <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.offset + count));
    grown.set(this.buffer);
    this.buffer = grown;
  }
}

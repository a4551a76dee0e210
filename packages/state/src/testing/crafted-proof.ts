import { createHash } from 'node:crypto';

/**
 * Proofs put together by hand, right or wrong: what a forger could send. The bytes are written here anew, from the
 * specification, and share nothing with the code that makes or checks proofs.
 */
export interface CraftedTree {
  bytes: Uint8Array;
  hash: Uint8Array;
}

export function digest(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function token(kind: number, argument: number): Uint8Array {
  const value = kind * 8192 + argument;
  return Uint8Array.of(value >> 8, value & 0xff);
}

const nodeHash = (position: number, left: Uint8Array, right: Uint8Array): Uint8Array =>
  digest(Uint8Array.of(1, position >> 16, position >> 8, position & 0xff), left, right);

const leafHash = (key: Uint8Array, value: Uint8Array): Uint8Array =>
  digest(Uint8Array.of(0), digest(value), key);

export function fork(position: number, left: CraftedTree, right: CraftedTree): CraftedTree {
  return {
    bytes: join(token(0, position), left.bytes, right.bytes),
    hash: nodeHash(position, left.hash, right.hash),
  };
}

export function leftPruned(position: number, left: CraftedTree, right: CraftedTree): CraftedTree {
  return {
    bytes: join(token(1, position), left.hash, right.bytes),
    hash: nodeHash(position, left.hash, right.hash),
  };
}

export function rightPruned(position: number, left: CraftedTree, right: CraftedTree): CraftedTree {
  return {
    bytes: join(token(2, position), right.hash, left.bytes),
    hash: nodeHash(position, left.hash, right.hash),
  };
}

export function wanted(key: Uint8Array, value: Uint8Array): CraftedTree {
  return { bytes: join(token(3, 0), digest(value)), hash: leafHash(key, value) };
}

export function witness(key: Uint8Array, value: Uint8Array): CraftedTree {
  return { bytes: join(token(4, key.length), key, digest(value)), hash: leafHash(key, value) };
}

export function entry(key: Uint8Array, value: Uint8Array): CraftedTree {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, value.length);
  return {
    bytes: join(token(5, key.length), key, length, value),
    hash: leafHash(key, value),
  };
}

export const EMPTY_MAP: CraftedTree = { bytes: token(6, 0), hash: digest() };

export function keyProof(tree: CraftedTree): Uint8Array {
  return join(Uint8Array.of(1), tree.bytes);
}

export function rangeProof(tree: CraftedTree): Uint8Array {
  return join(Uint8Array.of(2), tree.bytes);
}

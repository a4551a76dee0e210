import { sha256 } from '@touchmark/crypto';

export const HASH_BYTES = 32;
export const LEAF_TAG = 0x00;
export const NODE_TAG = 0x01;

/** Root of the map without entries: SHA-256 of nothing. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0));

/** What a leaf says about its value: SHA-256(value). */
export function valueHash(value: Uint8Array): Uint8Array {
  return sha256(value);
}

/** SHA-256(0x00 || SHA-256(value) || key). All but the key has a fixed length, so nothing is ambiguous. */
export function leafHash(key: Uint8Array, hashOfValue: Uint8Array): Uint8Array {
  const message = new Uint8Array(1 + HASH_BYTES + key.length);
  message[0] = LEAF_TAG;
  message.set(hashOfValue, 1);
  message.set(key, 1 + HASH_BYTES);
  return sha256(message);
}

/**
 * SHA-256(0x01 || position as u24 || left || right). The position is part of it, so that a verifier knows
 * which keys may lie below a node of which it sees the hash alone.
 */
export function nodeHash(position: number, left: Uint8Array, right: Uint8Array): Uint8Array {
  const message = new Uint8Array(4 + 2 * HASH_BYTES);
  message[0] = NODE_TAG;
  message[2] = position >> 8;
  message[3] = position;
  message.set(left, 4);
  message.set(right, 4 + HASH_BYTES);
  return sha256(message);
}

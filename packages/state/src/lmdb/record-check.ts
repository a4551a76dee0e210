import { sha256 } from '@touchmark/crypto';
import { HASH_BYTES, LEAF_TAG } from '../proof/hashes.ts';
import { MAX_KEY_BYTES } from '../proof/key-bits.ts';
import { HASH_BYTES_STORED } from './layout.ts';
import { corruptEntry } from './stored-values.ts';

const KEY_AT = 1 + HASH_BYTES;

// What a leaf hash is made of. One record at a time is checked and nothing yields, so one buffer serves all.
const leaf = new Uint8Array(KEY_AT + MAX_KEY_BYTES);
leaf[0] = LEAF_TAG;

/**
 * Throws unless the leaf hash in front of a record is that of key and value. What an update reads decides what it
 * writes, and what it writes is signed: a flipped bit must not become history.
 */
export function checkRecord(key: Uint8Array, value: Uint8Array, stored: Uint8Array): void {
  leaf.set(sha256(value), 1);
  leaf.set(key, KEY_AT);
  const hash = sha256(leaf.subarray(0, KEY_AT + key.length));
  for (let index = 0; index < HASH_BYTES_STORED; index += 1) {
    if (hash[index] !== stored[index]) throw corruptEntry(key, 'its leaf hash is wrong');
  }
}

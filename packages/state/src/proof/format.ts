import { HASH_BYTES } from './hashes.ts';
import { MAX_KEY_BYTES, MAX_POSITION } from './key-bits.ts';

/**
 * A proof is a pruned tree in pre-order: one byte that says what kind of proof it is, then tokens. A token begins
 * with a big-endian u16: three bits of kind, thirteen bits of argument. Grammar: spec/state-tree.md.
 */
export const KEY_PROOF = 0x01;
export const RANGE_PROOF = 0x02;

/** Node with both subtrees following; argument: its position. */
export const TOKEN_FORK = 0;
/** Node whose left subtree is pruned to the hash that follows; then the right subtree. */
export const TOKEN_LEFT_PRUNED = 1;
/** Node whose right subtree is pruned to the hash that follows; then the left subtree. */
export const TOKEN_RIGHT_PRUNED = 2;
/** Leaf of the key that was asked for: hash of its value. Key proofs only; argument 0. */
export const TOKEN_WANTED_LEAF = 3;
/** Leaf beside what was asked for: key (argument: its length), hash of its value. */
export const TOKEN_WITNESS_LEAF = 4;
/** Leaf inside the range: key (argument: its length), u32 length of value, value. Range proofs only. */
export const TOKEN_ENTRY_LEAF = 5;
/** The map is empty; the only token; argument 0. */
export const TOKEN_EMPTY = 6;

export const ARGUMENT_BITS = 13;
export const ARGUMENT_MASK: number = (1 << ARGUMENT_BITS) - 1;
export const TOKEN_BYTES = 2;
export const VALUE_LENGTH_BYTES = 4;

/** Longest value of the map, in bytes. */
export const MAX_VALUE_BYTES: number = 64 * 1024;

/** A key proof holds at most one pruned subtree a bit position, and one leaf. */
export const MAX_KEY_PROOF_BYTES: number =
  1 + (MAX_POSITION + 1) * (TOKEN_BYTES + HASH_BYTES) + TOKEN_BYTES + MAX_KEY_BYTES + HASH_BYTES;

/** What `verifyRangeProof` accepts unless told otherwise. */
export const MAX_RANGE_PROOF_BYTES: number = 64 * 1024 * 1024;

import { KEY_PROOF, MAX_KEY_PROOF_BYTES, TOKEN_WANTED_LEAF, TOKEN_WITNESS_LEAF } from './format.ts';
import { HASH_BYTES, leafHash } from './hashes.ts';
import { criticalBit, equalBytes, MAX_KEY_BYTES, NO_CRITICAL_BIT } from './key-bits.ts';
import { ProofError } from './proof-error.ts';
import { ProofReader } from './proof-reader.ts';
import { type ExplicitLeaf, type Question, readPrunedTree } from './pruned-tree.ts';

interface KeyLeaf extends ExplicitLeaf {
  /** Where the leaf's key parts from the wanted one. */
  readonly parting: number;
}

class KeyQuestion implements Question<KeyLeaf> {
  private readonly key: Uint8Array;
  found: Uint8Array | null = null;

  constructor(key: Uint8Array) {
    this.key = key;
  }

  readLeaf(reader: ProofReader, kind: number, argument: number): KeyLeaf {
    if (kind === TOKEN_WANTED_LEAF && argument === 0) {
      this.found = reader.take(HASH_BYTES);
      return { key: this.key, hash: leafHash(this.key, this.found), parting: NO_CRITICAL_BIT };
    }
    if (kind !== TOKEN_WITNESS_LEAF || argument === 0 || argument > MAX_KEY_BYTES) {
      throw new ProofError(
        'PROOF_MALFORMED',
        'This leaf does not belong in a key proof. Refuse it.',
      );
    }
    const key = reader.take(argument);
    const parting = criticalBit(key, this.key);
    if (parting === NO_CRITICAL_BIT) {
      throw new ProofError(
        'PROOF_MALFORMED',
        'The wanted key stands as a witness. Refuse the proof.',
      );
    }
    return { key, hash: leafHash(key, reader.take(HASH_BYTES)), parting };
  }

  excludesSibling(leaf: KeyLeaf, position: number): boolean {
    return leaf.parting !== position;
  }
}

/**
 * Checks a proof about one key against a root.
 *
 * @returns the hash of the key's value (`valueHash`), or null if the proof shows that the map has no such key.
 * @throws ProofError if the proof is not about this key and root, or not well-formed.
 */
export function verifyKeyProof(
  proof: Uint8Array,
  root: Uint8Array,
  key: Uint8Array,
): Uint8Array | null {
  if (key.length === 0 || key.length > MAX_KEY_BYTES) {
    throw new ProofError('PROOF_QUERY_INVALID', `A key has 1 to ${MAX_KEY_BYTES} bytes.`);
  }
  const reader = new ProofReader(proof, MAX_KEY_PROOF_BYTES);
  if (reader.uint(1) !== KEY_PROOF) {
    throw new ProofError('PROOF_MALFORMED', 'This is not a key proof of a version known here.');
  }
  const question = new KeyQuestion(key);
  const computed = readPrunedTree(reader, question);
  reader.end();
  checkRoot(computed, root);
  return question.found === null ? null : question.found.slice();
}

export function checkRoot(computed: Uint8Array, root: Uint8Array): void {
  if (equalBytes(computed, root)) return;
  throw new ProofError(
    'PROOF_ROOT_MISMATCH',
    'The proof leads to another root. It was altered, or it belongs to another key or version.',
  );
}

import {
  MAX_RANGE_PROOF_BYTES,
  MAX_VALUE_BYTES,
  RANGE_PROOF,
  TOKEN_ENTRY_LEAF,
  TOKEN_WITNESS_LEAF,
  VALUE_LENGTH_BYTES,
} from './format.ts';
import { HASH_BYTES, leafHash, valueHash } from './hashes.ts';
import { bitAt, compareKeys, criticalBit, MAX_KEY_BYTES, NO_CRITICAL_BIT } from './key-bits.ts';
import { ProofError } from './proof-error.ts';
import { ProofReader } from './proof-reader.ts';
import { type ExplicitLeaf, type Question, readPrunedTree } from './pruned-tree.ts';
import { checkRoot } from './verify-key.ts';

export interface ProvenRange {
  /** First key that belongs to the range. */
  readonly start: Uint8Array;
  /** First key that no longer does, or null: the range goes to the end of the map. */
  readonly end: Uint8Array | null;
}

export interface ProvenEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

interface RangeLeaf extends ExplicitLeaf {
  /** Where the leaf's key parts from the bounds. */
  readonly startParting: number;
  readonly endParting: number;
}

class RangeQuestion implements Question<RangeLeaf> {
  private readonly range: ProvenRange;
  private readonly maxEntries: number;
  readonly entries: ProvenEntry[] = [];

  constructor(range: ProvenRange, maxEntries: number) {
    this.range = range;
    this.maxEntries = maxEntries;
  }

  readLeaf(reader: ProofReader, kind: number, argument: number): RangeLeaf {
    const isEntry = kind === TOKEN_ENTRY_LEAF;
    if ((!isEntry && kind !== TOKEN_WITNESS_LEAF) || argument === 0 || argument > MAX_KEY_BYTES) {
      throw malformed('This leaf does not belong in a range proof.');
    }
    const key = reader.take(argument);
    if (isEntry !== isInside(key, this.range)) {
      throw malformed('An entry stands outside of the range, or a witness inside.');
    }
    const hashOfValue = isEntry ? this.readEntry(reader, key) : reader.take(HASH_BYTES);
    const { start, end } = this.range;
    return {
      key,
      hash: leafHash(key, hashOfValue),
      startParting: criticalBit(key, start),
      endParting: end === null ? NO_CRITICAL_BIT : criticalBit(key, end),
    };
  }

  /**
   * The sibling's keys share the leaf's bits up to `position` and differ from it there. Compared with a bound they
   * stand where the leaf stands if the leaf parts from the bound before, and on the sibling's own side of the leaf if
   * it parts after; at `position` itself the bound may lie among them.
   */
  excludesSibling(leaf: RangeLeaf, position: number): boolean {
    if (leaf.startParting === position || leaf.endParting === position) return false;
    const siblingIsRight = bitAt(leaf.key, position) === 0;
    const { start, end } = this.range;
    const belowStart =
      leaf.startParting > position ? !siblingIsRight : compareKeys(leaf.key, start) < 0;
    if (belowStart) return true;
    if (end === null) return false;
    return leaf.endParting > position ? siblingIsRight : compareKeys(leaf.key, end) > 0;
  }

  private readEntry(reader: ProofReader, key: Uint8Array): Uint8Array {
    if (this.entries.length >= this.maxEntries) {
      throw new ProofError(
        'PROOF_TOO_MANY_ENTRIES',
        `The proof holds more than the ${this.maxEntries} entries that were asked for. Refuse it.`,
      );
    }
    const length = reader.uint(VALUE_LENGTH_BYTES);
    if (length > MAX_VALUE_BYTES) throw malformed(`A value of ${length} bytes is too long.`);
    const value = reader.take(length);
    this.entries.push({ key: key.slice(), value: value.slice() });
    return valueHash(value);
  }
}

/**
 * Checks a proof about all entries from `start` (inclusive) to `end` (exclusive) against a root.
 *
 * `maxEntries` bounds the work that a forged proof can cause before it is refused.
 *
 * @returns all entries of the map in that range, in key order: none is missing, none is made up.
 * @throws ProofError if the proof is not about this range and root, not complete, or not well-formed.
 */
export function verifyRangeProof(
  proof: Uint8Array,
  root: Uint8Array,
  range: ProvenRange,
  options: { maxBytes?: number; maxEntries?: number } = {},
): { entries: ProvenEntry[] } {
  checkRange(range);
  const reader = new ProofReader(proof, options.maxBytes ?? MAX_RANGE_PROOF_BYTES);
  if (reader.uint(1) !== RANGE_PROOF) {
    throw new ProofError('PROOF_MALFORMED', 'This is not a range proof of a version known here.');
  }
  const question = new RangeQuestion(range, options.maxEntries ?? Number.POSITIVE_INFINITY);
  const computed = readPrunedTree(reader, question);
  reader.end();
  checkRoot(computed, root);
  return { entries: question.entries };
}

/** Throws unless the range can hold a key. */
export function checkRange({ start, end }: ProvenRange): void {
  if (start.length > MAX_KEY_BYTES || (end !== null && end.length > MAX_KEY_BYTES)) {
    throw new ProofError('PROOF_QUERY_INVALID', `A bound has at most ${MAX_KEY_BYTES} bytes.`);
  }
  if (end !== null && compareKeys(start, end) >= 0) {
    throw new ProofError(
      'PROOF_QUERY_INVALID',
      'The range is empty: its start is not below its end.',
    );
  }
}

function isInside(key: Uint8Array, { start, end }: ProvenRange): boolean {
  return compareKeys(key, start) >= 0 && (end === null || compareKeys(key, end) < 0);
}

function malformed(what: string): ProofError {
  return new ProofError('PROOF_MALFORMED', `${what} Refuse the proof.`);
}

import { TOKEN_EMPTY, TOKEN_FORK, TOKEN_LEFT_PRUNED, TOKEN_RIGHT_PRUNED } from './format.ts';
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './hashes.ts';
import { BITS_PER_BYTE, bitAt, criticalBit, MAX_POSITION } from './key-bits.ts';
import { ProofError } from './proof-error.ts';
import { argumentOf, kindOf, type ProofReader } from './proof-reader.ts';

export interface ExplicitLeaf {
  readonly key: Uint8Array;
  readonly hash: Uint8Array;
}

/** What differs between the proofs: which leaves they spell out, and what they may leave out. */
export interface Question<Leaf extends ExplicitLeaf> {
  readLeaf(reader: ProofReader, kind: number, argument: number): Leaf;
  /**
   * True if no key that was asked for begins like `leaf` up to `position` and then has the opposite bit.
   * Those are the keys that can lie in the pruned sibling of the subtree that `leaf` is in.
   */
  excludesSibling(leaf: Leaf, position: number): boolean;
}

/** A node whose explicit subtrees are being read. */
interface Frame<Leaf> {
  readonly position: number;
  readonly pruned: Uint8Array | null;
  readonly prunedIsLeft: boolean;
  left: { leaf: Leaf; hash: Uint8Array } | null;
}

/**
 * Reads one pruned tree, checks that it answers the question and returns its root. Positions grow downwards, so the
 * stack is bounded by MAX_POSITION; there is no recursion.
 */
export function readPrunedTree<Leaf extends ExplicitLeaf>(
  reader: ProofReader,
  question: Question<Leaf>,
): Uint8Array {
  const stack: Frame<Leaf>[] = [];
  let above = -1;
  for (;;) {
    const token = reader.token();
    const kind = kindOf(token);
    if (kind <= TOKEN_RIGHT_PRUNED) {
      const frame = readNode<Leaf>(reader, kind, argumentOf(token), above);
      above = frame.position;
      stack.push(frame);
      continue;
    }
    if (kind === TOKEN_EMPTY) return readEmpty(token, stack.length);
    const leaf = question.readLeaf(reader, kind, argumentOf(token));
    const hash = closeSubtrees(stack, leaf, question);
    if (hash !== null) return hash;
    above = (stack.at(-1) as Frame<Leaf>).position;
  }
}

function readNode<Leaf>(
  reader: ProofReader,
  kind: number,
  position: number,
  above: number,
): Frame<Leaf> {
  if (position <= above || position > MAX_POSITION) {
    throw inconsistent(`a node at bit ${position} stands below one at bit ${above}`);
  }
  const pruned = kind === TOKEN_FORK ? null : reader.take(HASH_BYTES);
  return { position, pruned, prunedIsLeft: kind === TOKEN_LEFT_PRUNED, left: null };
}

function readEmpty(token: number, depth: number): Uint8Array {
  if (argumentOf(token) === 0 && depth === 0) return EMPTY_ROOT;
  throw new ProofError('PROOF_MALFORMED', 'An empty map has nothing above it. Refuse the proof.');
}

/** Takes a finished subtree up as far as it completes others; the root's hash if all are complete. */
function closeSubtrees<Leaf extends ExplicitLeaf>(
  stack: Frame<Leaf>[],
  leaf: Leaf,
  question: Question<Leaf>,
): Uint8Array | null {
  let hash = leaf.hash;
  let anyLeaf = leaf;
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const { position } = frame;
    if (position > anyLeaf.key.length * BITS_PER_BYTE) {
      throw inconsistent(`a leaf ends above the node at bit ${position}`);
    }
    const bit = bitAt(anyLeaf.key, position);
    if (frame.pruned !== null) {
      if (bit !== (frame.prunedIsLeft ? 1 : 0)) throw wrongSide(position);
      if (!question.excludesSibling(anyLeaf, position)) throw incomplete(position);
      hash = frame.prunedIsLeft
        ? nodeHash(position, frame.pruned, hash)
        : nodeHash(position, hash, frame.pruned);
    } else if (frame.left === null) {
      if (bit !== 0) throw wrongSide(position);
      frame.left = { leaf: anyLeaf, hash };
      return null;
    } else {
      if (criticalBit(frame.left.leaf.key, anyLeaf.key) !== position || bit !== 1) {
        throw wrongSide(position);
      }
      hash = nodeHash(position, frame.left.hash, hash);
      anyLeaf = frame.left.leaf;
    }
    stack.pop();
  }
  return hash;
}

function inconsistent(what: string): ProofError {
  return new ProofError('PROOF_INCONSISTENT', `In the proof, ${what}. Refuse it.`);
}

function wrongSide(position: number): ProofError {
  return inconsistent(`the keys below the node at bit ${position} do not part there`);
}

function incomplete(position: number): ProofError {
  return new ProofError(
    'PROOF_INCOMPLETE',
    `The proof leaves out a subtree at bit ${position} that may hold what was asked for. Refuse it.`,
  );
}

import {
  type CraftedTree,
  digest,
  EMPTY_MAP,
  entry,
  fork,
  join,
  keyProof,
  leftPruned,
  rangeProof,
  rightPruned,
  token,
  wanted,
  witness,
} from './crafted-proof.ts';
import { latin1 } from './proof-vectors.ts';
import { hex } from './vector-files.ts';

const VALUE = latin1('value');
const A = latin1('a');
const B = latin1('b');
const C = latin1('c');
const D = latin1('d');
/** Where b and c part, where a and b (or c) part, where d parts from the three. */
const BC = 8;
const AB = 7;
const ABC_D = 6;

interface KeyCase {
  name: string;
  root: string;
  key: string;
  proof: string;
  code: string;
}

const forged = (name: string, code: string, tree: CraftedTree, key = B): KeyCase => ({
  name,
  root: hex(tree.hash),
  key: hex(key),
  proof: hex(keyProof(tree)),
  code,
});

const raw = (name: string, code: string, proof: Uint8Array, root = digest()): KeyCase => ({
  name,
  root: hex(root),
  key: hex(B),
  proof: hex(proof),
  code,
});

/** Rules of section 4 that the tree itself breaks, although its root is the one that is asked for. */
function brokenTrees(): KeyCase[] {
  const b = wanted(B, VALUE);
  const c = witness(C, VALUE);
  const short = witness(latin1('`'), VALUE);
  return [
    forged('a position twice', 'PROOF_INCONSISTENT', rightPruned(AB, rightPruned(AB, b, c), c)),
    forged('positions that fall', 'PROOF_INCONSISTENT', rightPruned(BC, leftPruned(AB, c, b), c)),
    forged('a position beyond the longest key', 'PROOF_INCONSISTENT', rightPruned(4609, b, c)),
    forged('a node below the end of the key', 'PROOF_INCONSISTENT', rightPruned(10, b, c)),
    forged('a leaf on the wrong side', 'PROOF_INCONSISTENT', leftPruned(BC, c, b)),
    forged('leaves that part elsewhere', 'PROOF_INCONSISTENT', fork(BC, short, c)),
    forged('a fork the wrong way round', 'PROOF_INCONSISTENT', fork(BC, c, b)),
    forged(
      'a pruned subtree that may hold the key',
      'PROOF_INCOMPLETE',
      rightPruned(AB, witness(A, VALUE), wanted(B, VALUE)),
    ),
    forged(
      'a far witness that hides the key behind its neighbour',
      'PROOF_INCOMPLETE',
      fork(ABC_D, rightPruned(AB, witness(A, VALUE), fork(BC, b, c)), witness(D, VALUE)),
    ),
  ];
}

function malformedKeyProofs(): KeyCase[] {
  const b = wanted(B, VALUE);
  const whole = keyProof(b);
  const code = 'PROOF_MALFORMED';
  return [
    raw('nothing', code, new Uint8Array(0)),
    raw('another kind of proof', code, join(Uint8Array.of(2), b.bytes), b.hash),
    raw('an unknown kind of proof', code, join(Uint8Array.of(3), b.bytes), b.hash),
    raw('one byte too few', code, whole.subarray(0, -1), b.hash),
    raw('one byte too many', code, join(whole, Uint8Array.of(0)), b.hash),
    raw('only a node', code, keyProof({ bytes: token(0, 7), hash: digest() })),
    raw('an unknown token', code, keyProof({ bytes: token(7, 0), hash: digest() })),
    raw(
      'the wanted leaf with an argument',
      code,
      keyProof({ bytes: join(token(3, 1), digest(VALUE)), hash: b.hash }),
      b.hash,
    ),
    forged('the wanted key as a witness', code, witness(B, VALUE)),
    forged('an entry with its value', code, entry(B, VALUE)),
    forged('a witness without a key', code, witness(new Uint8Array(0), VALUE)),
    forged('a witness that is too long', code, witness(new Uint8Array(513), VALUE)),
    forged('an empty map below a node', code, leftPruned(BC, witness(A, VALUE), EMPTY_MAP)),
    raw('an empty map with an argument', code, keyProof({ bytes: token(6, 1), hash: digest() })),
  ];
}

function otherRoots(): KeyCase[] {
  const tree = rightPruned(BC, wanted(B, VALUE), witness(C, VALUE));
  const other = rightPruned(BC, wanted(B, latin1('forged')), witness(C, VALUE));
  const code = 'PROOF_ROOT_MISMATCH';
  return [
    { ...forged('another value', code, other), root: hex(tree.hash) },
    { ...forged('another key', code, tree), key: hex(latin1('B')) },
    { ...forged('another root', code, tree), root: hex(digest(VALUE)) },
    { ...forged('an empty map', code, EMPTY_MAP), root: hex(tree.hash) },
  ];
}

export function invalidKeyProofCases(): object[] {
  return [
    ...brokenTrees(),
    ...malformedKeyProofs(),
    ...otherRoots(),
    {
      ...forged('a key that cannot exist', 'PROOF_QUERY_INVALID', EMPTY_MAP),
      key: '',
    },
  ];
}

export function invalidRangeProofCases(): object[] {
  const forgedRange = (
    name: string,
    code: string,
    tree: CraftedTree,
    start = B,
    end: Uint8Array | null = D,
  ): object => ({
    name,
    root: hex(tree.hash),
    start: hex(start),
    end: end === null ? null : hex(end),
    proof: hex(rangeProof(tree)),
    code,
  });
  const [a, b, c, d] = [witness(A, VALUE), entry(B, VALUE), entry(C, VALUE), witness(D, VALUE)];
  const whole = fork(ABC_D, leftPruned(AB, a, fork(BC, b, c)), d);
  const incomplete = 'PROOF_INCOMPLETE';
  const malformed = 'PROOF_MALFORMED';
  const long = entry(B, new Uint8Array(65_537));
  return [
    forgedRange(
      'an entry left out',
      incomplete,
      fork(ABC_D, leftPruned(AB, a, rightPruned(BC, b, c)), d),
    ),
    forgedRange(
      'all entries left out, beside both neighbours',
      incomplete,
      fork(ABC_D, rightPruned(AB, a, fork(BC, b, c)), d),
    ),
    forgedRange(
      'nothing shown after the last entry',
      incomplete,
      rightPruned(ABC_D, fork(BC, b, c), d),
      B,
      null,
    ),
    forgedRange(
      'a bound inside a pruned subtree',
      incomplete,
      rightPruned(ABC_D, fork(BC, b, c), d),
      B,
      latin1('d0'),
    ),
    forgedRange('an entry outside', malformed, fork(AB, entry(A, VALUE), fork(BC, b, c))),
    forgedRange('a witness inside', malformed, fork(BC, witness(B, VALUE), c)),
    forgedRange('a leaf of key proofs', malformed, fork(BC, wanted(B, VALUE), c)),
    forgedRange('a value that is too long', malformed, long),
    { ...forgedRange('one byte too many', malformed, b), proof: `${hex(rangeProof(b))}00` },
    { ...forgedRange('a key proof', malformed, b), proof: hex(keyProof(b)) },
    { ...forgedRange('another value', 'PROOF_ROOT_MISMATCH', entry(B, A)), root: hex(b.hash) },
    forgedRange('a range that ends before it starts', 'PROOF_QUERY_INVALID', whole, D, B),
    forgedRange('a range without room', 'PROOF_QUERY_INVALID', whole, B, B),
  ];
}

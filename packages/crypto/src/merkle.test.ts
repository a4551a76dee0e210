import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { CryptoError } from './crypto-error.ts';
import { merkleProof, merkleRoot, verifyMerkleProof } from './merkle.ts';
import { hex, readVectors, unhex } from './testing/vector-files.ts';

const leaves = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 70 });

/** RFC 6962, section 2.1, word by word. */
function rootByDefinition(list: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  const [first] = list;
  if (first === undefined) return hash.digest();
  if (list.length === 1) return hash.update(Uint8Array.of(0)).update(first).digest();
  const split = 2 ** Math.floor(Math.log2(list.length - 1));
  hash.update(Uint8Array.of(1));
  hash.update(rootByDefinition(list.slice(0, split)));
  return hash.update(rootByDefinition(list.slice(split))).digest();
}

test('known roots', () => {
  const { cases } = readVectors<{ leaves: string[]; root: string }>('merkle-roots');
  assert.equal(cases.length, 9);
  for (const each of cases) assert.equal(hex(merkleRoot(each.leaves.map(unhex))), each.root);
});

test("the root is the definition's", () => {
  fc.assert(
    fc.property(leaves, (list) => {
      assert.equal(hex(merkleRoot(list)), rootByDefinition(list).toString('hex'));
    }),
  );
});

test('every leaf has a proof; with any part of it changed it proves nothing', () => {
  fc.assert(
    fc.property(leaves, fc.nat(), fc.nat(), (list, at, change) => {
      const index = at % list.length;
      const leaf = list[index];
      assert.ok(leaf !== undefined);
      const root = merkleRoot(list);
      const path = merkleProof(list, index);
      const total = list.length;
      assert.ok(verifyMerkleProof(root, leaf, index, total, path));
      const other = Uint8Array.from([...leaf, 0]);
      assert.equal(verifyMerkleProof(root, other, index, total, path), false);
      assert.equal(verifyMerkleProof(root.subarray(1), leaf, index, total, path), false);
      assert.equal(verifyMerkleProof(root, leaf, index, total, [...path, root]), false);
      if (path.length === 0) return;
      assert.equal(verifyMerkleProof(root, leaf, index, total, path.slice(1)), false);
      const damaged = path.map((hash) => Uint8Array.from(hash));
      const step = damaged[change % damaged.length];
      assert.ok(step !== undefined);
      step[change % 32] = (step[change % 32] ?? 0) ^ 1;
      assert.equal(verifyMerkleProof(root, leaf, index, total, damaged), false);
      const short = path.map((hash, level) => (level === 0 ? hash.subarray(1) : hash));
      assert.equal(verifyMerkleProof(root, leaf, index, total, short), false);
    }),
  );
});

test('a proof holds for one index alone', () => {
  const list = Array.from({ length: 13 }, (_, index) => Uint8Array.of(index));
  const root = merkleRoot(list);
  for (const [index, leaf] of list.entries()) {
    const path = merkleProof(list, index);
    for (let claimed = -1; claimed <= 13; claimed += 1) {
      assert.equal(verifyMerkleProof(root, leaf, claimed, 13, path), claimed === index);
    }
  }
});

test('an inner node does not pass for a leaf', () => {
  const list = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3), Uint8Array.of(4)];
  const [left, right] = merkleProof(list, 2).toReversed();
  assert.ok(left !== undefined && right !== undefined);
  const root = merkleRoot(list);
  const inner = Buffer.concat([left, merkleRoot(list.slice(2))]);
  assert.equal(verifyMerkleProof(root, inner, 0, 1, []), false);
});

test('numbers that are no index are refused', () => {
  const list = [Uint8Array.of(1)];
  const root = merkleRoot(list);
  for (const wrong of [-1, 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.equal(verifyMerkleProof(root, Uint8Array.of(1), wrong, 1, []), false);
    assert.throws(
      () => merkleProof(list, wrong),
      (error) => error instanceof CryptoError && error.code === 'CRYPTO_LEAF_INDEX_INVALID',
    );
  }
  for (const total of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.equal(verifyMerkleProof(root, Uint8Array.of(1), 0, total, []), false);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundleResults, encodeResult } from '@touchmark/codec';
import { merkleRoot, verifyMerkleProof } from '@touchmark/crypto';
import { buildReceiptProof } from './build-receipt-proof.ts';
import { decodeReceiptProof, encodeReceiptProof } from './receipt-codec.ts';
import { VerifyError } from '../verify-error.ts';

const header = { signedHeader: Uint8Array.of(1), validators: Uint8Array.of(2) };
const results = Array.from({ length: 6 }, (_, code) => ({ code, data: Uint8Array.of(code, 9) }));
const sizes = [1, 3, 2];

test('a receipt of a bundle leads through the bundle to the results hash', () => {
  const root = merkleRoot(bundleResults(results, sizes).map(encodeResult));
  for (const [index, { code, data }] of results.entries()) {
    const bytes = buildReceiptProof(results, index, header, sizes);
    const proof = decodeReceiptProof(bytes);
    assert.deepEqual(encodeReceiptProof(proof), bytes);
    assert.equal(proof.code, code);
    assert.equal(proof.bundle === undefined, index === 0);
    let leaf = encodeResult({ code, data });
    if (proof.bundle !== undefined) {
      const { bundle } = proof;
      assert.ok(verifyMerkleProof(bundle.root, leaf, bundle.index, bundle.total, bundle.path));
      leaf = encodeResult({ code: 0, data: bundle.root });
    }
    assert.ok(verifyMerkleProof(root, leaf, proof.index, proof.total, proof.path));
  }
});

test('a block without bundles has the receipts it always had', () => {
  const alone = buildReceiptProof(results, 2, header);
  assert.deepEqual(
    buildReceiptProof(
      results,
      2,
      header,
      results.map(() => 1),
    ),
    alone,
  );
  assert.equal(decodeReceiptProof(alone).bundle, undefined);
});

test('each form has its own tag and length', () => {
  const bytes = buildReceiptProof(results, 2, header, sizes);
  for (const [at, value] of [
    [0, 0x89],
    [bytes.indexOf('2'.charCodeAt(0), 15), '1'.charCodeAt(0)],
    [bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1],
  ] as const) {
    const changed = bytes.slice();
    changed[at] = value;
    assert.throws(() => decodeReceiptProof(changed), VerifyError);
  }
});

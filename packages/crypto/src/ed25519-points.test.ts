import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { concatBytes } from './bytes.ts';
import { verifyConsensusSignature } from './consensus-signature.ts';
import { ed25519Verifier } from './ed25519.node.ts';
import { verifyOnPoints } from './ed25519-points.ts';
import { challenge, eighths, littleEndianBytes, ORDER, Point } from './testing/ed25519-forger.ts';
import { orderOf, smallOrderEncodings } from './testing/ed25519-forger.ts';

const parts = eighths();
const part = fc.nat(7);
const scalar = fc.bigInt({ min: 1n, max: ORDER - 1n });

test('there are eight points of small order, in fourteen encodings', () => {
  assert.deepEqual(parts.map(orderOf), [1, 8, 4, 8, 2, 8, 4, 8]);
  const encodings = smallOrderEncodings();
  assert.equal(new Set(encodings.map(({ name }) => name)).size, 14);
  assert.equal(encodings.filter(({ name }) => name.includes('non-canonical')).length, 6);
});

test('keys and nonces with a small-order part: libsodium and the rule on points agree', () => {
  let accepted = 0;
  fc.assert(
    fc.property(scalar, scalar, part, part, fc.nat(), (secret, nonce, keyPart, noncePart, seed) => {
      const [ofKey, ofNonce] = [parts[keyPart], parts[noncePart]];
      assert.ok(ofKey && ofNonce);
      const publicKey = Point.BASE.multiply(secret).add(ofKey).toBytes();
      const r = Point.BASE.multiply(nonce).add(ofNonce).toBytes();
      const message = Uint8Array.of(seed & 0xff, (seed >> 8) & 0xff);
      const k = challenge(r, publicKey, message);
      const s = littleEndianBytes((nonce + k * secret) % ORDER);
      const signature = concatBytes(r, s);
      // The parts cancel, or the cofactorless equation does not hold.
      const expected = (Number(k % 8n) * keyPart + noncePart) % 8 === 0;
      assert.equal(ed25519Verifier.verify(publicKey, message, signature), expected);
      assert.equal(verifyOnPoints(publicKey, message, signature), expected);
      assert.ok(verifyConsensusSignature(publicKey, message, signature));
      accepted += expected ? 1 : 0;
    }),
    { numRuns: 300 },
  );
  assert.ok(accepted > 0 && accepted < 300);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bigintTo32Bytes, bytesToBigint } from './bytes.ts';
import { messageDigest, signWith, SM2_ORDER, Sm2Curve, sm2PublicKeyOf } from './sm2.ts';
import { sm2Sign, sm2Verify } from './sm2.ts';
import { hex, readVectors, unhex, utf8 } from './testing/vector-files.ts';

interface StandardCase {
  secretKey: string;
  publicKey: string;
  publicKeyY: string;
  message: string;
  digest: string;
  number: string;
  signature: string;
}

test("the standard's own example: key, digest, signature", () => {
  const { cases } = readVectors<StandardCase>('sm2-standard');
  assert.equal(cases.length, 1);
  for (const each of cases) {
    const publicKey = sm2PublicKeyOf(unhex(each.secretKey));
    assert.equal(hex(publicKey), each.publicKey);
    const point = Sm2Curve.fromBytes(publicKey);
    assert.equal(hex(bigintTo32Bytes(point.toAffine().y)), each.publicKeyY);
    const digest = messageDigest(point, unhex(each.message));
    assert.equal(hex(bigintTo32Bytes(digest)), each.digest);
    const [secret, number] = [each.secretKey, each.number].map((text) =>
      bytesToBigint(unhex(text)),
    );
    assert.ok(secret !== undefined && number !== undefined);
    const signature = signWith(secret, digest, number);
    assert.ok(signature !== undefined);
    assert.equal(hex(signature), each.signature);
    assert.ok(sm2Verify(publicKey, unhex(each.message), signature));
  }
});

test('the numbers that the standard says to draw again give no signature', () => {
  const k = 5n;
  const { x } = Sm2Curve.BASE.multiply(k).toAffine();
  const digestForZeroR = (SM2_ORDER - (x % SM2_ORDER)) % SM2_ORDER;
  assert.equal(signWith(3n, digestForZeroR, k), undefined);
  const digestForRPlusK = (digestForZeroR + SM2_ORDER - k) % SM2_ORDER;
  assert.equal(signWith(3n, digestForRPlusK, k), undefined);
  // r = k / d makes s zero.
  const r = (k * Sm2Curve.Fn.inv(3n)) % SM2_ORDER;
  assert.equal(signWith(3n, (digestForZeroR + r) % SM2_ORDER, k), undefined);
});

test('the largest secret key is n - 2', () => {
  const largest = bigintTo32Bytes(SM2_ORDER - 2n);
  const message = utf8('largest');
  assert.ok(sm2Verify(sm2PublicKeyOf(largest), message, sm2Sign(largest, message)));
  assert.throws(() => sm2PublicKeyOf(bigintTo32Bytes(SM2_ORDER - 1n)), /not a secret key for sm2/);
});

test('a key judged often gets the verdicts it got at first', () => {
  const secretKey = new Uint8Array(32).fill(9);
  const publicKey = sm2PublicKeyOf(secretKey);
  for (let round = 0; round < 6; round += 1) {
    const message = utf8(`message ${round}`);
    const signature = sm2Sign(secretKey, message);
    assert.ok(sm2Verify(publicKey, message, signature));
    assert.equal(sm2Verify(publicKey, utf8('another'), signature), false);
  }
});

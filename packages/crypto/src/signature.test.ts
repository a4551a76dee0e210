import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { PUBLIC_KEY_BYTES, SIGNATURE_ALGORITHMS } from './algorithm.ts';
import type { SignatureAlgorithm } from './algorithm.ts';
import { CryptoError } from './crypto-error.ts';
import * as browserEd25519 from './ed25519.browser.ts';
import * as nodeEd25519 from './ed25519.node.ts';
import { p256Verify as p256VerifyInBrowsers } from './p256.browser.ts';
import { p256Verify } from './p256.node.ts';
import { generateSecretKey, publicKeyIsAcceptable, publicKeyOf } from './signature.ts';
import { sign, verifySignature } from './signature.ts';

const algorithm = fc.constantFrom(...SIGNATURE_ALGORITHMS);
const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });

/** Below the order of every curve here, whatever the rest. */
const secretKey = bytes(32).map((key) =>
  Uint8Array.from(key, (byte, at) => (at ? byte : byte >> 1 || 1)),
);

const flip = (data: Uint8Array, bit: number): Uint8Array =>
  Uint8Array.from(data, (byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

test('what is signed verifies; signing twice gives the same bytes', () => {
  fc.assert(
    fc.property(algorithm, secretKey, fc.uint8Array(), (name, secret, message) => {
      const publicKey = publicKeyOf(name, secret);
      const signature = sign(name, secret, message);
      assert.equal(publicKey.length, PUBLIC_KEY_BYTES[name]);
      assert.equal(signature.length, 64);
      assert.deepEqual(sign(name, secret, message), signature);
      assert.ok(publicKeyIsAcceptable(name, publicKey));
      assert.ok(verifySignature(name, publicKey, message, signature));
    }),
    { numRuns: 60 },
  );
});

test('a changed bit of key, message or signature is found, natively and without native code', () => {
  const part = fc.constantFrom(0, 1, 2);
  fc.assert(
    fc.property(
      algorithm,
      secretKey,
      bytes(40),
      part,
      fc.nat(),
      (name, secret, message, which, at) => {
        const parts = [publicKeyOf(name, secret), message, sign(name, secret, message)];
        const changed = parts.map((data, index) =>
          index === which ? flip(data, at % (8 * data.length)) : data,
        );
        const [publicKey, text, signature] = changed;
        assert.ok(publicKey && text && signature);
        assert.equal(verifySignature(name, publicKey, text, signature), false);
        const inBrowsers =
          name === 'p256' ? p256VerifyInBrowsers : browserEd25519.ed25519Verifier.verify;
        if (name !== 'sm2') assert.equal(inBrowsers(publicKey, text, signature), false);
      },
    ),
    { numRuns: 150 },
  );
});

test('Ed25519: libsodium and the rule on points make the same keys, signatures and verdicts', () => {
  fc.assert(
    fc.property(bytes(32), fc.uint8Array(), (secret, message) => {
      const publicKey = nodeEd25519.ed25519PublicKeyOf(secret);
      assert.deepEqual(browserEd25519.ed25519PublicKeyOf(secret), publicKey);
      const signature = nodeEd25519.ed25519Sign(secret, message);
      assert.deepEqual(browserEd25519.ed25519Sign(secret, message), signature);
      assert.ok(nodeEd25519.ed25519Verifier.verify(publicKey, message, signature));
      assert.ok(browserEd25519.ed25519Verifier.verify(publicKey, message, signature));
    }),
    { numRuns: 60 },
  );
});

test('verification never throws, whatever the bytes, and both paths agree', () => {
  const data = fc.oneof(fc.uint8Array({ maxLength: 70 }), bytes(32), bytes(33), bytes(64));
  fc.assert(
    fc.property(algorithm, data, data, data, (name, publicKey, message, signature) => {
      assert.equal(verifySignature(name, publicKey, message, signature), false);
      assert.equal(p256Verify(publicKey, message, signature), false);
      assert.equal(p256VerifyInBrowsers(publicKey, message, signature), false);
      assert.equal(browserEd25519.ed25519Verifier.verify(publicKey, message, signature), false);
      assert.equal(typeof publicKeyIsAcceptable(name, publicKey), 'boolean');
    }),
    { numRuns: 500 },
  );
});

test('verification never throws, whatever the values', () => {
  const key = new Uint8Array(32).fill(7);
  const message = Uint8Array.of(1, 2, 3);
  const good: [string, unknown, unknown, unknown] = [
    'ed25519',
    publicKeyOf('ed25519', key),
    message,
    sign('ed25519', key, message),
  ];
  assert.equal(Reflect.apply(verifySignature, null, good), true);
  for (const strange of [
    null,
    undefined,
    '',
    'ed25519',
    7,
    [1, 2, 3],
    new Uint16Array(32),
    {},
    sign,
  ]) {
    for (const index of [0, 1, 2, 3]) {
      const values = good.map((value, at) => (at === index ? strange : value));
      if (index === 0 && strange === 'ed25519') continue;
      assert.equal(Reflect.apply(verifySignature, null, values), false);
    }
  }
});

const isSecretKeyError = (error: unknown): boolean =>
  error instanceof CryptoError && error.code === 'CRYPTO_SECRET_KEY_INVALID';

test('secret keys: 32 bytes below the order of the curve', () => {
  const message = Uint8Array.of(1);
  const wrong: [SignatureAlgorithm, Uint8Array][] = [
    ...SIGNATURE_ALGORITHMS.flatMap((name): [SignatureAlgorithm, Uint8Array][] =>
      [0, 31, 33].map((length) => [name, new Uint8Array(length).fill(1)]),
    ),
    ['p256', new Uint8Array(32)],
    ['sm2', new Uint8Array(32)],
    ['p256', new Uint8Array(32).fill(255)],
    ['sm2', new Uint8Array(32).fill(255)],
  ];
  for (const [name, secret] of wrong) {
    assert.throws(() => sign(name, secret, message), isSecretKeyError);
    assert.throws(() => publicKeyOf(name, secret), isSecretKeyError);
  }
  for (const name of SIGNATURE_ALGORITHMS) {
    const made = generateSecretKey(name);
    assert.ok(publicKeyIsAcceptable(name, publicKeyOf(name, made)));
    assert.notDeepEqual(generateSecretKey(name), made);
  }
});

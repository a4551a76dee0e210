import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { verifyConsensusSignature } from './consensus-signature.ts';
import { ed25519Verifier } from './ed25519.node.ts';
import { verifyOnPoints } from './ed25519-points.ts';
import { p256VerifyOnPoints } from './p256-points.ts';
import { publicKeyIsAcceptable, publicKeyOf, sign, verifySignature } from './signature.ts';
import { generateVectors } from './testing/generated-vectors.ts';
import { hex, readVectors, unhex, VECTORS_FOLDER } from './testing/vector-files.ts';
import { vectorFilesOfKind } from './testing/vector-files.ts';
import type { PublicKeyCase, SignatureCase } from './testing/vector-files.ts';

type Bytes3 = [publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array];

const argumentsOf = (each: SignatureCase): Bytes3 => [
  unhex(each.publicKey),
  unhex(each.message),
  unhex(each.signature),
];

test('all the signature vectors are there', () => {
  const counts = vectorFilesOfKind('signature').map((name) => {
    const { cases } = readVectors<SignatureCase>(name);
    return `${name} ${cases.length}, ${cases.filter((each) => each.transaction).length} accepted`;
  });
  assert.deepEqual(counts, [
    'ed25519-edge 84, 7 accepted',
    'ed25519-small-order 224, 0 accepted',
    'ed25519-speccheck 12, 1 accepted',
    'ed25519-wycheproof 151, 88 accepted',
    'p256-edge 32, 2 accepted',
    'p256-wycheproof 262, 103 accepted',
    'sm2-edge 33, 2 accepted',
  ]);
});

for (const name of vectorFilesOfKind('signature')) {
  const { algorithm, cases } = readVectors<SignatureCase>(name);

  test(`${name}: verdict on transactions`, () => {
    for (const each of cases) {
      const verdict = verifySignature(algorithm, ...argumentsOf(each));
      assert.equal(verdict, each.transaction, each.name);
    }
  });

  if (algorithm === 'sm2') continue;

  test(`${name}: the same verdict where there is no native code`, () => {
    const verifyWithoutNativeCode = algorithm === 'p256' ? p256VerifyOnPoints : verifyOnPoints;
    for (const each of cases) {
      assert.equal(verifyWithoutNativeCode(...argumentsOf(each)), each.transaction, each.name);
    }
  });

  if (algorithm === 'p256') continue;

  test(`${name}: verdict on votes, by ZIP-215`, () => {
    for (const each of cases) {
      assert.equal(verifyConsensusSignature(...argumentsOf(each)), each.consensus, each.name);
    }
  });
}

test('what the strict rule accepts, ZIP-215 accepts: the fast path of votes is sound', () => {
  for (const name of vectorFilesOfKind('signature')) {
    const { algorithm, cases } = readVectors<SignatureCase>(name);
    if (algorithm !== 'ed25519') continue;
    for (const each of cases) assert.ok(!each.transaction || each.consensus === true, each.name);
  }
});

test('which public keys may be registered', () => {
  for (const each of readVectors<PublicKeyCase>('public-keys').cases) {
    const verdict = publicKeyIsAcceptable(each.algorithm, unhex(each.publicKey));
    assert.equal(verdict, each.acceptable, `${each.algorithm} ${each.name}`);
  }
});

test('a key that may not be registered has no valid signature', () => {
  const files = vectorFilesOfKind('signature').map((name) => readVectors<SignatureCase>(name));
  for (const { algorithm, cases } of files) {
    for (const each of cases.filter((one) => one.transaction)) {
      assert.ok(publicKeyIsAcceptable(algorithm, unhex(each.publicKey)), each.name);
    }
  }
});

interface SigningCase extends SignatureCase {
  secretKey: string;
}

for (const name of vectorFilesOfKind('signing')) {
  test(`${name}: keys and signatures`, () => {
    const { algorithm, cases } = readVectors<SigningCase>(name);
    for (const each of cases) {
      const secretKey = unhex(each.secretKey);
      assert.equal(hex(publicKeyOf(algorithm, secretKey)), each.publicKey, each.name);
      assert.equal(hex(sign(algorithm, secretKey, unhex(each.message))), each.signature, each.name);
      assert.ok(verifySignature(algorithm, ...argumentsOf(each)), each.name);
    }
  });
}

test('the generated vector files are what the generator makes', () => {
  for (const [name, text] of generateVectors()) {
    const written = readFileSync(new URL(`${name}.json`, VECTORS_FOLDER), 'utf8');
    assert.equal(written, text, `${name}: run node packages/crypto/src/testing/write-vectors.ts`);
  }
});

test('the native verifier is the one in use here', () => {
  assert.equal(ed25519Verifier.name, 'libsodium (sodium-native)');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { readVectors } from './testing/vector-files.ts';
import type { SignatureCase } from './testing/vector-files.ts';

const entry = `
  import * as crypto from './index.ts';
  const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  globalThis.judge = (algorithm, publicKey, message, signature) =>
    crypto.verifySignature(algorithm, bytes(publicKey), bytes(message), bytes(signature));
  globalThis.roundTrip = (algorithm) => {
    const secretKey = crypto.generateSecretKey(algorithm);
    const message = crypto.sha256(bytes('01'));
    const signature = crypto.sign(algorithm, secretKey, message);
    return crypto.verifySignature(algorithm, crypto.publicKeyOf(algorithm, secretKey), message, signature);
  };
  globalThis.verifierName = crypto.ed25519Verifier.name;`;

async function bundle(): Promise<{ text: string; inputs: string[] }> {
  const result = await build({
    stdin: {
      contents: entry,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    conditions: ['browser'],
    format: 'iife',
    logLevel: 'silent',
  });
  return { text: result.outputFiles[0]?.text ?? '', inputs: Object.keys(result.metafile.inputs) };
}

test('the package bundles for browsers and judges alike with nothing of Node around', async () => {
  const { text, inputs } = await bundle();
  assert.ok(inputs.some((path) => path.endsWith('sha256.browser.ts')));
  assert.deepEqual(
    inputs.filter((path) => /\.node\.ts$|sodium|^node:/.test(path)),
    [],
  );
  // All that a browser has and this package may use; no process, no Buffer, no require.
  const context = createContext({ crypto: globalThis.crypto, TextEncoder });
  runInContext(text, context);
  assert.equal(runInContext('verifierName', context), '@noble/curves');
  for (const name of ['ed25519-speccheck', 'ed25519-edge', 'p256-edge', 'sm2-edge']) {
    const { algorithm, cases } = readVectors<SignatureCase>(name);
    for (const each of cases) {
      const values = JSON.stringify([algorithm, each.publicKey, each.message, each.signature]);
      assert.equal(runInContext(`judge(...${values})`, context), each.transaction, each.name);
    }
  }
  for (const algorithm of ['ed25519', 'p256', 'sm2']) {
    assert.equal(runInContext(`roundTrip('${algorithm}')`, context), true);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';

async function bundleForBrowsers(): Promise<{ code: string; inputs: string[] }> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL('./index.ts', import.meta.url))],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'iife',
    globalName: 'codec',
    platform: 'browser',
    conditions: ['browser'],
    logLevel: 'silent',
  });
  return { code: result.outputFiles[0]!.text, inputs: Object.keys(result.metafile.inputs) };
}

test('bundles for browsers and runs there without anything of Node', async () => {
  const { code, inputs } = await bundleForBrowsers();
  const foreign = inputs.filter((input) => /sodium|^node:|\.node\.ts$/.test(input));
  assert.deepEqual(foreign, []);
  const web = { TextDecoder, TextEncoder, Uint8Array, atob, btoa, crypto };
  const script = `${code}; codec.encodeHex(codec.encode({ a: [1, 'é'] })) + codec.canonicalizeIdentifier('88.A/é')`;
  assert.equal(runInNewContext(script, web), 'a16161820162c3a988.a/%C3%A9');
});

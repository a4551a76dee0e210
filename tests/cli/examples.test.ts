import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { type Network, openNetwork, root } from './harness.ts';
import { assertCode } from './json.ts';

let network: Network;
before(async () => {
  network = await openNetwork();
});
after(() => network[Symbol.asyncDispose]());

/** The command lines of examples/README.md, in order, without their `npx touchmark`. */
async function commandLines(): Promise<string[]> {
  const text = await readFile(resolve(root, 'examples/README.md'), 'utf8');
  const lines = text.split('\n').filter((line) => line.startsWith('npx touchmark '));
  return lines.map((line) => line.slice('npx touchmark '.length));
}

test('what examples/README.md says works, line by line', async () => {
  const folder = join(network.directory, 'checkout');
  await cp(resolve(root, 'examples/batch'), join(folder, 'examples/batch'), { recursive: true });
  const options = { directory: folder, environment: { TOUCHMARK_KEY: 'jingxin-bearings' } };
  const lines = await commandLines();
  assert.ok(lines.length >= 8);
  for (const line of lines) {
    const [call = '', otherwise] = line.split(' || test $? -eq ');
    const words = call.replace('.touchmark/genesis.json', network.genesis).split(' ');
    const result = await network.runWith(options, ...words);
    const isRetired = line.startsWith('resolve');
    assertCode(result, otherwise === undefined && !isRetired ? 0 : 3);
  }
});

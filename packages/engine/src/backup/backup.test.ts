import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyStateStore } from '@touchmark/state';
import {
  headOf,
  liveChain,
  liveOn,
  openDirectory,
  temporaryDirectory,
} from '../testing/directory-chain.ts';
import { testChain } from '../testing/test-chain.ts';
import { verifyStore } from './verify-store.ts';

test('a copy made while blocks are written is one of the states between, and goes on', async (context) => {
  const base = await temporaryDirectory(context);
  const chain = testChain();
  const directory = join(base, 'ledger');
  await liveChain(chain, directory);
  const engine = await openDirectory(chain, directory);
  const { height: before } = engine.status();
  const [, ...copies] = await Promise.all([
    liveOn(chain, engine, 100, 60),
    ...['a', 'b', 'c'].map(async (name) => {
      const target = join(base, name);
      await copyStateStore({ directory, target });
      return target;
    }),
  ]);
  const { height: after } = engine.status();
  await engine.close();
  for (const copy of copies) {
    const verified = await verifyStore({ directory: copy });
    assert.ok(verified.height >= before && verified.height <= after, String(verified.height));
    assert.deepEqual(verified.genesis, chain.genesis);
  }
  const restored = await openDirectory(chain, copies[0] ?? '');
  await liveOn(chain, restored, 1_000, 3);
  await restored.close();
  assert.ok((await headOf(copies[0] ?? '')).height > before);
});

test('a flipped bit in a copy is found before it is trusted', async (context) => {
  const base = await temporaryDirectory(context);
  const chain = testChain();
  const directory = join(base, 'ledger');
  await liveChain(chain, directory);
  await copyStateStore({ directory, target: join(base, 'copy') });
  const whole = await readFile(join(base, 'copy/data.mdb'));
  const flipped = Buffer.from(whole);
  for (const at of [flipped.indexOf('88/item-3'), flipped.lastIndexOf('naming.register')]) {
    assert.ok(at > 0);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    await rm(join(base, 'copy'), { recursive: true });
    await mkdir(join(base, 'copy'));
    await writeFile(join(base, 'copy/data.mdb'), flipped);
    await assert.rejects(verifyStore({ directory: join(base, 'copy') }), (error: Error) => {
      assert.match(String(Reflect.get(error, 'code')), /_CORRUPT$/);
      return true;
    });
    whole.copy(flipped);
  }
});

test('what is there already is not written over; what is not there is not copied', async (context) => {
  const base = await temporaryDirectory(context);
  const directory = join(base, 'ledger');
  await liveChain(testChain(), directory, 2);
  await assert.rejects(copyStateStore({ directory, target: directory }), { code: 'STATE_IO' });
  const nothing = { directory: join(base, 'none'), target: join(base, 'copy') };
  await assert.rejects(copyStateStore(nothing), { code: 'STATE_MISSING' });
});

import assert from 'node:assert/strict';
import { copyFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openChainReader } from '../chain/open-chain-reader.ts';
import { checkWholeChain } from '../testing/check-whole-chain.ts';
import {
  headOf,
  liveChain,
  liveOn,
  openDirectory,
  temporaryDirectory,
} from '../testing/directory-chain.ts';
import { testChain } from '../testing/test-chain.ts';
import { exportChain } from './export-chain.ts';
import { COMPRESSIONS } from './format.ts';
import { importChain, readExportTitle } from './import-chain.ts';
import { SectionFile } from './section-file.ts';

async function exported(context: TestContext, state: boolean) {
  const base = await temporaryDirectory(context);
  const chain = testChain();
  const source = join(base, 'source');
  const head = await liveChain(chain, source);
  const file = join(base, 'ledger.export');
  const report = await exportChain({ directory: source, file, state });
  return { base, chain, source, head, file, report };
}

for (const withoutReplay of [false, true]) {
  test(`an import ${withoutReplay ? 'of the state' : 'by replay'} has the same root and goes on`, async (context) => {
    const { base, chain, source, head, file, report } = await exported(context, withoutReplay);
    assert.deepEqual([report.height, report.root], [head.height, head.root]);
    const directory = join(base, 'imported');
    const imported = await importChain({ file, directory, withoutReplay });
    assert.deepEqual([imported.height, imported.root], [head.height, head.root]);
    assert.deepEqual(await headOf(directory), await headOf(source));
    const engine = await openDirectory(chain, directory);
    await engine.scrub();
    await liveOn(chain, engine, 100, 3);
    checkWholeChain(engine.chain, chain.genesis);
    await engine.close();
  });
}

test('both ways of importing give stores that answer alike', async (context) => {
  const { base, file } = await exported(context, true);
  const readers = [];
  for (const withoutReplay of [false, true]) {
    const directory = join(base, String(withoutReplay));
    await importChain({ file, directory, withoutReplay });
    readers.push(await openChainReader({ directory }));
  }
  const [replayed, copied] = readers;
  assert.ok(replayed !== undefined && copied !== undefined);
  const { height } = replayed.latest();
  for (let at = 1; at <= height + 1; at += 1) {
    assert.deepEqual(copied.block(at), replayed.block(at));
    for (const { id } of replayed.block(at)?.receipts ?? []) {
      assert.deepEqual(copied.receiptProof(id), replayed.receiptProof(id));
    }
  }
  assert.deepEqual(copied.events(undefined, 1_000), replayed.events(undefined, 1_000));
  const asOf = { height: height - 3 };
  assert.deepEqual(
    copied.recordAnswer('88/item-0', asOf),
    replayed.recordAnswer('88/item-0', asOf),
  );
  await Promise.all(readers.map((reader) => reader.close()));
});

for (const compression of COMPRESSIONS) {
  test(`${compression}: an export of a chain without transactions`, async (context) => {
    const base = await temporaryDirectory(context);
    const chain = testChain();
    const engine = await openDirectory(chain, join(base, 'source'));
    await engine.close();
    const file = join(base, 'export');
    const options = { directory: join(base, 'source'), file, compression, state: true };
    const report = await exportChain(options);
    const { compression: told, chainId, state } = readExportTitle(file);
    assert.deepEqual([told, chainId, state], [compression, 'test-1', true]);
    for (const withoutReplay of [false, true]) {
      const directory = join(base, String(withoutReplay));
      const { root } = await importChain({ file, directory, withoutReplay });
      assert.deepEqual(root, report.root);
    }
  });
}

test('an interrupted export goes on where it was, wherever that is', async (context) => {
  const { base, source, file, report } = await exported(context, true);
  const whole = await readFile(file);
  const again = join(base, 'again');
  const cuts = [0, 1, 30, 200, whole.length >> 1, whole.length - 200, whole.length - 1];
  for (const cut of cuts) {
    await writeFile(`${again}.part`, whole.subarray(0, cut));
    const resumed = await exportChain({ directory: source, file: again, state: true });
    assert.equal(resumed.check, report.check, `cut at ${cut}`);
    assert.deepEqual(await readFile(again), whole);
  }
  const resumed = whole.length - 1;
  await writeFile(`${again}.part`, whole.subarray(0, resumed));
  const { resumedAt } = await exportChain({ directory: source, file: again, state: true });
  assert.ok(resumedAt > 10);
});

test('an interrupted export of a ledger that has grown goes on and is complete', async (context) => {
  const { base, chain, source, file } = await exported(context, true);
  await copyFile(file, `${file}.part`);
  const engine = await openDirectory(chain, source);
  await liveOn(chain, engine, 200, 4);
  // Also while the node runs.
  const { height, root, resumedAt } = await exportChain({ directory: source, file, state: true });
  const status = engine.status();
  assert.deepEqual([height, root], [status.height, status.root]);
  assert.ok(resumedAt > 10);
  await engine.close();
  for (const withoutReplay of [false, true]) {
    const directory = join(base, String(withoutReplay));
    assert.deepEqual((await importChain({ file, directory, withoutReplay })).root, root);
  }
});

test('what is in the way of an export and is none is left alone', async (context) => {
  const { source, file } = await exported(context, false);
  await writeFile(`${file}.part`, 'thesis');
  const attempt = exportChain({ directory: source, file });
  await assert.rejects(attempt, { code: 'EXPORT_IN_THE_WAY' });
  assert.equal(await readFile(`${file}.part`, 'utf8'), 'thesis');
});

test('a part of another kind of export is begun anew', async (context) => {
  const { base, source, file } = await exported(context, false);
  await copyFile(file, join(base, 'other.part'));
  const report = await exportChain({ directory: source, file: join(base, 'other'), state: true });
  assert.equal(report.resumedAt, 0);
  assert.ok(report.entries > 0);
});

test('every cut and every flipped bit of an export is found, and leaves no ledger', async (context) => {
  const { base, file } = await exported(context, true);
  const whole = await readFile(file);
  const bad = join(base, 'bad');
  const codes = new Set<string>();
  const refused = async (bytes: Uint8Array, withoutReplay: boolean, what: string) => {
    await writeFile(bad, bytes);
    const attempt = importChain({ file: bad, directory: join(base, 'new'), withoutReplay });
    await assert.rejects(attempt, (error: { code?: string }) => {
      assert.match(String(error.code), /^EXPORT_/, what);
      codes.add(String(error.code));
      return true;
    });
  };
  using sections = new SectionFile(file);
  const ends = [...sections.sections()].map(({ end }) => end).slice(0, -1);
  for (const end of [0, 10, ...ends, whole.length - 1]) {
    await refused(whole.subarray(0, end), end % 2 === 0, `cut at ${end}`);
  }
  for (let step = 0; step < 60; step += 1) {
    const at = Math.floor((whole.length * step) / 60) + (step % 7);
    const flipped = Uint8Array.from(whole);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (step % 8));
    await refused(flipped, step % 2 === 0, `flip at ${at}`);
  }
  await refused(Buffer.concat([whole, whole.subarray(-40)]), false, 'something behind');
  assert.ok(codes.has('EXPORT_DAMAGED') && codes.has('EXPORT_TRUNCATED'), [...codes].join());
});

test('other versions, other files and a missing state are refused in words', async (context) => {
  const { base, file } = await exported(context, false);
  const text = await readFile(file, 'latin1');
  const directory = join(base, 'new');
  const refused = async (path: string, code: string, withoutReplay = false) => {
    await assert.rejects(importChain({ file: path, directory, withoutReplay }), { code });
  };
  const other = join(base, 'other');
  await writeFile(other, text.replace('export/1', 'export/2'), 'latin1');
  await refused(other, 'EXPORT_VERSION');
  await writeFile(other, 'PK\u0003\u0004');
  await refused(other, 'EXPORT_FOREIGN');
  await refused(join(base, 'none'), 'ENOENT');
  await refused(file, 'EXPORT_STATE_MISSING', true);
});

test('an import that was interrupted goes on, and one of another chain is refused', async (context) => {
  const { base, file, report } = await exported(context, false);
  const directory = join(base, 'new');
  const cut = join(base, 'cut');
  // The last section is missing: everything before it is in the store when the fault is found.
  await copyFile(file, cut);
  await truncate(cut, (await stat(cut)).size - 1);
  const stop = new AbortController();
  stop.abort();
  const { signal } = stop;
  await assert.rejects(importChain({ file, directory, signal }), { name: 'AbortError' });
  await assert.rejects(importChain({ file: cut, directory }), { code: 'EXPORT_TRUNCATED' });
  const other = testChain('other-1');
  await liveChain(other, join(base, 'other'));
  const otherFile = join(base, 'other.export');
  await exportChain({ directory: join(base, 'other'), file: otherFile });
  const { root } = await importChain({ file, directory });
  assert.deepEqual(root, report.root);
  const attempt = importChain({ file: otherFile, directory });
  await assert.rejects(attempt, { code: 'ENGINE_GENESIS_MISMATCH' });
  assert.deepEqual((await importChain({ file, directory })).resumedAt, report.height + 2);
});

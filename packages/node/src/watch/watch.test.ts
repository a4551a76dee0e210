import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { ModuleVersions } from '@touchmark/ledger';
import { pino } from 'pino';
import { LiveScrub } from '../admin/live-scrub.ts';
import { resolveConfiguration } from '../index.ts';
import { memoryEngine } from '../testing/test-node.ts';
import { keystoreExpiry } from './key-expiry.ts';
import { Watch } from './watch.ts';

const DAY_MS = 86_400_000;

async function watched(
  context: TestContext,
  flags: Record<string, string>,
  headerTimeMs = 0,
  versions: readonly ModuleVersions[] = [],
) {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-watch-'));
  context.after(() => rm(directory, { recursive: true }));
  const engine = await memoryEngine();
  context.after(() => engine.close());
  const said: { level: number; msg: string }[] = [];
  const log = pino({}, { write: (line: string) => void said.push(JSON.parse(line)) });
  const scrub = new LiveScrub(engine, log);
  const watch = new Watch({
    settings: resolveConfiguration({ flags }).watch,
    directory,
    log,
    scrub,
    keys: [keystoreExpiry(join(directory, 'keys'))],
    headerTimeMs: () => headerTimeMs,
    versions: () => versions,
  });
  context.after(() => watch.close());
  const levels = () => said.map(({ level, msg }) => `${level} ${msg.split(';')[0]}`);
  return { directory, watch, levels };
}

test('nothing is said where all is well', async (context) => {
  const { watch, levels } = await watched(context, { 'watch.disk_free_bytes': '0' });
  await watch.look();
  assert.deepEqual(levels(), []);
  assert.ok((watch.disk?.freeBytes ?? 0) > 0);
});

test('a disk that fills up is said once, until it changes', async (context) => {
  const { watch, levels } = await watched(context, { 'watch.disk_free_bytes': '1099511627776' });
  await watch.look();
  await watch.look();
  assert.equal(levels().length, 1);
  assert.match(levels()[0] ?? '', /^(40|50) the disk is filling up$/);
});

test('a version to come that this software lacks is said once', async (context) => {
  const naming = { module: 'naming', active: 1, known: 1, activations: [] };
  const versions = [{ ...naming, pending: { version: 2, height: 70 } }];
  const flags = { 'watch.disk_free_bytes': '0' };
  const { watch, levels } = await watched(context, flags, 0, versions);
  await watch.look();
  await watch.look();
  assert.deepEqual(levels(), ['50 a version is to be activated that this software lacks']);
});

test('keys that end soon, and one that has ended', async (context) => {
  const { directory, watch, levels } = await watched(context, { 'watch.disk_free_bytes': '0' });
  await mkdir(join(directory, 'keys'));
  const write = (name: string, text: string) => writeFile(join(directory, 'keys', name), text);
  const key = (keyId: string, days: number) =>
    JSON.stringify({ keyId, notAfter: new Date(Date.now() + days * DAY_MS).toISOString() });
  await write('a.key.json', key('aa', 10.5));
  await write('b.key.json', key('bb', -1.5));
  await write('c.key.json', key('cc', 400));
  await write('d.key.json', '{"keyId": "dd"}');
  await write('e.key.json', 'no keystore');
  await write('passphrase', 'x');
  await watch.look();
  await watch.look();
  assert.deepEqual(levels(), ['40 a key ends soon', '50 a key is past its end']);
  assert.deepEqual(
    watch.keys.map(({ name }) => name),
    ['aa', 'bb', 'cc'],
  );
});

test('a block of the future', async (context) => {
  const ahead = Date.now() + DAY_MS;
  const { watch, levels } = await watched(context, { 'watch.disk_free_bytes': '0' }, ahead);
  await watch.look();
  assert.match(levels().join(), /^50 the newest block is later than the clock/);
});

test('a clock that was set', async (context) => {
  const { watch, levels } = await watched(context, { 'watch.disk_free_bytes': '0' });
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3_600_000 });
  await watch.look();
  assert.deepEqual(levels(), ['40 the clock was set']);
});

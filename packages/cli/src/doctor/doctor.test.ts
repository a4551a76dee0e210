import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { encodeValidatorKey, resolveConfiguration } from '@touchmark/node';
import { createGenesis, generateKey } from '@touchmark/sdk';
import type { JsonObject } from '../files/json-object.ts';
import { checkNode } from './check-node.ts';
import { versionFindings } from './check-store.ts';
import { examine } from './examine.ts';
import { exitCodeOf, failure, ok, warning } from './finding.ts';
import { groupKeys } from './group-keys.ts';
import type { Subject } from './subject.ts';

async function subject(context: TestContext, more: Partial<Subject> = {}): Promise<Subject> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-doctor-'));
  context.after(() => rm(directory, { recursive: true }));
  return {
    language: 'en',
    directory,
    configuration: resolveConfiguration({ flags: { 'http.port': '0' } }),
    configurationProblems: [],
    keystores: [join(directory, 'keys')],
    isRunning: false,
    status: undefined,
    nowMs: Date.now(),
    ...more,
  };
}

const WELL: JsonObject = {
  state: 'running',
  height: 7,
  listen: { host: '127.0.0.1', port: 0 },
  queue: { transactions: 0, bytes: 0, maxTransactions: 10, maxBytes: 10 },
  eventLoopDelayMs: { p99: 1 },
  timings: { commitMs: { p99: 2 } },
  scrub: { last: { ok: true } },
};

test('what does not hold weighs more than what does not answer, and that more than the rest', () => {
  const plain = failure('a', '', '');
  const away = failure('b', '', '', 5);
  const damaged = failure('c', '', '', 4);
  assert.equal(exitCodeOf([ok('x', ''), warning('y', '', '')]), 0);
  assert.equal(exitCodeOf([plain]), 1);
  assert.equal(exitCodeOf([plain, away]), 5);
  assert.equal(exitCodeOf([away, damaged, plain]), 4);
});

test('each finding that is not well says what to do; none keeps another from being found', async (context) => {
  const given = await subject(context, { configurationProblems: ['http.prot is unknown.'] });
  await mkdir(join(given.directory, 'keys'));
  await mkdir(join(given.directory, 'ledger.unfinished'));
  await writeFile(join(given.directory, 'keys/broken.key.json'), 'x');
  await writeFile(join(given.directory, 'genesis.json'), '{}');
  await writeFile(join(given.directory, 'validator.json'), '{}', { mode: 0o600 });
  const findings = await examine(given);
  const failing = findings.filter(({ level }) => level !== 'ok');
  for (const { check, advice } of failing) assert.ok((advice ?? '').length > 10, check);
  const checks = failing.map(({ check }) => check);
  for (const check of [
    'directory',
    'directory.genesis',
    'directory.unfinished',
    'configuration',
    'store',
    'keys.validator',
    'keys',
  ]) {
    assert.ok(checks.includes(check), `${check} in ${checks.join()}`);
  }
});

test('what is found and what to do is said in Chinese to who reads that', async (context) => {
  const language = 'zh';
  const given = await subject(context, { language, configurationProblems: [] });
  await mkdir(join(given.directory, 'ledger.unfinished'));
  const slow = { eventLoopDelayMs: { p99: 900 }, timings: { commitMs: { p99: 3_000 } } };
  const findings = [
    ...(await examine(given)),
    ...(await checkNode({ ...given, isRunning: true, status: { ...WELL, ...slow } })),
    ...(await checkNode({ ...given, isRunning: true })),
  ];
  // Numbers, names and paths are the same in both.
  const alike = ['runtime', 'memory', 'node.event-loop', 'node.commit', 'directory'];
  for (const { check, detail, advice = '。' } of findings) {
    if (!alike.includes(check)) assert.match(detail, /[\u4e00-\u9fff]/, check);
    assert.match(advice, /[\u3000-\u9fff]/, check);
  }
});

test('a directory that goes away is a finding', async (context) => {
  const given = await subject(context);
  const findings = await examine({ ...given, directory: join(given.directory, 'gone') });
  assert.ok(findings.some(({ check, level }) => check === 'disk' && level === 'failure'));
});

test('a node: well, slow, full, stopped, damaged, away', async (context) => {
  const given = await subject(context, { isRunning: true });
  const levels = async (status: JsonObject | undefined) =>
    (await checkNode({ ...given, status }))
      .filter(({ level }) => level !== 'ok')
      .map(({ check, level, exitCode }) => `${level} ${check} ${exitCode ?? 0}`);
  assert.deepEqual(await levels(WELL), []);
  assert.deepEqual(await levels(undefined), ['failure node 5']);
  assert.deepEqual(await levels({ ...WELL, state: 'failed' }), ['failure node 1']);
  assert.deepEqual(await levels({ ...WELL, scrub: { last: { ok: false } } }), [
    'failure node.scrub 4',
  ]);
  const queue = { transactions: 9, bytes: 1, maxTransactions: 10, maxBytes: 10 };
  const slow = { eventLoopDelayMs: { p99: 900 }, timings: { commitMs: { p99: 3_000 } } };
  assert.deepEqual(await levels({ ...WELL, ...slow, queue }), [
    'warning node.queue 0',
    'warning node.event-loop 0',
    'warning node.commit 0',
  ]);
  const away = { ...WELL, listen: { host: '127.0.0.1', port: 1 } };
  assert.deepEqual(await levels(away), ['failure port 5']);
});

test('a version to come that this software lacks, or is there already', () => {
  const naming = { module: 'naming', active: 1, known: 1, activations: [], pending: undefined };
  const pending = { version: 2, height: 70 };
  const found = (...versions: Parameters<typeof versionFindings>[1]) =>
    versionFindings({ language: 'en' }, versions).map(({ check, level }) => `${level} ${check}`);
  assert.deepEqual(found(naming), ['ok upgrade']);
  assert.deepEqual(found({ ...naming, pending, known: 2 }), ['ok upgrade.naming']);
  assert.deepEqual(found({ ...naming, pending }), ['warning upgrade.naming']);
  assert.deepEqual(found({ ...naming, active: 2 }), ['failure upgrade.naming']);
});

test('a port that another program has', async (context) => {
  const server = createServer();
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  context.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const flags = { 'http.port': String(address.port) };
  const given = await subject(context, { configuration: resolveConfiguration({ flags }) });
  const found = (await checkNode(given)).find(({ check }) => check === 'port');
  assert.equal(found?.level, 'failure');
});

const DAY_MS = 86_400_000;

test('keys that are well make one line; those that need something done keep theirs', () => {
  const nowMs = Date.UTC(2026, 0, 1);
  const end = (days: number): { notAfterMs: number } => ({ notAfterMs: nowMs + days * DAY_MS });
  const findings = [
    ok('keys.validator', 'fine'),
    { ...ok('keys.a', 'young'), key: { name: 'a' } },
    { ...ok('keys.b', 'late'), key: { name: 'b', ...end(90) } },
    { ...warning('keys.c', 'soon', 'do'), key: { name: 'c', ...end(6) } },
    { ...failure('keys.d', 'over', 'do'), key: { name: 'd', ...end(-1) } },
    ok('node', 'fine'),
  ];
  const grouped = groupKeys(findings, nowMs, 'en');
  assert.deepEqual(
    grouped.map(({ check }) => check),
    ['keys.validator', 'keys', 'keys.c', 'keys.d', 'node'],
  );
  assert.equal(
    grouped[1]?.detail,
    '3 keys can be used; 1 of them needs attention; 1 past the end; ' +
      'the next to end is c, in 6 days (2026-01-07T00:00:00.000Z).',
  );
  assert.deepEqual(groupKeys(findings.slice(0, 2), nowMs, 'en'), findings.slice(0, 2));
});

test('a replicated node may have a key that the genesis file does not name', async (context) => {
  const levels: string[] = [];
  for (const mode of ['embedded', 'cometbft']) {
    const configuration = resolveConfiguration({ flags: { 'engine.mode': mode } });
    const given = await subject(context, { configuration });
    const key = encodeValidatorKey(new Uint8Array(32).fill(1));
    const genesis = createGenesis({
      chainId: 'doctor',
      validators: [{ name: 'other', publicKey: generateKey().publicKey }],
      organizations: [
        { id: 'acme', name: 'Acme', roles: ['administrator'], keys: [generateKey()] },
      ],
    });
    await writeFile(join(given.directory, 'genesis.json'), genesis);
    await writeFile(join(given.directory, 'validator.json'), key, { mode: 0o600 });
    const findings = await examine(given);
    levels.push(findings.find(({ check }) => check === 'keys.validator')?.level ?? 'none');
  }
  assert.deepEqual(levels, ['failure', 'ok']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConsensusReport, ReportedValidator } from './consensus-report.ts';
import { findingsOf } from './findings.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 0, 1);

const validator = (name: string, votes: Partial<ReportedValidator> = {}): ReportedValidator => ({
  address: name.toUpperCase().repeat(4),
  organization: name,
  power: 10,
  isOwn: name === 'a',
  prevoted: true,
  precommitted: true,
  signedNewest: true,
  signedRecently: true,
  ...votes,
});

const report = (change: Partial<ConsensusReport> = {}): ConsensusReport => ({
  engine: 'cometbft',
  state: 'resting',
  height: 43,
  round: 0,
  step: 'resting',
  sinceMs: NOW_MS - 42_000,
  proposer: 'BBBB',
  node: 'n',
  peers: ['x'],
  validators: ['a', 'b', 'c', 'd'].map((name) => validator(name)),
  power: { total: 40, prevoted: 40, precommitted: 40, needed: 27 },
  newest: { height: 42, timeMs: NOW_MS - 43_000 },
  ...change,
});

const codes = (given: ConsensusReport): string[] =>
  findingsOf(given, NOW_MS).map(({ code, level }) => `${code} ${level}`);

test('a chain that rests, decides, catches up, or has lost its CometBFT', () => {
  assert.deepEqual(codes(report()), ['consensus.resting ok']);
  assert.deepEqual(codes(report({ state: 'deciding' })), ['consensus.deciding ok']);
  assert.deepEqual(codes(report({ state: 'catching-up' })), ['consensus.catching-up warning']);
  const newest = { height: 0, timeMs: NOW_MS };
  const first = report({ state: 'catching-up', newest });
  assert.deepEqual(codes(first), ['consensus.founding warning']);
  assert.deepEqual(codes({ ...first, isStateSync: true }), ['consensus.snapshot warning']);
  assert.deepEqual(codes(report({ state: 'away' })), ['consensus.away failure']);
  const [away] = findingsOf(report({ state: 'away', lastWords: 'ERROR: port taken' }), NOW_MS);
  assert.match(away?.detail.en ?? '', /Its last words: ERROR: port taken$/);
});

test('a chain that stands: since when, which round, who leads, whose votes are missing', () => {
  const missing = { prevoted: false, precommitted: false };
  const standing = report({
    state: 'standing',
    round: 3,
    step: 'prevote',
    validators: [validator('a'), validator('b'), validator('c', missing), validator('d', missing)],
    power: { total: 40, prevoted: 20, precommitted: 0, needed: 27 },
  });
  const [found] = findingsOf(standing, NOW_MS);
  assert.equal(found?.code, 'consensus.standing');
  for (const part of ['43', '42 s', 'round 3', 'led by b', '20 prevoted', '27 is needed']) {
    assert.ok(found.detail.en.includes(part), `${part}: ${found.detail.en}`);
  }
  assert.ok(found.detail.en.endsWith('No vote came here from c (10), d (10).'), found.detail.en);
  assert.match(found.detail.zh, /c \(10\), d \(10\)/);
  assert.ok(found.advice?.zh);
});

test('prevotes of all and precommits of few: it is the precommits that are missing', () => {
  const standing = report({
    state: 'standing',
    step: 'precommit',
    validators: ['a', 'b', 'c', 'd'].map((name) => validator(name, { precommitted: name === 'a' })),
    power: { total: 40, prevoted: 40, precommitted: 10, needed: 27 },
  });
  const [found] = findingsOf(standing, NOW_MS);
  assert.match(found?.detail.en ?? '', /10 precommitted.*b \(10\), c \(10\), d \(10\)/);
});

test('who signs none of the newest blocks is named, with what may still be missing', () => {
  const without = (names: readonly string[], power: ConsensusReport['power']): string => {
    const validators = names.map((name) => validator(name, { signedRecently: name !== 'd' }));
    const found = findingsOf(report({ validators, power }), NOW_MS).at(-1);
    assert.equal(found?.code, 'consensus.silent');
    return found.detail.en;
  };
  const four = without(['a', 'b', 'c', 'd'], report().power);
  assert.match(
    four,
    /^d \(10\) signed none of the newest blocks up to 42\. If any other validator/,
  );
  const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const power = { total: 70, prevoted: 0, precommitted: 0, needed: 47 };
  assert.match(without(seven, power), /Any one of the others may be missing as well: 60 of 70/);
});

test('a node without peers is told so, unless it is alone on purpose', () => {
  assert.deepEqual(codes(report({ peers: [] })).slice(1), ['consensus.alone failure']);
  const single = report({ peers: [], validators: [validator('a')] });
  assert.deepEqual(codes(single), ['consensus.resting ok']);
  assert.deepEqual(codes(report({ engine: 'embedded', peers: [] })), ['consensus.resting ok']);
});

test('a validator that was restored says so, and that its key is used elsewhere', () => {
  assert.deepEqual(codes(report({ held: {} })).slice(1), ['consensus.restored warning']);
  const [, waiting] = findingsOf(report({ held: { until: 99 } }), NOW_MS);
  assert.match(waiting?.detail.en ?? '', /up to block 99/);
  const twin = report({ held: { until: 99, otherSigner: 89 } });
  assert.deepEqual(codes(twin).slice(1), ['consensus.other-signer failure']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeDelegate } from './delegate.ts';
import { countsUnder, namedSandbox } from '../../testing/named-sandbox.ts';
import { registerSpare } from '../../testing/authority-refusals.ts';
import { dayOf, decodeDay, readDay, readNetworkCounts, readScope } from './counts.ts';
import { encodeRegister } from './register.ts';
import { encodeRetire } from './retire.ts';
import { dayRange, industryOf } from './scope.ts';
import type { Scope } from './scope.ts';
import { encodeTransferPrefix } from './transfer-prefix.ts';

const DAY_MS = 86_400_000;
const INDUSTRY: Scope = { kind: 'industry', industry: '88.118' };
const PREFIX: Scope = { kind: 'prefix', prefix: '88.118.8' };

test('an industry is the first two labels of a prefix', () => {
  assert.deepEqual(['88', '88.118', '88.118.8', '88.118.8.4'].map(industryOf), [
    undefined,
    '88.118',
    '88.118',
    '88.118',
  ]);
});

test('each day of an industry and of a prefix is kept, with what happened on it', () => {
  const sandbox = namedSandbox();
  const first = dayOf(sandbox.timeMs);
  sandbox.must('maker', registerSpare('a'), registerSpare('b'));
  const entries = [{ suffix: 'x', values: [] }];
  sandbox.must('second', encodeRegister({ prefix: '88.118', entries }));
  sandbox.timeMs += 2 * DAY_MS;
  const retire = { identifier: '88.118.8/a', expectedVersion: 1, reason: 'scrapped' };
  sandbox.must('maker', registerSpare('c'), encodeRetire(retire));
  const { state } = sandbox;
  assert.deepEqual(readDay(state, INDUSTRY, first), { registered: 3, retired: 0 });
  assert.deepEqual(readDay(state, INDUSTRY, first + 1), { registered: 0, retired: 0 });
  assert.deepEqual(readDay(state, INDUSTRY, first + 2), { registered: 1, retired: 1 });
  assert.deepEqual(readDay(state, PREFIX, first), { registered: 2, retired: 0 });
  for (const scope of [INDUSTRY, PREFIX]) {
    const over = state.range(dayRange(scope, first, first + 2));
    assert.deepEqual(
      over.map(({ value }) => decodeDay(value).registered),
      [scope === INDUSTRY ? 3 : 2],
    );
  }
  assert.equal(readScope(state, INDUSTRY).registered, 4);
  assert.equal(readNetworkCounts(state).registered, 4);
  assert.equal(readNetworkCounts(state).retired, 1);
});

test('organizations are counted once, however many prefixes they hold', () => {
  const sandbox = namedSandbox();
  sandbox.must('second', encodeDelegate({ prefix: '88.118.9', holder: 'maker' }));
  assert.equal(readScope(sandbox.state, INDUSTRY).organizations, 2);
  assert.deepEqual(countsUnder(sandbox, '88.118'), { registered: 0, retired: 0, delegated: 2 });
  const move = (prefix: string) =>
    encodeTransferPrefix({ prefix, expectedVersion: 1, to: 'second' });
  sandbox.submitAll(['maker', 'second'], move('88.118.9'));
  assert.equal(readScope(sandbox.state, INDUSTRY).organizations, 2);
  sandbox.submitAll(['maker', 'second'], move('88.118.8'));
  assert.equal(readScope(sandbox.state, INDUSTRY).organizations, 1);
  assert.equal(readNetworkCounts(sandbox.state).organizations, 2);
  assert.equal(readNetworkCounts(sandbox.state).delegated, 4);
});

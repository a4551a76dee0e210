import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { verifyHistory } from '@touchmark/state/proof';
import {
  countsUnder,
  ITEM,
  namedSandbox,
  sandboxWithItem,
  secret,
  value,
} from '../../testing/named-sandbox.ts';
import type { Sandbox } from '../../testing/sandbox.ts';
import { encodeSetRoles } from '../organizations/set-roles.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import { readNetworkCounts } from './counts.ts';
import { encodeDelegate } from './delegate.ts';
import { describePrefix, describeRecord } from './describe-record.ts';
import { recordRange, subtreeRange } from './keys.ts';
import { readPrefix, resolveRecord } from './queries.ts';
import { encodeRegister } from './register.ts';
import { encodeRetire } from './retire.ts';

const shown = (sandbox: Sandbox, identifier = ITEM) => {
  const record = resolveRecord(sandbox.state, identifier);
  assert.ok(record !== undefined);
  return describeRecord(record.bytes);
};

const besideRecords = (sandbox: Sandbox) =>
  sandbox.state.entries().filter(({ key }) => key[0] === 0x22 || key[0] === 0x21);

test('prefixes go down from administrators to holders, each to its own level', () => {
  const sandbox = namedSandbox();
  const maker = readPrefix(sandbox.state, '88.118.8');
  assert.ok(maker !== undefined);
  assert.equal(describePrefix(maker.bytes).holder, 'maker');
  const delegate = (author: string, prefix: string, holder: string) =>
    sandbox.submit(author, encodeDelegate({ prefix, holder })).word;
  assert.equal(delegate('admin', '77', 'second'), 'NAMING_HOLDER_ROLE');
  assert.equal(delegate('admin', '77', 'top'), 'OK');
  assert.equal(delegate('top', '77.1', 'maker'), 'NAMING_HOLDER_ROLE');
  assert.equal(delegate('top', '77.1', 'top'), 'OK', 'a higher operator may hold a lower level');
  assert.equal(delegate('top', '77.1.1', 'stranger'), 'NAMING_HOLDER_ROLE');
  assert.equal(delegate('top', '77.1.1', 'second'), 'OK');
  assert.equal(delegate('admin', '77.1.2', 'maker'), 'NAMING_NOT_PREFIX_HOLDER');
  assert.deepEqual(countsUnder(sandbox, '77.1'), { registered: 0, retired: 0, delegated: 1 });
  assert.deepEqual(readNetworkCounts(sandbox.state).delegated, 6);
});

test('delegation goes sixteen labels deep and no further', () => {
  const sandbox = namedSandbox();
  let prefix = '88.118.8';
  for (let depth = 4; depth <= 16; depth += 1) {
    prefix += '.x';
    sandbox.must('maker', encodeDelegate({ prefix, holder: 'maker' }));
  }
  const entries = [{ suffix: 'deep', values: [] }];
  sandbox.must('maker', encodeRegister({ prefix, entries }));
  const tooDeep = sandbox.submit(
    'maker',
    encodeDelegate({ prefix: `${prefix}.x`, holder: 'maker' }),
  );
  assert.deepEqual(tooDeep.details, { action: 0, field: 'prefix', problem: 'bad-form' });
});

test('a batch is registered whole, in any order, and counted', () => {
  const sandbox = namedSandbox();
  const suffixes = ['b', 'a/c', 'Z', 'a', 'a%20b', '~'];
  const entries = suffixes.map((suffix, n) => ({ suffix, values: [value(n + 1, suffix)] }));
  const done = sandbox.must('maker', encodeRegister({ prefix: '88.118.8', entries }));
  for (const [n, suffix] of suffixes.entries()) {
    const record = shown(sandbox, `88.118.8/${suffix}`);
    assert.deepEqual(record.values, [
      {
        index: n + 1,
        type: 'URL',
        data: { format: 'text', value: suffix },
        ttlSeconds: 3600,
        permissions: 14,
      },
    ]);
    assert.deepEqual(
      [record.version, record.height, record.timeMs, record.status, record.holder, record.reason],
      [1, sandbox.height, sandbox.timeMs, 'active', 'maker', null],
    );
    assert.deepEqual([record.transactionId, record.previous], [done.id, null]);
  }
  const counts = { registered: 6, retired: 0, delegated: 0 };
  assert.deepEqual(countsUnder(sandbox, '88.118.8'), counts);
  assert.deepEqual(readNetworkCounts(sandbox.state), {
    ...counts,
    delegated: 3,
    organizations: 3,
  });
  assert.deepEqual(done.events, [
    {
      type: 'naming.registered',
      params: encode({ prefix: '88.118.8', holder: 'maker', suffixes }),
    },
  ]);
});

test('a large batch is told in events that a store keeps cheaply, none left out', () => {
  const sandbox = namedSandbox();
  const suffixes = Array.from({ length: 1000 }, (_, n) => `item-${n}-${'x'.repeat(n % 200)}`);
  const entries = suffixes.map((suffix) => ({ suffix, values: [] }));
  const { events } = sandbox.must('maker', encodeRegister({ prefix: '88.118.8', entries }));
  assert.ok(events.every(({ params }) => params.length <= 1_900));
  assert.ok(events.length > 50 && events.length < 120);
  const told = events.map(({ params }) => Buffer.from(params).toString('latin1')).join('');
  for (const suffix of suffixes) assert.ok(told.includes(suffix));
});

test('one bad entry refuses the whole batch and is named', () => {
  const sandbox = sandboxWithItem();
  const before = sandbox.state.entries().filter(({ key }) => key[0] !== 1);
  const fine = { suffix: 'fine', values: [] };
  const cases: [object, object][] = [
    [
      { suffix: 'item', values: [] },
      { entry: 1, identifier: ITEM },
    ],
    [
      { suffix: 'fine', values: [] },
      { entry: 1, first: 0 },
    ],
    [{ suffix: '../up', values: [] }, { entry: 1 }],
    [{ suffix: '', values: [] }, { entry: 1 }],
    [{ suffix: 'a'.repeat(256), values: [] }, { entry: 1 }],
    [
      { suffix: 'x', values: [value(0, 'a')] },
      { entry: 1, value: 0, problem: 'index' },
    ],
  ];
  for (const [bad, details] of cases) {
    const entries = [fine, { suffix: '', values: [], ...bad }];
    const refused = sandbox.submit('maker', encodeRegister({ prefix: '88.118.8', entries }));
    assert.deepEqual(refused.details, { action: 0, ...details });
  }
  assert.deepEqual(
    sandbox.state.entries().filter(({ key }) => key[0] !== 1),
    before,
  );
});

test('what an earlier action of the transaction registered is taken', () => {
  const sandbox = namedSandbox();
  const batch = encodeRegister({ prefix: '88.118.8', entries: [{ suffix: 'a', values: [] }] });
  const refused = sandbox.submit('maker', batch, batch);
  assert.equal(refused.word, 'NAMING_IDENTIFIER_TAKEN');
  assert.deepEqual(refused.details, { action: 1, entry: 0, identifier: '88.118.8/a' });
  assert.equal(resolveRecord(sandbox.state, '88.118.8/a'), undefined);
});

test('only the holder of exactly this prefix registers under it', () => {
  const sandbox = namedSandbox();
  const entries = [{ suffix: 'a', values: [] }];
  const refused = sandbox.submit('second', encodeRegister({ prefix: '88.118.8', entries }));
  assert.deepEqual(refused.details, {
    action: 0,
    prefix: '88.118.8',
    holder: 'maker',
    author: 'second',
  });
  sandbox.must('second', encodeRegister({ prefix: '88.118', entries }));
  const unknown = sandbox.submit('maker', encodeRegister({ prefix: '88.118.8.1', entries }));
  assert.equal(unknown.word, 'NAMING_PREFIX_UNKNOWN');
});

test('a restricted value is kept as its hash, its data apart', () => {
  const data = secret('price: 7');
  const sandbox = sandboxWithItem([value(1, 'open'), value(7, data, 12)]);
  const record = shown(sandbox);
  assert.deepEqual(record.values[1]?.data, { format: 'digest', value: sha256(data) });
  assert.deepEqual(record.values[0]?.data, { format: 'text', value: 'open' });
  const apart = sandbox.state.entries().filter(({ key }) => key[0] === 0x22);
  const key = Buffer.concat([Buffer.from(`\u0022${ITEM}\0`), Buffer.from([0, 0, 0, 7])]);
  assert.deepEqual(apart, [{ key: new Uint8Array(key), value: data }]);
});

test('a mixed batch gives the same records as single registrations', () => {
  const entries = [
    { suffix: 'b', values: [value(1, secret('x'), 12), value(2, 'y')] },
    { suffix: 'a', values: [value(1, 'plain')] },
    { suffix: 'c', values: [value(3, secret('z'), 8), value(4, secret('w'), 4)] },
  ];
  const together = namedSandbox();
  together.must('maker', encodeRegister({ prefix: '88.118.8', entries }));
  const apart = namedSandbox();
  apart.must(
    'maker',
    ...entries.map((entry) => encodeRegister({ prefix: '88.118.8', entries: [entry] })),
  );
  for (const { suffix } of entries) {
    const identifier = `88.118.8/${suffix}`;
    const record = shown(apart, identifier);
    const { transactionId } = shown(together, identifier);
    assert.deepEqual(shown(together, identifier), { ...record, transactionId });
  }
  assert.deepEqual(besideRecords(together), besideRecords(apart));
});

test('a retired identifier stays as a tombstone and is never free again', () => {
  const sandbox = sandboxWithItem([value(1, 'a', 10), value(2, secret('s'), 12)]);
  const retire = encodeRetire({ identifier: ITEM, expectedVersion: 1, reason: 'scrapped' });
  const before = resolveRecord(sandbox.state, ITEM);
  const done = sandbox.must('maker', retire);
  const record = shown(sandbox);
  assert.deepEqual([record.status, record.version, record.reason], ['retired', 2, 'scrapped']);
  assert.equal(record.values.length, 2, 'what it was can still be read');
  assert.deepEqual(record.previous, sha256(before?.bytes ?? new Uint8Array(0)));
  assert.deepEqual(
    done.events[0]?.params,
    encode({ identifier: ITEM, version: 2, reason: 'scrapped' }),
  );
  const entries = [{ suffix: 'item', values: [] }];
  const again = sandbox.submit('maker', encodeRegister({ prefix: '88.118.8', entries }));
  assert.equal(again.word, 'NAMING_IDENTIFIER_TAKEN');
  const counts = { registered: 1, retired: 1, delegated: 0 };
  assert.deepEqual(countsUnder(sandbox, '88.118.8'), counts);
  const current = resolveRecord(sandbox.state, ITEM);
  assert.equal(
    verifyHistory(current?.bytes ?? new Uint8Array(0), [before?.bytes ?? new Uint8Array(0)]).length,
    2,
  );
});

test('records of a suspended or demoted holder stay resolvable', () => {
  const sandbox = sandboxWithItem();
  sandbox.must('admin', encodeSetRoles({ id: 'maker', roles: [] }));
  sandbox.must('admin', encodeSuspend({ id: 'maker', reason: 'unpaid' }));
  assert.equal(shown(sandbox).status, 'active');
});

test('ranges hold exactly what is under a prefix', () => {
  const sandbox = namedSandbox();
  sandbox.must('second', encodeDelegate({ prefix: '88.118.88', holder: 'maker' }));
  sandbox.must('top', encodeDelegate({ prefix: '88.118-x', holder: 'second' }));
  const register = (author: string, prefix: string, ...suffixes: string[]) =>
    sandbox.must(
      author,
      encodeRegister({ prefix, entries: suffixes.map((suffix) => ({ suffix, values: [] })) }),
    );
  register('maker', '88.118.8', 'a', 'b/c', '~');
  register('maker', '88.118.88', 'other');
  register('second', '88.118', 'mine');
  register('second', '88.118-x', 'not-below');
  const names = (range: ReturnType<typeof recordRange>) =>
    [...sandbox.state.range(range)].map(({ key }) => Buffer.from(key.slice(1)).toString());
  assert.deepEqual(names(recordRange('88.118.8')), ['88.118.8/a', '88.118.8/b/c', '88.118.8/~']);
  assert.deepEqual(names(recordRange('88.118.8', 'a')), ['88.118.8/b/c', '88.118.8/~']);
  assert.deepEqual(names(subtreeRange('88.118')), [
    '88.118.8',
    '88.118.8/a',
    '88.118.8/b/c',
    '88.118.8/~',
    '88.118.88',
    '88.118.88/other',
    '88.118/mine',
  ]);
});

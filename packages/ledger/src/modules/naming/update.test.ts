import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '@touchmark/codec';
import type { CborInput } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { ITEM, sandboxWithItem, secret, value } from '../../testing/named-sandbox.ts';
import type { Sandbox, Submitted } from '../../testing/sandbox.ts';
import { describeRecord } from './describe-record.ts';
import { resolveRecord } from './queries.ts';
import type { RecordValue } from './record-value.ts';
import { encodeRequestSignatures } from './request-signatures.ts';
import { encodeSignValue } from './sign-value.ts';
import { encodeUpdate } from './update.ts';

function update(
  sandbox: Sandbox,
  author: string,
  expectedVersion: number,
  ...values: RecordValue[]
): Submitted {
  return sandbox.submit(author, encodeUpdate({ identifier: ITEM, expectedVersion, values }));
}

function dataOf(sandbox: Sandbox): unknown[] {
  const record = resolveRecord(sandbox.state, ITEM);
  assert.ok(record !== undefined);
  return describeRecord(record.bytes).values.map(({ index, data }) => [index, data.value]);
}

function secrets(sandbox: Sandbox): Uint8Array[] {
  return [...sandbox.state.range({ start: Uint8Array.of(0x22), end: Uint8Array.of(0x23) })].map(
    (entry) => entry.value,
  );
}

test('the holder changes, adds and removes values, one version at a time', () => {
  const sandbox = sandboxWithItem([value(1, 'a'), value(2, 'b')]);
  const done = update(sandbox, 'maker', 1, value(2, 'c'), value(3, 'd'));
  assert.equal(done.word, 'OK');
  assert.deepEqual(dataOf(sandbox), [
    [2, 'c'],
    [3, 'd'],
  ]);
  assert.deepEqual(
    done.events[0]?.params,
    encode({ identifier: ITEM, version: 2, author: 'maker' }),
  );
  const late = update(sandbox, 'maker', 1, value(1, 'x'));
  assert.deepEqual(late.details, { action: 0, identifier: ITEM, expected: 1, current: 2 });
  assert.equal(update(sandbox, 'maker', 2).word, 'OK');
  assert.deepEqual(dataOf(sandbox), []);
});

test('of two updates that saw the same version, one is refused', () => {
  const sandbox = sandboxWithItem();
  const first = update(sandbox, 'maker', 1, value(1, 'b'));
  const second = update(sandbox, 'maker', 1, value(1, 'c'));
  assert.deepEqual([first.word, second.word], ['OK', 'NAMING_VERSION_CONFLICT']);
});

test('values that come as they must not are refused by place', () => {
  const sandbox = sandboxWithItem();
  const cases: [RecordValue, string][] = [
    [{ ...value(1, 'b'), index: 0 }, 'index'],
    [{ ...value(1, 'b'), index: 2 ** 32 }, 'index'],
    [{ ...value(1, 'b'), type: '' }, 'type'],
    [{ ...value(1, 'b'), type: 'a'.repeat(65) }, 'type'],
    [{ ...value(1, 'b'), type: '类型' }, 'type'],
    [{ ...value(1, 'b'), ttlSeconds: 2 ** 32 }, 'ttl'],
    [{ ...value(1, 'b'), permissions: 16 }, 'permissions'],
  ];
  for (const [bad, problem] of cases) {
    const refused = update(sandbox, 'maker', 1, bad);
    assert.deepEqual(refused.details, { action: 0, value: 0, problem });
  }
  const raw = (values: CborInput[]) =>
    sandbox.submit('maker', {
      type: 'naming.update',
      params: encode({ identifier: ITEM, expectedVersion: 1, values }),
    }).details['problem'];
  assert.equal(raw([[1, 'URL', 'x', 1]]), 'shape');
  assert.equal(raw(['x']), 'shape');
  assert.equal(raw([[1, 'URL', null, 1, 14]]), 'data');
  assert.equal(raw([['1', 'URL', 'x', 1, 14]]), 'index');
  assert.equal(raw([[1, 2, 'x', 1, 14]]), 'type');
  assert.equal(raw([[1, 'URL', 'x', -1, 14]]), 'ttl');
  assert.equal(raw([[1, 'URL', 'x', 1, 'w']]), 'permissions');
});

test('a value without administrators’ write is never changed nor removed, by anybody', () => {
  const forever = value(1, 'serial', 2);
  const sandbox = sandboxWithItem([forever, value(2, 'b')]);
  const immutable = { action: 0, identifier: ITEM, index: 1 };
  assert.deepEqual(update(sandbox, 'maker', 1, value(2, 'c')).details, immutable);
  assert.deepEqual(update(sandbox, 'maker', 1, value(1, 'x', 2), value(2, 'c')).details, immutable);
  assert.deepEqual(update(sandbox, 'maker', 1, value(1, 'serial', 14)).details, immutable);
  assert.equal(update(sandbox, 'maker', 1, forever, value(2, 'c')).word, 'OK');
  const publicToo = sandboxWithItem([value(1, 'a', 3)]);
  assert.equal(update(publicToo, 'top', 1, value(1, 'b', 3)).word, 'NAMING_VALUE_IMMUTABLE');
});

test('strangers give new data to values open to public write, and do nothing else', () => {
  const open = value(1, 'unread', 15);
  const closed = value(2, 'mine', 14);
  const sandbox = sandboxWithItem([open, closed]);
  const refusedAt = (index: number, ...values: RecordValue[]) => {
    const refused = update(sandbox, 'stranger', 1, ...values);
    assert.equal(refused.word, 'NAMING_VALUE_NOT_PUBLIC');
    assert.equal(refused.details['index'], index);
  };
  refusedAt(2, value(1, 'read', 15), value(2, 'yours', 14));
  refusedAt(2, value(1, 'read', 15));
  refusedAt(1, closed);
  refusedAt(1, value(1, 'read', 14), closed);
  refusedAt(1, { ...value(1, 'read', 15), ttlSeconds: 1 }, closed);
  refusedAt(1, { ...value(1, 'read', 15), type: 'NOTE' }, closed);
  refusedAt(3, open, closed, value(3, 'new', 15));
  const done = update(sandbox, 'stranger', 1, value(1, 'read', 15), closed);
  assert.equal(done.word, 'OK');
  const record = describeRecord(resolveRecord(sandbox.state, ITEM)?.bytes ?? new Uint8Array(0));
  assert.deepEqual([record.holder, record.version], ['maker', 2]);
  assert.deepEqual(record.transactionId, done.id);
  assert.equal(update(sandbox, 'maker', 2, closed).word, 'OK', 'the holder may still remove it');
});

test('strangers change a public value without knowing the secrets beside it', () => {
  const hidden = secret('price');
  const sandbox = sandboxWithItem([value(1, 'unread', 15), value(2, hidden, 12)]);
  const asShown = value(2, sha256(hidden), 12);
  assert.equal(update(sandbox, 'stranger', 1, value(1, 'read', 15), asShown).word, 'OK');
  assert.deepEqual(secrets(sandbox), [hidden]);
  assert.equal(update(sandbox, 'maker', 2, value(1, 'x', 15), value(2, hidden, 12)).word, 'OK');
  assert.deepEqual(secrets(sandbox), [hidden]);
  assert.deepEqual(dataOf(sandbox), [
    [1, 'x'],
    [2, sha256(hidden)],
  ]);
});

test('data apart follow their value: changed, removed, opened, closed', () => {
  const sandbox = sandboxWithItem([value(1, secret('a'), 12), value(2, 'open')]);
  update(sandbox, 'maker', 1, value(1, secret('b'), 12), value(2, 'open'));
  assert.deepEqual(secrets(sandbox), [secret('b')]);
  update(sandbox, 'maker', 2, value(1, 'now open'), value(2, secret('closed'), 12));
  assert.deepEqual(secrets(sandbox), [secret('closed')]);
  assert.deepEqual(dataOf(sandbox), [
    [1, 'now open'],
    [2, sha256(secret('closed'))],
  ]);
  update(sandbox, 'maker', 3);
  assert.deepEqual(secrets(sandbox), []);
});

test('a restricted value is unchanged when its data are given again', () => {
  const sandbox = sandboxWithItem([value(1, secret('a'), 12)]);
  assert.equal(
    update(sandbox, 'maker', 1, value(1, secret('a'), 12)).word,
    'NAMING_NOTHING_CHANGED',
  );
  const digest = value(1, sha256(secret('a')), 12);
  assert.equal(update(sandbox, 'maker', 1, digest).word, 'NAMING_NOTHING_CHANGED');
});

test('a secret is left alone by repeating its hash, also where the rest of its value changes', () => {
  const data = secret('price: 7');
  const sandbox = sandboxWithItem([value(1, data, 12)]);
  const changed = { ...value(1, sha256(data), 12), ttlSeconds: 7 };
  assert.equal(update(sandbox, 'maker', 1, changed).word, 'OK');
  assert.deepEqual(secrets(sandbox), [data]);
  assert.deepEqual(dataOf(sandbox), [[1, sha256(data)]]);
  const other = secret('price: 8');
  assert.equal(update(sandbox, 'maker', 2, value(1, other, 12)).word, 'OK');
  assert.deepEqual(secrets(sandbox), [other]);
});

test('a signed value in the place of a restricted one leaves no secret behind', () => {
  const sandbox = sandboxWithItem([value(1, secret('a'), 12), value(2, secret('b'), 12)]);
  const open = value(1, 'open');
  const digest = sha256(encode([1, open.type, open.data, open.ttlSeconds, open.permissions]));
  sandbox.must(
    'maker',
    encodeRequestSignatures({
      identifier: ITEM,
      expectedVersion: 1,
      value: open,
      parties: ['top'],
      required: 1,
      withdrawal: 'never',
      untilMs: 0,
    }),
  );
  assert.deepEqual(secrets(sandbox), [secret('a'), secret('b')]);
  sandbox.must('top', encodeSignValue({ identifier: ITEM, index: 1, digest }));
  assert.deepEqual(secrets(sandbox), [secret('b')]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CborInput, encode } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { refusal } from '../testing/refusal.ts';
import { decodeRecordBody, type RecordValue } from './record.ts';
import { checkRestrictedValue } from './restricted-value.ts';

const ID = new Uint8Array(32).fill(3);
const DIGEST = sha256(new Uint8Array(20));

function body(values: CborInput, change: readonly [number, CborInput][] = []): Uint8Array {
  const parts: CborInput[] = [0, 'acme', ID, values, null];
  for (const [index, value] of change) parts[index] = value;
  return encode(parts);
}

test('text, bytes and digests, by what the public may read', () => {
  const { values } = decodeRecordBody(
    body([
      [1, 'URL', 'https://acme.example', 60, 14],
      [2, 'RAW', new Uint8Array([1, 2]), 0, 2],
      [9, 'PRICE', DIGEST, 5, 12],
    ]),
  );
  assert.deepEqual(values, [
    {
      index: 1,
      type: 'URL',
      data: { kind: 'text', text: 'https://acme.example' },
      ttlSeconds: 60,
      permissions: 14,
    },
    {
      index: 2,
      type: 'RAW',
      data: { kind: 'bytes', bytes: new Uint8Array([1, 2]) },
      ttlSeconds: 0,
      permissions: 2,
    },
    {
      index: 9,
      type: 'PRICE',
      data: { kind: 'digest', digest: DIGEST },
      ttlSeconds: 5,
      permissions: 12,
    },
  ]);
});

test('a body of another form is refused', () => {
  const broken = [
    new Uint8Array(0),
    encode([0, 'acme', ID, []]),
    body([], [[0, 2]]),
    body([], [[2, new Uint8Array(31)]]),
    body([], [[4, 7]]),
    body([[1, 'URL', 'x', 60]]),
    body([[1, 'URL', 'x', 60, 18]]),
    body([[0, 'URL', 'x', 60, 14]]),
    body([
      [2, 'URL', 'x', 60, 14],
      [1, 'URL', 'x', 60, 14],
    ]),
    body([
      [1, 'URL', 'x', 60, 14],
      [1, 'URL', 'y', 60, 14],
    ]),
    body([[1, 'PRICE', 'a secret in the open', 60, 12]]),
    body([[1, 'PRICE', new Uint8Array(31), 60, 12]]),
  ];
  for (const bytes of broken) {
    assert.throws(() => decodeRecordBody(bytes), refusal('VERIFY_RECORD_MALFORMED'));
  }
});

test('a restricted value opens for the very bytes that it commits to', () => {
  const data = new Uint8Array([...new Uint8Array(16).fill(5), ...Buffer.from('12.50')]);
  const value: RecordValue = {
    index: 1,
    type: 'PRICE',
    data: { kind: 'digest', digest: sha256(data) },
    ttlSeconds: 0,
    permissions: 12,
  };
  assert.equal(Buffer.from(checkRestrictedValue(value, data)).toString(), '12.50');
  const other = data.slice();
  other[16] = 0;
  const wrong = refusal('VERIFY_RESTRICTED_MISMATCH');
  assert.throws(() => checkRestrictedValue(value, other), wrong);
  assert.throws(() => checkRestrictedValue(value, data.subarray(1)), wrong);
  const short = { ...value, data: { kind: 'digest' as const, digest: sha256(new Uint8Array(15)) } };
  assert.throws(() => checkRestrictedValue(short, new Uint8Array(15)), wrong);
  const open = { ...value, data: { kind: 'text' as const, text: '12.50' } };
  assert.throws(() => checkRestrictedValue(open, data), wrong);
});

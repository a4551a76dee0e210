import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { decodeReceipt, encodeReceipt, hashEvents } from './receipt.ts';

const ID = new Uint8Array(32).fill(3);
const EVENTS = [{ type: 'naming.retired', params: encode({ version: 2 }) }];

test('is the array that the specification says', () => {
  const done = encodeReceipt(ID, undefined, EVENTS);
  const hash = sha256(encode([['naming.retired', { version: 2 }]]));
  assert.deepEqual(done, encode([1, ID, 'OK', {}, hash]));
  const details = { identifier: '88/a', action: 1, keyId: Uint8Array.of(1) };
  const refused = encodeReceipt(ID, { code: 'NAMING_X', number: 1, details }, []);
  assert.deepEqual(decode(refused), [
    1,
    ID,
    'NAMING_X',
    new Map<string, string | number | Uint8Array>([
      ['keyId', Uint8Array.of(1)],
      ['action', 1],
      ['identifier', '88/a'],
    ]),
    sha256(encode([])),
  ]);
});

test('reads back', () => {
  const details = { action: 0, limit: 3 };
  const data = encodeReceipt(ID, { code: 'BLOCK_FULL', number: 13, details }, EVENTS);
  assert.deepEqual(decodeReceipt(data), {
    transactionId: ID,
    code: 'BLOCK_FULL',
    details,
    eventsHash: hashEvents(EVENTS),
  });
});

test('refuses what is no receipt', () => {
  const hash = new Uint8Array(32);
  for (const wrong of [
    [2, ID, 'OK', {}, hash],
    [1, ID, 'OK', {}],
    [1, 'id', 'OK', {}, hash],
    [1, ID, 'OK', [], hash],
    [1, ID, 'OK', { a: null }, hash],
    [1, ID, 'OK', new Map([[1, 1]]), hash],
    [1, ID, 'OK', {}, null],
  ]) {
    assert.throws(() => decodeReceipt(encode(wrong)), Error);
  }
});

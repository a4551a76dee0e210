import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeHead, encodeHead, type Head, HEAD_KEY } from './head.ts';
import { writeUint32 } from './layout.ts';
import { checksumOf } from './stored-values.ts';

const head: Head = {
  commit: 2 ** 40 + 7,
  epoch: 3,
  pageLeaves: 8,
  size: 1000,
  rootSlot: 12,
  slots: 400,
  root: new Uint8Array(32).fill(1),
  treeFile: { commit: 5, slots: 300, hash: new Uint8Array(32).fill(2) },
};

test('a head reads as it was written', () => {
  for (const each of [head, { ...head, rootSlot: -1, treeFile: null }]) {
    assert.deepEqual(decodeHead(encodeHead(each)), each);
  }
});

test('a changed byte anywhere in a head is noticed', () => {
  const bytes = encodeHead(head);
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Uint8Array.from(bytes);
    changed[index] = (changed[index] as number) ^ 0x10;
    assert.throws(() => decodeHead(changed), { code: 'STATE_CORRUPT' });
  }
  assert.throws(() => decodeHead(bytes.subarray(0, 5)), { code: 'STATE_CORRUPT' });
});

test('a head of another format is refused as such', () => {
  const bytes = encodeHead(head);
  // After checksum, commit, array head and the format's name: the format's number.
  const at = 12 + 1 + 1 + 'touchmark/state'.length;
  assert.equal(bytes[at], 1);
  bytes[at] = 2;
  writeUint32(bytes, 0, checksumOf(HEAD_KEY, bytes.subarray(4)));
  assert.throws(() => decodeHead(bytes), { code: 'STATE_VERSION' });
});

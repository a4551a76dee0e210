import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storageError } from './storage-error.ts';
import { freeBytesOf, writerFailure } from './writer-failure.ts';

const systemError = (message: string, code: number): Error =>
  Object.assign(new Error(`${message}: Attempting to setup locks`), { code });

test('a full disk is called full, whether LMDB was told so or wrote half a page', () => {
  const plain = storageError(writerFailure(systemError('No space left on device', 28), Infinity));
  assert.equal(plain.code, 'STATE_FULL');
  const halfway = storageError(writerFailure(systemError('Input/output error', 5), 4096));
  assert.equal(halfway.code, 'STATE_FULL');
  for (const { message } of [plain, halfway]) {
    assert.match(message, /^The disk is full/);
    assert.doesNotMatch(message, /locks/);
  }
});

test('an error of the disk with room left stays one', () => {
  const broken = storageError(writerFailure(systemError('Input/output error', 5), 2 ** 30));
  assert.equal(broken.code, 'STATE_IO');
  assert.equal(freeBytesOf('/there is no such folder'), Infinity);
  assert.ok(freeBytesOf('.') >= 0);
});

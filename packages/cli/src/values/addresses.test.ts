import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listenAddress } from './listen-address.ts';
import { peerAddress } from './peer-address.ts';
import { programFile } from './program-file.ts';

const refuses = (parse: (given: string) => unknown, ...given: string[]): void => {
  for (const text of given) assert.throws(() => parse(text), RangeError, text);
};

test('where to listen', () => {
  for (const text of ['0.0.0.0:26656', '[::1]:1', 'node.example:65535']) {
    assert.equal(listenAddress(text), text);
  }
  refuses(listenAddress, '26656', 'host', ':26656', 'host:65536', 'host:', '::1:26656', 'a b:1');
});

test('another node', () => {
  const text = `${'0a'.repeat(20)}@node.example:26656`;
  assert.equal(peerAddress(text), text);
  refuses(peerAddress, 'node.example:26656', `${'0A'.repeat(20)}@h:1`, `${'0a'.repeat(20)}@h`);
});

test('a program', () => {
  assert.equal(programFile(process.execPath), process.execPath);
  refuses(programFile, '/nonexistent/cometbft', '/tmp', import.meta.filename);
});

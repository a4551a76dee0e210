import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { sha256 } from '@touchmark/crypto';
import type { Entry } from '@touchmark/state';
import {
  CHUNK_BYTES,
  chunkContents,
  decodeMetadata,
  encodeMetadata,
  entriesOf,
  MAX_CHUNK_BYTES,
  MAX_CHUNKS,
  packChunk,
  type SnapshotMetadata,
  snapshotOf,
  unpackChunk,
} from './snapshot-format.ts';

const title = (bytes: number) => ({ bytes, hash: new Uint8Array(32).fill(bytes) });
const METADATA: SnapshotMetadata = {
  chainId: 'test-1',
  height: 1_000,
  root: new Uint8Array(32).fill(7),
  entries: 12,
  versions: 3,
  state: [title(100), title(200)],
  history: [title(30)],
};

test('metadata reads as it was written, and names its snapshot', () => {
  const bytes = encodeMetadata(METADATA);
  assert.deepEqual(decodeMetadata(bytes), METADATA);
  const { height, chunks, hash } = snapshotOf(bytes);
  assert.deepEqual([height, chunks], [1_000, 3]);
  assert.deepEqual(hash, sha256(bytes));
});

test('the bytes are those of spec/snapshot.md', () => {
  const root = new Uint8Array(32).fill(0xaa);
  const hash = new Uint8Array(32).fill(0xbb);
  const state = [{ bytes: 7, hash }];
  const counts = { entries: 1, versions: 0 };
  const small = { chainId: 'c-1', height: 5, root, ...counts, state, history: [] };
  assert.equal(
    Buffer.from(encodeMetadata(small)).toString('hex'),
    `88${'74746f7563686d61726b2d736e617073686f742f31'}63632d31055820${'aa'.repeat(32)}0100` +
      `8182075820${'bb'.repeat(32)}80`,
  );
  const entry = { key: Uint8Array.of(1, 2), value: Uint8Array.of(3) };
  const [content = new Uint8Array(0)] = chunkContents([entry]);
  assert.equal(Buffer.from(content).toString('hex'), '824201024103');
});

test('metadata that is cut, goes on or is of another form is refused', () => {
  const bytes = encodeMetadata(METADATA);
  for (let length = 0; length < bytes.length; length += 1) {
    assert.throws(() => decodeMetadata(bytes.subarray(0, length)), `${length} bytes`);
  }
  assert.throws(() => decodeMetadata(Uint8Array.from([...bytes, 0])));
  assert.throws(() => decodeMetadata(new Uint8Array(4_000_001)));
});

test('metadata bounds chunks and their number', () => {
  const many = Array.from({ length: MAX_CHUNKS }, () => title(1));
  const wrong = [
    { ...METADATA, state: [] },
    { ...METADATA, state: [title(MAX_CHUNK_BYTES + 1)] },
    { ...METADATA, state: many },
  ];
  for (const metadata of wrong) assert.throws(() => decodeMetadata(encodeMetadata(metadata)));
});

test('entries are cut into chunks and come out of them the same', () => {
  const entries = Array.from(
    { length: 300 },
    (_, index): Entry => ({
      key: Uint8Array.of(1, index >> 8, index & 0xff),
      value: new Uint8Array(65_536).fill(index),
    }),
  );
  const contents = [...chunkContents(entries)].map((content) => content.slice());
  assert.equal(contents.length, 3);
  assert.ok(contents.slice(0, 2).every(({ length }) => length >= CHUNK_BYTES));
  assert.ok(contents.every(({ length }) => length <= MAX_CHUNK_BYTES));
  assert.deepEqual(contents.flatMap(entriesOf), entries);
  assert.throws(() => entriesOf(Uint8Array.of(0x82, 0x41)));
  assert.throws(() => entriesOf(Uint8Array.of(0x82, 0x5b, 0x00, 0x1f, 0, 0, 0, 0, 0, 0)));
});

test('a chunk is taken by its content, however it was compressed', () => {
  const content = new Uint8Array(10_000).fill(9);
  const promised = { bytes: content.length, hash: sha256(content) };
  assert.deepEqual(unpackChunk(packChunk(content), promised), content);
  assert.deepEqual(unpackChunk(zstdCompressSync(content), promised), content);
});

test('what is not the promised content is no chunk, however large it would become', () => {
  const content = new Uint8Array(1_000).fill(9);
  const promised = { bytes: content.length, hash: sha256(content) };
  const changed = content.slice();
  changed[500] = 8;
  const bomb = zstdCompressSync(new Uint8Array(64 * 1024 * 1024));
  const packed = packChunk(content);
  const wrong = [
    packChunk(changed),
    packChunk(content.subarray(1)),
    bomb,
    packed.subarray(0, packed.length - 1),
    new Uint8Array(0),
    content,
    new Uint8Array(1_000 + 64 * 1024 + 1),
  ];
  for (const bytes of wrong) assert.equal(unpackChunk(bytes, promised), undefined);
  for (let at = 0; at < packed.length; at += 1) {
    const flipped = Uint8Array.from(packed);
    flipped[at] = (flipped[at] ?? 0) ^ 0x10;
    const found = unpackChunk(flipped, promised);
    // A bit of the frame's head may mean nothing; the content is the promised one all the same.
    if (found !== undefined) assert.deepEqual(found, content);
  }
});

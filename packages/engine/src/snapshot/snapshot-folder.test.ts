import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { SnapshotFolder, UnfinishedSnapshot } from './snapshot-folder.ts';
import { SNAPSHOT_FORMAT } from './snapshot-format.ts';
import { takeSnapshot } from './take-snapshot.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'touchmark-snapshots-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function take(height: number): Uint8Array {
  const entries = [{ key: Uint8Array.of(1), value: Uint8Array.of(height) }];
  const root = new Uint8Array(32).fill(height);
  return takeSnapshot({ chainId: 'test-1', height, root, entries, versions: [] }, directory);
}

test('the newest snapshots are kept, newest first, and their chunks can be had', () => {
  for (const height of [10, 30, 20]) take(height);
  const folder = new SnapshotFolder(directory, 2);
  folder.refresh();
  assert.deepEqual(
    folder.snapshots.map(({ height }) => height),
    [30, 20],
  );
  assert.deepEqual(readdirSync(directory).toSorted(), ['20', '30']);
  assert.ok(folder.chunk(30, SNAPSHOT_FORMAT, 0) !== undefined);
  const wrong: [number, number, number][] = [
    [10, 1, 0],
    [30, 2, 0],
    [30, 1, 1],
    [30, 1, -1],
    [30, 1, 0.5],
    [Number.NaN, 1, 0],
  ];
  for (const [height, format, index] of wrong) {
    assert.equal(folder.chunk(height, format, index), undefined);
  }
});

test('the same state gives the same metadata, and a second one takes the place of the first', () => {
  assert.deepEqual(take(10), take(10));
  assert.notDeepEqual(take(10), take(11));
});

test('what is unfinished or damaged is removed at the start', () => {
  new UnfinishedSnapshot(directory, 40).addChunk(Uint8Array.of(1));
  take(50);
  take(60);
  take(70);
  writeFileSync(join(directory, '60', 'metadata.cbor'), 'no metadata');
  rmSync(join(directory, '70', '00000.chunk'));
  mkdirSync(join(directory, 'something'));
  const folder = new SnapshotFolder(directory, 5);
  folder.refresh();
  assert.deepEqual(readdirSync(directory), ['50']);
  assert.deepEqual(
    folder.snapshots.map(({ height }) => height),
    [50],
  );
});

test('a folder that is not there holds nothing', () => {
  const folder = new SnapshotFolder(join(directory, 'none'), 2);
  folder.refresh();
  assert.deepEqual(folder.snapshots, []);
  assert.equal(existsSync(join(directory, 'none')), false);
});

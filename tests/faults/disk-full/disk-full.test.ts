import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canMount, fillDisk, fillFile } from './fill-disk.ts';

const KIBIBYTE = 1024;

/** One that is full in the middle of a commit, and one that is full before there is a chain. */
const DISKS = [
  { kibibytes: 700, end: /^stopped ENGINE_FAILED: .*disk is full/, least: 100 },
  { kibibytes: 40, end: /^not opened STATE_FULL: .*disk is full/, least: 0 },
];

for (const { kibibytes, end, least } of canMount() ? DISKS : []) {
  test(`a disk of ${kibibytes} KiB: full, still full, and the store goes on when there is room`, async () => {
    const { ends, promises } = await fillDisk(kibibytes * KIBIBYTE);
    assert.equal(ends.length, 3);
    for (const each of ends) assert.match(each, end);
    assert.ok(promises >= least, `${promises} promises`);
  });
}

test('a file that may not grow any more stops the engine, and every promise holds', async () => {
  const { ends, promises } = await fillFile(700);
  // LMDB tells a write of which only a part fitted as an error of input and output.
  const end =
    /^stopped ENGINE_FAILED: .*(The disk is full |Input\/output error.*not full).*start again/;
  assert.match(ends[0] ?? '', end);
  assert.ok(promises > 50, `${promises} promises`);
});

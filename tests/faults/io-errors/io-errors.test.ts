import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { requireTool } from '../../../scripts/test-tools.ts';
import { proveStore } from '../prove-promises.ts';
import { withFolder } from '../with-folder.ts';
import { type Injection, injecting, meetError, nameOf } from './inject.ts';
import { runWriter } from './run-writer.ts';

const strace = requireTool('strace', 'strace');

const INJECTIONS: readonly Injection[] = [
  { call: 'fdatasync', error: 'EIO', first: 1, lasts: true },
  { call: 'fdatasync', error: 'EIO', first: 3, lasts: false },
  { call: 'pwrite64', error: 'EIO', first: 4, lasts: false },
  { call: 'writev', error: 'ENOSPC', first: 3, lasts: false },
];

test('an engine that meets an error of the disk stops, says so and promises nothing more', async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, 'store');
    assert.equal(runWriter({ directory, most: 5 }).end, 'closed');
    for (const [index, injection] of INJECTIONS.entries()) {
      const run = await meetError(strace, directory, (index + 1) * 1_000, injection);
      assert.match(run.end, /^(?:stopped ENGINE_FAILED|ended by LMDB)/, nameOf(injection));
    }
  });
});

for (const [call, first] of [
  ['fsync', 1],
  ['fdatasync', 1],
  ['pwrite64', 2],
] as const) {
  test(`so does one whose chain can't be founded: ${call} number ${first}`, async () => {
    await withFolder(async (folder) => {
      const directory = join(folder, 'store');
      const prefix = injecting(strace, { call, error: 'EIO', first, lasts: false });
      const { end, promises } = runWriter({ directory, most: 5, prefix });
      assert.match(end, /^not opened STATE_IO: /);
      assert.equal(promises.size, 0);
      // Nothing half-made is in the way of the next start.
      await proveStore(directory, runWriter({ directory, most: 5 }).promises);
    });
  });
}

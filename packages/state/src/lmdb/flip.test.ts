import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { contentDigest } from '../testing/flip-checker.ts';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { openLmdbStore } from './open-state-store.ts';

/** `FLIPS=1000 node --test …` for a campaign. */
const FLIPS = Number(process.env['FLIPS'] ?? 12);
const CHECKER = fileURLToPath(new URL('../testing/flip-checker.ts', import.meta.url));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A store without free pages to speak of: most bits mean something. */
async function makeStore(directory: string): Promise<string> {
  const store = await openLmdbStore({ directory, tables: ['blocks'] });
  const update = store.begin();
  update.write(
    Array.from({ length: 800 }, (_, index) => ({
      key: utf8(`88.118.${index % 9}/${index}`),
      value: new Uint8Array(index === 5 ? 9000 : 100).fill(index),
    })),
  );
  for (let height = 0; height < 60; height += 1) {
    update
      .table('blocks')
      .put(utf8(`${height}`), new Uint8Array(height === 7 ? 6000 : 200).fill(height));
  }
  await update.commit();
  const digest = store.read(contentDigest);
  await store.close();
  return digest;
}

function runFlips(directory: string, pristine: string, digest: string, bits: number[]): string[] {
  const outcomes: string[] = [];
  while (outcomes.length < bits.length) {
    const first = outcomes.length;
    const rest = bits.slice(first).map(String);
    const args = [CHECKER, directory, pristine, digest, String(first), ...rest];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
    for (const line of stdout.split('\n').filter(Boolean)) {
      outcomes.push(line.split(' ')[1] ?? '');
    }
    // Reading on from a damaged page can end the process: nobody got a wrong answer.
    if (outcomes.length < bits.length) outcomes.push('died');
  }
  return outcomes;
}

// What reads without a proof show before a scrub is not checked; what updates read is: update-reads.test.ts.
test('no flipped bit of the file gets past opening and scrub', async () => {
  await withTemporaryDirectory(async (directory) => {
    const digest = await makeStore(directory);
    const pristine = join(directory, 'pristine');
    copyFileSync(join(directory, 'data.mdb'), pristine);
    const bitCount = statSync(pristine).size * 8;
    const step = Math.floor(bitCount / FLIPS);
    const bits = Array.from(
      { length: FLIPS },
      (_, index) => index * step + ((index * 7919) % step),
    );
    const outcomes = runFlips(directory, pristine, digest, bits);
    assert.equal(outcomes.filter((outcome) => outcome === 'WRONG').length, 0);
    const noticed = outcomes.filter((outcome) => outcome !== 'harmless').length;
    assert.ok(noticed > FLIPS / 4, `noticed only ${noticed} of ${FLIPS}`);
  });
});

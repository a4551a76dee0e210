import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireTool } from '../../../scripts/test-tools.ts';
import { powerCuts } from './campaign.ts';

const strace = requireTool('strace', 'strace');
const base = { strace, seed: 1, transactions: 40, fill: 0 };

test('whenever the power goes, every promise holds and the store goes on', async () => {
  const { states, promises, syncs, violations } = await powerCuts({ ...base, states: 40 });
  assert.deepEqual(Object.fromEntries(violations), {});
  assert.equal(promises, 40);
  assert.ok(syncs > 10 && states === 40, `${states} states, ${syncs} syncs`);
});

test('also while a tree file is written, named and replaced', async () => {
  const { violations } = await powerCuts({ ...base, states: 12, fill: 12_000 });
  assert.deepEqual(Object.fromEntries(violations), {});
});

for (const [name, mode] of [
  ['a disk whose syncs do nothing', { ignoreSyncs: true }],
  ['a database that does not sync', { noSync: true }],
] as const) {
  test(`the same finds the faults of ${name}`, async () => {
    const { violations } = await powerCuts({ ...base, ...mode, states: 12 });
    assert.ok(violations.size > 0);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StateView } from '@touchmark/state';
import { Council, memberId, OPENLY, rule } from '../../testing/council.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import { countElectorate } from './electorate.ts';
import { countVotes } from './tally.ts';

const MEMBERS = 40;
const COMMITTEES = 32;

/** Committee n has the members from n on: all but the first overlap with every one before. */
function overlapping(): Council {
  const committees = Array.from({ length: COMMITTEES }, (_, first) => ({
    name: `part-${first}`,
    organizations: Array.from({ length: MEMBERS - first }, (_none, at) => memberId(at + first + 1)),
  }));
  return new Council(MEMBERS, [OPENLY], { committees });
}

const PARTS = Array.from(
  { length: COMMITTEES },
  (_, at) => `committee:part-${COMMITTEES - 1 - at}`,
);

/** A view that counts how often something is read. */
function counted(state: StateView): { view: StateView; reads: () => number } {
  let reads = 0;
  const get = (key: Uint8Array): Uint8Array | undefined => {
    reads += 1;
    return state.get(key);
  };
  return { view: { get, range: (range) => state.range(range) }, reads: () => reads };
}

test('who belongs to several committees counts once, and is asked about once', () => {
  const sandbox = overlapping();
  sandbox.must('admin', encodeSuspend({ id: memberId(MEMBERS), reason: 'unpaid' }));
  const { view, reads } = counted(sandbox.state);
  const { active, size } = countElectorate(view, PARTS);
  assert.deepEqual([active, size], [MEMBERS - 1, MEMBERS - 1]);
  // The constitution, and each organization.
  assert.ok(reads() <= MEMBERS + 2, `${reads()} reads`);
});

test('counting votes reads the constitution once, however many parts the electorate has', () => {
  const sandbox = overlapping();
  sandbox.propose('admin', encodeSuspend({ id: 'maker', reason: 'unpaid' }));
  for (let voter = 1; voter <= MEMBERS; voter += 1) sandbox.vote(memberId(voter), 'abstain');
  const { view, reads } = counted(sandbox.state);
  const pinned = { rule: rule('*', { electorate: PARTS }), hash: new Uint8Array(32), size: 0 };
  const { counts } = countVotes(view, 1, [pinned]);
  assert.equal(counts[0]?.active, MEMBERS);
  assert.ok(reads() <= 2 * MEMBERS + 4, `${reads()} reads`);
});

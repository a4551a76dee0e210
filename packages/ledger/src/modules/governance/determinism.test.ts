import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action, DecodedTransaction } from '@touchmark/codec';
import { openMemoryStateStore } from '@touchmark/state';
import * as fc from 'fast-check';
import { ledger } from '../../index.ts';
import type { BlockOutcome } from '../../index.ts';
import { Overlay } from '../../kernel/overlay.ts';
import { Council, genesisWith, memberId, proposal, rule } from '../../testing/council.ts';
import { PlainState } from '../../testing/plain-state.ts';
import { CHAIN_ID, testKey } from '../../testing/sandbox.ts';
import { encodeLeave } from '../organizations/leave.ts';
import { encodeReinstate } from '../organizations/reinstate.ts';
import { encodeSetRoles } from '../organizations/set-roles.ts';
import { encodeSuspendUrgently } from '../organizations/suspend-urgently.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import type { Choice } from './params.ts';
import { encodeSetConstitution } from './set-constitution.ts';
import { encodeVoteAction } from './vote.ts';
import { encodeWithdraw } from './withdraw.ts';

const RULES = [
  rule('*', { threshold: '1/2', votingMs: 60_000, delayMs: 30_000, veto: ['members'] }),
  rule('organizations.suspend-urgently', { threshold: 'any' }),
];
const number = fc.integer({ min: 1, max: 6 });
const id = fc.constantFrom('admin', 'maker', memberId(1), memberId(2), memberId(3));
const governed: fc.Arbitrary<Action> = fc.oneof(
  id.map((of) => encodeSuspend({ id: of, reason: 'x' })),
  id.map((of) => encodeReinstate({ id: of, reason: 'x' })),
  id.map((of) => encodeLeave({ id: of, reason: 'x' })),
  id.map((of) => encodeSetRoles({ id: of, roles: ['administrator', 'auditor'] })),
  fc.constant(encodeSetConstitution({ committees: [], rules: RULES })),
);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(governed, { minLength: 1, maxLength: 2 }).map((of) => proposal(...of)),
  },
  {
    weight: 8,
    arbitrary: fc
      .tuple(number, fc.constantFrom<Choice>('yes', 'yes', 'yes', 'no', 'abstain', 'veto'))
      .map(([of, choice]) => encodeVoteAction({ proposal: of, choice, reason: '' })),
  },
  { weight: 1, arbitrary: number.map((of) => encodeWithdraw({ proposal: of })) },
  {
    weight: 1,
    arbitrary: id.map((of) => encodeSuspendUrgently({ id: of, hours: 1, reason: 'x' })),
  },
);
/** Who does what, and how long after the block before. */
const block = fc.record({
  laterMs: fc.constantFrom(1, 1000, 10_000, 31_000, 3_600_000),
  done: fc.array(fc.tuple(id, action), { maxLength: 4 }),
});

test('random decisions lead to the same everywhere: plain map, store, overlays, and twice', async () => {
  const histories = fc.sample(fc.array(block, { minLength: 15, maxLength: 30 }), {
    seed: 11,
    numRuns: 25,
  });
  let decided = 0;
  for (const history of histories) {
    const council = new Council(3, RULES);
    const founded = council.state.entries();
    const store = openMemoryStateStore({ tables: [] });
    const founding = store.begin();
    founding.write(founded);
    await founding.commit();
    const again = new PlainState();
    again.apply(founded);
    let timeMs = council.timeMs;
    for (const [place, { laterMs, done }] of history.entries()) {
      timeMs += laterMs;
      council.timeMs = timeMs;
      const transactions: DecodedTransaction[] = done.map(([author, of]) =>
        council.transaction([testKey(author)], [of]),
      );
      const input = { chainId: CHAIN_ID, height: place + 1, timeMs, transactions };
      const run = (state: Parameters<typeof ledger.executeBlock>[1]): BlockOutcome =>
        ledger.executeBlock(input, state, () => true);
      const outcome = run(again);
      assert.deepEqual(run(again), outcome, 'twice the same');
      assert.deepEqual(run(new Overlay(new Overlay(again))), outcome);
      assert.deepEqual(store.read(run), outcome);
      const update = store.begin();
      update.write(outcome.writes);
      await update.commit();
      again.commit(outcome);
      decided += outcome.events.length;
    }
  }
  assert.ok(decided > 20, `only ${decided} events of blocks themselves`);
});

test('the state founded does not depend on the order of committees and rules in the file', () => {
  const committees = ['aa', 'bb'].map((name) => ({ name, organizations: ['admin'] }));
  const turned = { committees: committees.toReversed(), rules: RULES.toReversed() };
  assert.deepEqual(
    ledger.initializeState(genesisWith(turned)),
    ledger.initializeState(genesisWith({ committees, rules: RULES })),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GenesisRule } from '@touchmark/codec';
import { ledger } from '../../index.ts';
import { OPEN_PROPOSALS, OPEN_PROPOSALS_OF_ONE, OPEN_PROPOSALS_SCARCE } from '../../limits.ts';
import { Council, genesisWith, memberId, OPENLY, proposal, rule } from '../../testing/council.ts';
import { encodeAttach } from '../organizations/attach.ts';
import { encodeDetach } from '../organizations/detach.ts';
import { encodeLeave } from '../organizations/leave.ts';
import { encodeReinstate } from '../organizations/reinstate.ts';
import { encodeSetCodes } from '../organizations/set-codes.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import { encodeSetConstitution } from './set-constitution.ts';

const SUSPEND = encodeSuspend({ id: 'maker', reason: 'x' });

const NAME = { id: 'maker', name: 'a.pdf' };
/** One action of each class that has a long rule. */
const ACTIONS = [
  SUSPEND,
  encodeReinstate({ id: 'maker', reason: 'x' }),
  encodeAttach({ ...NAME, digest: new Uint8Array(32) }),
  encodeDetach(NAME),
  encodeSetCodes({ id: 'maker', creditCode: '', lei: '' }),
  encodeLeave({ id: 'maker', reason: 'x' }),
];

/** A long rule for each of their classes. */
function longRules(parts: number): GenesisRule[] {
  const electorate = Array.from(
    { length: parts },
    (_, place) => `organization:${String(place).padStart(32, 'x')}`,
  );
  const long = { electorate: ['role:administrator', ...electorate], veto: electorate };
  return [rule('*'), ...ACTIONS.map(({ type }) => rule(type, long))];
}

test('a few organizations together do not keep others from proposing', () => {
  const sandbox = new Council(40, [rule('*')]);
  const plotters = OPEN_PROPOSALS_SCARCE / OPEN_PROPOSALS_OF_ONE;
  const nine = Array.from({ length: OPEN_PROPOSALS_OF_ONE }, () => proposal(SUSPEND));
  for (let place = 1; place <= plotters; place += 1) sandbox.must(memberId(place), ...nine);
  const more = sandbox.submit(memberId(1), proposal(SUSPEND));
  assert.deepEqual(
    [more.word, more.details['limit'], more.details['whose']],
    ['GOVERNANCE_TOO_MANY_PROPOSALS', 1, memberId(1)],
  );
  for (let place = plotters + 1; place <= plotters + OPEN_PROPOSALS_SCARCE; place += 1) {
    sandbox.must(memberId(place), proposal(SUSPEND));
  }
  const full = sandbox.submit('admin', proposal(SUSPEND));
  assert.deepEqual([full.details['limit'], full.details['whose']], [OPEN_PROPOSALS, '*']);
});

test('however many proposals are open, a new constitution drops them all', () => {
  const longer = genesisWith({ committees: [], rules: longRules(63) });
  assert.throws(() => ledger.initializeState(longer), /wrong at rules \(too-long\)/);
  const sandbox = new Council(OPEN_PROPOSALS - 1, longRules(40));
  const ids = Array.from({ length: OPEN_PROPOSALS - 1 }, (_, place) => memberId(place + 1));
  for (const id of ids) sandbox.must(id, proposal(...ACTIONS));
  sandbox.must('admin', proposal(encodeSetConstitution({ committees: [], rules: [OPENLY] })));
  for (const id of ids.slice(0, 33)) sandbox.vote(id, 'yes', OPEN_PROPOSALS);
  assert.equal(sandbox.status(OPEN_PROPOSALS), 'executed');
  assert.equal(sandbox.status(1), 'dropped');
});

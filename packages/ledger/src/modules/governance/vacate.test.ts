import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from '@touchmark/codec';
import { Council, memberId, OPENLY, proposal } from '../../testing/council.ts';
import { ledger } from '../../index.ts';
import { testKey } from '../../testing/sandbox.ts';
import { encodeLeave } from '../organizations/leave.ts';
import { encodeReinstate } from '../organizations/reinstate.ts';
import { encodeSetRoles } from '../organizations/set-roles.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import { encodeSuspendUrgently } from '../organizations/suspend-urgently.ts';
import { encodeSetValidators } from './set-validators.ts';
import { readValidators } from './validators.ts';

const FIRST = memberId(1);
const SUSPEND = encodeSuspend({ id: FIRST, reason: 'x' });
const LEAVE = encodeLeave({ id: FIRST, reason: 'x' });
const NO_VALIDATOR = encodeSetRoles({ id: FIRST, roles: ['auditor'] });
const WAYS: readonly (readonly [string, Action])[] = [
  ['admin', SUSPEND],
  ['admin', LEAVE],
  [FIRST, LEAVE],
  ['admin', NO_VALIDATOR],
];

/** As many validators as powers are given, one of each member. */
function council(powers: readonly number[]): Council {
  const sandbox = new Council(powers.length, [OPENLY], { roles: ['validator'] });
  sandbox.must('admin', setTo(powers));
  return sandbox;
}

function setTo(powers: readonly number[]): Action {
  const validators = powers.map((power, place) => {
    const organization = memberId(place + 1);
    return { organization, publicKey: testKey(`v ${organization}`).publicKey, power };
  });
  return encodeSetValidators({ validators: validators.filter(({ power }) => power > 0) });
}

const names = ({ state }: Council) => readValidators(state).map(({ organization }) => organization);

test('who leaves, is suspended by vote or loses the role has no validators from then on', () => {
  for (const [author, action] of WAYS) {
    const sandbox = council([1, 1, 1, 1, 1]);
    sandbox.must(author, action);
    assert.deepEqual(names(sandbox), [2, 3, 4, 5].map(memberId));
  }
});

test('where those left would not be safe, others are set first, in the same proposal if one likes', () => {
  for (const [author, action] of WAYS) {
    const four = council([1, 1, 1, 1, 0]);
    const few = four.submit(author, action);
    assert.equal(few.word, 'GOVERNANCE_VALIDATORS_FIRST');
    assert.equal(few.details['reason'], 'GOVERNANCE_TOO_FEW_VALIDATORS');
    const said = ledger.describeRefusal(few.word, few.details, 'en');
    assert.match(said, /\(GOVERNANCE_TOO_FEW_VALIDATORS: There would be … validators, .*Keep/);
    const chinese = ledger.describeRefusal(few.word, few.details, 'zh');
    assert.match(chinese, /（GOVERNANCE_TOO_FEW_VALIDATORS：验证者/);
    assert.equal(names(four).length, 4);
    const late = four.submit('admin', proposal(action, setTo([0, 1, 1, 1, 1])));
    assert.equal(late.details['reason'], 'GOVERNANCE_VALIDATORS_FIRST');
    four.must('admin', proposal(setTo([0, 1, 1, 1, 1]), action));
    four.vote('admin', 'yes');
    assert.deepEqual(names(four), [2, 3, 4, 5].map(memberId));
  }
  const strong = council([3, 3, 1, 1, 1]);
  const much = strong.submit('admin', SUSPEND);
  assert.equal(much.details['reason'], 'GOVERNANCE_POWER_CONCENTRATED');
});

test('an urgent suspension leaves them; one that follows does not, and no reinstatement brings them back', () => {
  const sandbox = council([1, 1, 1, 1, 1]);
  sandbox.must('admin', encodeSuspendUrgently({ id: FIRST, hours: 1, reason: 'x' }));
  assert.equal(names(sandbox).length, 5);
  sandbox.must('admin', SUSPEND);
  assert.equal(names(sandbox).length, 4);
  sandbox.must('admin', encodeReinstate({ id: FIRST, reason: 'x' }));
  assert.equal(names(sandbox).length, 4);
});

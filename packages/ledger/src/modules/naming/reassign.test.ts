import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openGenesis } from '../../testing/council.ts';
import { appoint, registerSpare } from '../../testing/authority-refusals.ts';
import { ITEM, sandboxWithItem, value } from '../../testing/named-sandbox.ts';
import { REQUEST, SIGNATURE } from '../../testing/naming-examples.ts';
import { encodePropose } from '../governance/propose.ts';
import { encodeVoteAction } from '../governance/vote.ts';
import { encodeLeave } from '../organizations/leave.ts';
import { encodeReinstate } from '../organizations/reinstate.ts';
import { encodeSuspendUrgently } from '../organizations/suspend-urgently.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import { encodeCloseRequest } from './close-request.ts';
import { readScope } from './counts.ts';
import { describeRecord } from './describe-record.ts';
import { recordKey } from './keys.ts';
import { readPrefix, resolveRecord } from './queries.ts';
import { encodeReassignPrefix } from './reassign-prefix.ts';
import { encodeReassign } from './reassign.ts';
import { encodeRequestSignatures } from './request-signatures.ts';
import { encodeRetire } from './retire.ts';
import { encodeSignValue } from './sign-value.ts';
import { encodeTransferPrefix } from './transfer-prefix.ts';
import { encodeTransfer } from './transfer.ts';
import { encodeUpdate } from './update.ts';

const PREFIX = '88.118.8';
const REASON = 'insolvent, by order of the court';
const FIRST = { prefix: PREFIX, expectedVersion: 1, to: 'second', reason: REASON };
const REASSIGN = encodeReassignPrefix(FIRST);

test('a prefix whose holder left goes on with another one, by decision, for a reason', () => {
  const sandbox = sandboxWithItem();
  sandbox.must('maker', appoint('stranger'));
  sandbox.must('maker', encodeLeave({ id: 'maker', reason: 'closed' }));
  const alone = sandbox.submit('admin', REASSIGN).word;
  assert.equal(alone, 'GOVERNANCE_PROPOSAL_NEEDED', 'no administrator takes it alone');
  const decided = encodePropose({ title: 'It goes on', actions: [REASSIGN], vote: 'yes' });
  const { events } = sandbox.must('admin', decided);
  assert.ok(events.some(({ type }) => type === 'naming.prefix-reassigned'));
  const found = readPrefix(sandbox.state, PREFIX)?.body;
  assert.deepEqual([found?.holder, found?.tenure, found?.reason], ['second', 2, REASON]);
  assert.equal(readScope(sandbox.state, { kind: 'network' }).organizations, 2, 'top and second');
  sandbox.must('second', registerSpare());
  assert.equal(sandbox.submit('stranger', registerSpare('b')).word, 'NAMING_ADMINISTRATION_OVER');
});

test('nothing is taken from who can act, or will again when its suspension ends', () => {
  const sandbox = sandboxWithItem(undefined, openGenesis());
  const reassign = () => sandbox.submit('admin', REASSIGN).word;
  assert.equal(reassign(), 'NAMING_HOLDER_PRESENT');
  const urgent = encodeSuspendUrgently({ id: 'maker', hours: 72, reason: 'stolen' });
  sandbox.must('admin', urgent);
  assert.equal(reassign(), 'NAMING_HOLDER_PRESENT');
  sandbox.must('admin', encodeSuspend({ id: 'maker', reason: 'unpaid' }));
  assert.equal(reassign(), 'OK');
  sandbox.must('admin', encodeReinstate({ id: 'maker', reason: 'paid' }));
  assert.equal(sandbox.submit('maker', registerSpare()).word, 'NAMING_NOT_PREFIX_HOLDER');
});

test('the receiver must be active and have the role; the version must be the one seen', () => {
  const sandbox = sandboxWithItem(undefined, openGenesis());
  sandbox.must('admin', encodeSuspend({ id: 'maker', reason: 'unpaid' }));
  const reassign = (changes: Partial<typeof FIRST>) =>
    sandbox.submit('admin', encodeReassignPrefix({ ...FIRST, ...changes })).word;
  assert.equal(reassign({ to: 'maker' }), 'NAMING_HOLDER_SUSPENDED');
  assert.equal(reassign({ to: 'stranger' }), 'NAMING_HOLDER_ROLE');
  assert.equal(reassign({ to: 'nobody' }), 'NAMING_HOLDER_UNKNOWN');
  assert.equal(reassign({ expectedVersion: 2 }), 'NAMING_VERSION_CONFLICT');
  assert.equal(reassign({ prefix: '77' }), 'NAMING_PREFIX_UNKNOWN');
});

test('the reason of a decision goes with the holder that it was about', () => {
  const sandbox = sandboxWithItem(undefined, openGenesis());
  sandbox.must('admin', encodeSuspend({ id: 'maker', reason: 'unpaid' }), REASSIGN);
  const move = encodeTransferPrefix({ prefix: PREFIX, expectedVersion: 2, to: 'top' });
  assert.equal(sandbox.submitAll(['second', 'top'], move).word, 'OK');
  const found = readPrefix(sandbox.state, PREFIX)?.body;
  assert.deepEqual([found?.holder, found?.tenure, found?.reason], ['top', 3, null]);
});

test('a record goes on with another holder as well, with its values and the reason', () => {
  const sandbox = sandboxWithItem(undefined, openGenesis());
  sandbox.must('maker', encodeRequestSignatures({ ...REQUEST, required: 1 }));
  const reassign = (to: string) =>
    sandbox.submit('admin', encodeReassign({ identifier: ITEM, to, reason: REASON })).word;
  assert.equal(reassign('second'), 'NAMING_HOLDER_PRESENT');
  sandbox.must('admin', encodeSuspend({ id: 'maker', reason: 'unpaid' }));
  assert.equal(reassign('maker'), 'NAMING_HOLDER_SUSPENDED');
  assert.equal(reassign('second'), 'OK');
  const record = () => describeRecord(sandbox.state.get(recordKey(ITEM)) ?? new Uint8Array(0));
  assert.deepEqual(
    [record().holder, record().reason, record().values.length],
    ['second', REASON, 1],
  );
  const signed = sandbox.submit('second', encodeSignValue(SIGNATURE)).word;
  assert.equal(signed, 'NAMING_REQUEST_LAPSED', 'the old holder asked for it');
  sandbox.must('second', encodeCloseRequest({ identifier: ITEM, index: 5, reason: 'not ours' }));
  const move = encodeTransfer({ identifier: ITEM, expectedVersion: 2, to: 'top' });
  assert.equal(sandbox.submitAll(['second', 'top'], move).word, 'OK');
  assert.deepEqual([record().holder, record().reason], ['top', null]);
});

test('no stranger undoes a decision by writing what is open to it meanwhile', () => {
  const sandbox = sandboxWithItem([value(1, 'a', 15)]);
  sandbox.must('admin', encodeSuspend({ id: 'maker', reason: 'unpaid' }));
  const action = encodeReassign({ identifier: ITEM, to: 'second', reason: REASON });
  sandbox.must('admin', encodePropose({ title: 'Goes on', actions: [action], vote: 'none' }));
  const values = [value(1, 'b', 15)];
  sandbox.must('stranger', encodeUpdate({ identifier: ITEM, expectedVersion: 1, values }));
  sandbox.must('admin', encodeVoteAction({ proposal: 1, choice: 'yes', reason: '' }));
  assert.equal(resolveRecord(sandbox.state, ITEM)?.body.holder, 'second');
});

test('a record that is not there, or retired, is reassigned to nobody', () => {
  const sandbox = sandboxWithItem(undefined, openGenesis());
  const reassign = (identifier: string) =>
    sandbox.submit('admin', encodeReassign({ identifier, to: 'second', reason: REASON })).word;
  assert.equal(reassign(`${PREFIX}/nothing`), 'NAMING_IDENTIFIER_UNKNOWN');
  sandbox.must('maker', encodeRetire({ identifier: ITEM, expectedVersion: 1, reason: 'scrapped' }));
  assert.equal(reassign(ITEM), 'NAMING_IDENTIFIER_RETIRED');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { appoint, dismiss } from '../../testing/authority-refusals.ts';
import { ITEM, sandboxWithItem, secret, value } from '../../testing/named-sandbox.ts';
import { REQUEST, SIGNATURE } from '../../testing/naming-examples.ts';
import type { Sandbox } from '../../testing/sandbox.ts';
import { encodeReinstate } from '../organizations/reinstate.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import { encodeCloseRequest } from './close-request.ts';
import { describeRecord } from './describe-record.ts';
import { recordKey } from './keys.ts';
import type { RecordValue } from './record-value.ts';
import { encodeRequestSignatures } from './request-signatures.ts';
import { encodeReregister } from './reregister.ts';
import { encodeRetire } from './retire.ts';
import { encodeSetReregistration } from './set-reregistration.ts';
import { encodeSignValue } from './sign-value.ts';
import { encodeTransferPrefix } from './transfer-prefix.ts';
import { encodeTransfer } from './transfer.ts';
import { encodeWithdrawSignature } from './withdraw-signature.ts';

const PLACE = { identifier: ITEM, index: 5 };
const ALONE = { parties: ['maker'], required: 1 } as const;
/** Public read alone: nobody changes it. */
const FOREVER = value(5, 'serial 7', 2);
const SIGN_FOREVER = encodeSignValue({
  ...PLACE,
  digest: sha256(encode([5, 'URL', 'serial 7', 3600, 2])),
});

function indexes({ state }: Sandbox): number[] {
  const bytes = state.get(recordKey(ITEM));
  return bytes === undefined ? [] : describeRecord(bytes).values.map(({ index }) => index);
}

test('what was signed as a value for good leaves the record by no signature and no closing', () => {
  const sandbox = sandboxWithItem();
  sandbox.must('maker', encodeRequestSignatures({ ...REQUEST, ...ALONE, value: FOREVER }));
  sandbox.must('maker', SIGN_FOREVER);
  for (const action of [
    encodeWithdrawSignature({ ...PLACE, reason: 'regretted' }),
    encodeCloseRequest({ ...PLACE, reason: 'regretted' }),
  ]) {
    const { word, details } = sandbox.submit('maker', action);
    assert.deepEqual([word, details['index']], ['NAMING_VALUE_IMMUTABLE', 5]);
  }
  assert.deepEqual(indexes(sandbox), [1, 5]);
});

test('registered again, an identifier has what it was registered with for good', () => {
  const hidden = value(6, secret('price'), 8);
  const sandbox = sandboxWithItem([value(1, 'a'), FOREVER, hidden]);
  const rule = { prefix: '88.118.8', expectedVersion: 1, afterMs: 1 };
  sandbox.must('maker', encodeSetReregistration(rule));
  sandbox.must('maker', encodeRetire({ identifier: ITEM, expectedVersion: 1, reason: 'scrapped' }));
  const again = (...values: RecordValue[]) =>
    sandbox.submit('maker', encodeReregister({ identifier: ITEM, expectedVersion: 2, values }));
  const other = again(value(5, 'serial 8', 2), hidden);
  assert.deepEqual([other.word, other.details['index']], ['NAMING_VALUE_IMMUTABLE', 5]);
  const lacking = again(FOREVER);
  assert.deepEqual([lacking.word, lacking.details['index']], ['NAMING_VALUE_IMMUTABLE', 6]);
  const hash = { ...hidden, data: sha256(secret('price')) };
  assert.equal(again(value(2, 'b'), FOREVER, hash).word, 'OK', 'its hash says that it stays');
  assert.deepEqual(indexes(sandbox), [2, 5, 6]);
});

test('nothing comes of what a dismissed administrator asked for; the holder closes it', () => {
  const sandbox = sandboxWithItem();
  sandbox.must('maker', appoint('second'));
  const alone = { ...REQUEST, parties: ['second'], required: 1 };
  sandbox.must('second', encodeRequestSignatures(alone));
  sandbox.must('maker', dismiss('second'));
  const sign = () => sandbox.submit('second', encodeSignValue(SIGNATURE));
  const { word, details } = sign();
  assert.deepEqual([word, details['asker']], ['NAMING_REQUEST_LAPSED', 'second']);
  sandbox.must('maker', appoint('second'));
  assert.equal(sign().word, 'NAMING_REQUEST_LAPSED', 'appointed anew, it has to ask anew');
  sandbox.must('maker', encodeCloseRequest({ ...PLACE, reason: 'not ours' }));
  sandbox.must('second', encodeRequestSignatures(alone));
  assert.equal(sign().word, 'OK');
  assert.deepEqual(indexes(sandbox), [1, 5]);
});

test('who asked must be able to act when it is signed: end, suspension, transfer of the prefix', () => {
  const signed = (happens: (sandbox: Sandbox) => void) => {
    const sandbox = sandboxWithItem();
    sandbox.must('maker', appoint('top', { untilMs: sandbox.timeMs + 20_000 }));
    sandbox.must('top', encodeRequestSignatures({ ...REQUEST, required: 1 }));
    happens(sandbox);
    return sandbox.submit('second', encodeSignValue(SIGNATURE)).word;
  };
  const suspend = (id: string) => encodeSuspend({ id, reason: 'unpaid' });
  const move = (expectedVersion: number, to: string) =>
    encodeTransferPrefix({ prefix: '88.118.8', expectedVersion, to });
  const lapsed = 'NAMING_REQUEST_LAPSED';
  assert.equal(
    signed(() => undefined),
    'OK',
  );
  assert.equal(
    signed((sandbox) => sandbox.pass(30_000)),
    lapsed,
  );
  for (const id of ['top', 'maker']) {
    assert.equal(
      signed((sandbox) => sandbox.must('admin', suspend(id))),
      lapsed,
    );
  }
  assert.equal(
    signed((sandbox) => {
      assert.equal(sandbox.submitAll(['maker', 'top'], move(1, 'top')).word, 'OK');
      assert.equal(sandbox.submitAll(['maker', 'top'], move(2, 'maker')).word, 'OK');
    }),
    lapsed,
  );
});

test('what a suspended holder asked for waits until it is reinstated', () => {
  const sandbox = sandboxWithItem();
  sandbox.must('maker', encodeRequestSignatures({ ...REQUEST, required: 1 }));
  sandbox.must('admin', encodeSuspend({ id: 'maker', reason: 'unpaid' }));
  const sign = () => sandbox.submit('second', encodeSignValue(SIGNATURE)).word;
  assert.equal(sign(), 'NAMING_REQUEST_LAPSED');
  sandbox.must('admin', encodeReinstate({ id: 'maker', reason: 'paid' }));
  assert.equal(sign(), 'OK');
});

test('a value that was signed under the old holder comes back under the new one by no signature', () => {
  const sandbox = sandboxWithItem();
  sandbox.must('maker', encodeRequestSignatures({ ...REQUEST, required: 1 }));
  sandbox.must('second', encodeSignValue(SIGNATURE));
  const move = encodeTransfer({ identifier: ITEM, expectedVersion: 2, to: 'top' });
  assert.equal(sandbox.submitAll(['maker', 'top'], move).word, 'OK');
  sandbox.must('second', encodeWithdrawSignature({ ...PLACE, reason: 'mistaken' }));
  const again = sandbox.submit('second', encodeSignValue(SIGNATURE)).word;
  assert.equal(again, 'NAMING_REQUEST_LAPSED');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import {
  administeredSandbox,
  appoint,
  dismiss,
  registerSpare,
} from '../../testing/authority-refusals.ts';
import { ITEM, sandboxWithItem, secret, value } from '../../testing/named-sandbox.ts';
import { asciiBytes } from '../../kernel/key.ts';
import { REQUEST, SIGNATURE } from '../../testing/naming-examples.ts';
import { encodeLeave } from '../organizations/leave.ts';
import { encodeReinstate } from '../organizations/reinstate.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import { encodeDelegate } from './delegate.ts';
import { describeRecord } from './describe-record.ts';
import { recordKey, restrictedKey } from './keys.ts';
import { resolveRecord } from './queries.ts';
import { encodeRegister } from './register.ts';
import { encodeRequestSignatures } from './request-signatures.ts';
import { encodeRetire } from './retire.ts';
import { encodeSetTemplate } from './set-template.ts';
import { encodeSignValue } from './sign-value.ts';
import { readRequest } from './signature-request.ts';
import { encodeTransferPrefix } from './transfer-prefix.ts';
import { encodeTransfer } from './transfer.ts';
import { encodeUpdate } from './update.ts';
import { encodeWithdrawSignature } from './withdraw-signature.ts';

test('what an administrator registers is the holder’s, and stays when the right ends', () => {
  const sandbox = administeredSandbox();
  sandbox.must('top', registerSpare());
  const record = () => resolveRecord(sandbox.state, '88.118.8/spare')?.body;
  assert.equal(record()?.holder, 'maker');
  sandbox.must('maker', dismiss('second'));
  assert.equal(sandbox.submit('top', registerSpare('b')).word, 'NAMING_ADMINISTRATION_OVER');
  assert.equal(record()?.holder, 'maker');
});

test('a suspended organization acts through nobody: holder, or one on the way', () => {
  for (const id of ['maker', 'second']) {
    const sandbox = administeredSandbox();
    sandbox.must('admin', encodeSuspend({ id, reason: 'unpaid' }));
    for (const action of [
      registerSpare(),
      encodeUpdate({ identifier: ITEM, expectedVersion: 1, values: [value(1, 'b')] }),
      encodeRetire({ identifier: ITEM, expectedVersion: 1, reason: 'scrapped' }),
      encodeDelegate({ prefix: '88.118.8.1', holder: 'maker' }),
      appoint('stranger'),
    ]) {
      const { word, details } = sandbox.submit('top', action);
      assert.deepEqual([word, details['organization']], ['NAMING_PRINCIPAL_SUSPENDED', id]);
    }
    sandbox.must('admin', encodeReinstate({ id, reason: 'paid' }));
    sandbox.must('top', registerSpare());
  }
});

test('administration ends at its time', () => {
  const sandbox = sandboxWithItem();
  sandbox.must('maker', appoint('stranger', { untilMs: sandbox.timeMs + 3_000 }));
  sandbox.must('stranger', registerSpare());
  sandbox.timeMs += 2_000;
  const late = sandbox.submit('stranger', registerSpare('b'));
  assert.equal(late.word, 'NAMING_ADMINISTRATION_OVER');
});

test('it goes down to what the same holder has below, and no further', () => {
  const sandbox = sandboxWithItem();
  sandbox.must('maker', encodeDelegate({ prefix: '88.118.8.1', holder: 'maker' }));
  sandbox.must('maker', encodeDelegate({ prefix: '88.118.8.2', holder: 'second' }));
  sandbox.must('maker', appoint('stranger', { mayDelegate: 'no' }));
  const register = (prefix: string) =>
    sandbox.submit('stranger', encodeRegister({ prefix, entries: [{ suffix: 'a', values: [] }] }));
  assert.equal(register('88.118.8.1').word, 'OK');
  assert.equal(register('88.118.8.2').word, 'NAMING_NOT_PREFIX_HOLDER');
  assert.equal(register('88.118').word, 'NAMING_NOT_PREFIX_HOLDER');
  assert.equal(sandbox.submit('stranger', appoint('top')).word, 'NAMING_ADMINISTRATION_OVER');
});

test('a prefix that changes hands leaves its administrators and its records behind', () => {
  const sandbox = administeredSandbox();
  const move = encodeTransferPrefix({ prefix: '88.118.8', expectedVersion: 1, to: 'top' });
  assert.equal(sandbox.submitAll(['maker', 'top'], move).word, 'OK');
  assert.equal(sandbox.submit('second', registerSpare()).word, 'NAMING_ADMINISTRATION_OVER');
  assert.equal(resolveRecord(sandbox.state, ITEM)?.body.holder, 'maker');
  sandbox.must('maker', encodeRetire({ identifier: ITEM, expectedVersion: 1, reason: 'scrapped' }));
});

test('a transferred record is out of reach for the administrators of its prefix', () => {
  const sandbox = administeredSandbox();
  const move = encodeTransfer({ identifier: ITEM, expectedVersion: 1, to: 'stranger' });
  assert.equal(sandbox.submitAll(['stranger', 'maker'], move).word, 'OK');
  const retire = encodeRetire({ identifier: ITEM, expectedVersion: 2, reason: 'scrapped' });
  assert.equal(sandbox.submit('top', retire).word, 'NAMING_NOT_RECORD_HOLDER');
  assert.equal(sandbox.submit('maker', retire).word, 'NAMING_NOT_RECORD_HOLDER');
  sandbox.must('stranger', retire);
});

test('nothing is transferred to who leaves in the same transaction', () => {
  const sandbox = sandboxWithItem();
  const leave = encodeLeave({ id: 'second', reason: 'merged' });
  const give = encodeTransfer({ identifier: ITEM, expectedVersion: 1, to: 'second' });
  const both = ['second', 'maker'];
  assert.equal(sandbox.submitAll(both, leave, give).word, 'NAMING_HOLDER_SUSPENDED');
  assert.equal(sandbox.submitAll(both, give, leave).word, 'OK');
});

test('what the old holder has proposed for a record ends with its transfer', () => {
  const sandbox = sandboxWithItem();
  const request = { ...REQUEST, parties: ['maker'], required: 1 };
  sandbox.must('maker', encodeRequestSignatures(request));
  sandbox.must('maker', encodeRequestSignatures({ ...request, value: value(6, 'inspected') }));
  const digest = sha256(encode([6, 'URL', 'inspected', 3600, 14]));
  sandbox.must('maker', encodeSignValue({ identifier: ITEM, index: 6, digest }));
  const transfer = encodeTransfer({ identifier: ITEM, expectedVersion: 2, to: 'second' });
  assert.equal(sandbox.submitAll(['maker', 'second'], transfer).word, 'OK');
  assert.equal(
    sandbox.submit('maker', encodeSignValue(SIGNATURE)).word,
    'NAMING_REQUEST_UNKNOWN',
    'the receiver never asked for it',
  );
  const status = (index: number) => readRequest(sandbox.state, ITEM, index)?.body.status;
  assert.deepEqual([status(5), status(6)], ['closed', 'resolved'], 'what was signed stays');
});

test('a signed value takes the place of a secret, and leaves whatever became of the rest', () => {
  const sandbox = sandboxWithItem([value(5, secret('price'), 12)]);
  const key = restrictedKey(asciiBytes(ITEM), 5);
  assert.notEqual(sandbox.state.get(key), undefined);
  const alias = { ...value(7, '88.118.8/target'), type: 'HS_ALIAS' };
  sandbox.must(
    'maker',
    encodeRegister({ prefix: '88.118.8', entries: [{ suffix: 'target', values: [] }] }),
    encodeRequestSignatures({ ...REQUEST, required: 1 }),
  );
  sandbox.must('second', encodeSignValue(SIGNATURE));
  assert.equal(sandbox.state.get(key), undefined, 'nothing is left of the secret');
  const values = [value(5, 'inspected'), alias];
  sandbox.must(
    'maker',
    encodeUpdate({ identifier: ITEM, expectedVersion: 2, values }),
    encodeRetire({ identifier: '88.118.8/target', expectedVersion: 1, reason: 'scrapped' }),
    encodeSetTemplate({
      prefix: '88.118.8',
      expectedVersion: 1,
      required: ['URL'],
      optional: [],
      others: 'no',
    }),
  );
  sandbox.must('second', encodeWithdrawSignature({ identifier: ITEM, index: 5, reason: 'forged' }));
  const left = sandbox.state.get(recordKey(ITEM));
  assert.deepEqual(left && describeRecord(left).values.map(({ index }) => index), [7]);
});

test('who appoints each other has no right without the holder', () => {
  const sandbox = administeredSandbox();
  sandbox.must('top', appoint('stranger'));
  sandbox.must('stranger', encodeDelegate({ prefix: '88.118.8.1', holder: 'maker' }));
  const back = sandbox.submit('stranger', appoint('second', { prefix: '88.118.8.1' }));
  assert.equal(back.word, 'NAMING_ADMINISTRATION_CYCLE');
  sandbox.must('maker', dismiss('second'));
  for (const id of ['second', 'top', 'stranger']) {
    assert.equal(sandbox.submit(id, registerSpare('c')).word, 'NAMING_ADMINISTRATION_OVER');
  }
});

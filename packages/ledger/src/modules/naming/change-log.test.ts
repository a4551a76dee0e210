import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeVersioned } from '@touchmark/state/proof';
import { ITEM, sandboxWithItem } from '../../testing/named-sandbox.ts';
import { REQUEST, SIGNATURE } from '../../testing/naming-examples.ts';
import type { Sandbox } from '../../testing/sandbox.ts';
import { decodeChanges } from './change-log.ts';
import { encodeCloseRequest } from './close-request.ts';
import { changeRange } from './keys.ts';
import { encodeRequestSignatures } from './request-signatures.ts';
import { encodeSignValue } from './sign-value.ts';
import { encodeWithdrawSignature } from './withdraw-signature.ts';

const PLACE = { identifier: ITEM, index: 5 };

/** What the last block's entry of the log says. */
function lastChanges({ state, height }: Sandbox): string[] {
  return state.range(changeRange('88.118.8', height, height)).flatMap(({ value }) => {
    assert.equal(decodeVersioned(value).version, 1);
    return decodeChanges(value);
  });
}

test('each change of a request for signatures is logged, once where the record changes too', () => {
  const sandbox = sandboxWithItem();
  const steps = [
    ['maker', encodeRequestSignatures(REQUEST)],
    ['second', encodeSignValue(SIGNATURE)],
    ['stranger', encodeSignValue(SIGNATURE)],
    ['second', encodeWithdrawSignature({ ...PLACE, reason: 'mistaken' })],
    ['maker', encodeCloseRequest({ ...PLACE, reason: 'not needed' })],
  ] as const;
  for (const [author, action] of steps) {
    sandbox.must(author, action);
    assert.deepEqual(lastChanges(sandbox), ['item'], action.type);
  }
});

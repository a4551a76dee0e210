import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validatorAddress } from '@touchmark/crypto';
import { openGenesis } from '../../testing/council.ts';
import { Sandbox, testKey } from '../../testing/sandbox.ts';
import { encodeSetRoles } from '../organizations/set-roles.ts';
import { encodeRegister } from '../naming/register.ts';
import { encodeClaimSigner } from './claim-signer.ts';
import { encodeSetValidators } from './set-validators.ts';
import { readSignerClaim } from './signer-claim.ts';

const NOBODY = new Uint8Array(0);
const FIRST = new Uint8Array(16).fill(1);
const SECOND = new Uint8Array(16).fill(2);
const KEY = testKey('v');
const OTHER = testKey('w');

const only = (...keys: readonly (typeof KEY)[]) =>
  encodeSetValidators({
    validators: keys.map(({ publicKey }) => ({ organization: 'maker', publicKey, power: 1 })),
  });

function withValidator(): Sandbox {
  const sandbox = new Sandbox(undefined, openGenesis());
  sandbox.must('admin', encodeSetRoles({ id: 'maker', roles: ['validator'] }), only(KEY));
  return sandbox;
}

const claim = (mark: Uint8Array, replaces: Uint8Array, { publicKey } = KEY) =>
  encodeClaimSigner({ publicKey, mark, replaces });

const markOf = ({ state }: Sandbox): Uint8Array | undefined =>
  readSignerClaim(state, validatorAddress(KEY.publicKey))?.mark;

test('of two machines with one key the first in the chain has it, and the other is told so', () => {
  const sandbox = withValidator();
  sandbox.must('v', claim(FIRST, NOBODY));
  const second = sandbox.submit('v', claim(SECOND, NOBODY));
  assert.equal(second.word, 'GOVERNANCE_SIGNER_CLAIMED');
  assert.deepEqual(markOf(sandbox), FIRST);
});

test('who knows what it replaces may', () => {
  const sandbox = withValidator();
  sandbox.must('v', claim(FIRST, NOBODY));
  sandbox.must('v', claim(SECOND, FIRST));
  assert.deepEqual(markOf(sandbox), SECOND);
});

test("only the key itself claims, while it is a validator's", () => {
  const sandbox = withValidator();
  const submit = (author: string, key: typeof KEY) =>
    sandbox.submit(author, claim(FIRST, NOBODY, key)).word;
  assert.equal(submit('admin', KEY), 'GOVERNANCE_SIGNER_UNFIT');
  assert.equal(submit('w', KEY), 'SIGNER_UNKNOWN');
  assert.equal(submit('w', OTHER), 'GOVERNANCE_SIGNER_UNFIT');
});

test('a stranger does nothing else with that key', () => {
  const register = encodeRegister({ prefix: '88', entries: [{ suffix: 'a', values: [] }] });
  const both = withValidator().submit('v', claim(FIRST, NOBODY), register);
  assert.equal(both.word, 'SIGNER_UNKNOWN');
});

test('a claim outlives the validator: should it come again, its machine still has the key', () => {
  const sandbox = withValidator();
  sandbox.must('v', claim(FIRST, NOBODY));
  sandbox.must('admin', only(OTHER));
  assert.deepEqual(markOf(sandbox), FIRST);
  assert.equal(sandbox.submit('v', claim(SECOND, FIRST)).word, 'GOVERNANCE_SIGNER_UNFIT');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from '@touchmark/codec';
import type { Action } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import type { Misbehavior } from '../../kernel/outcome.ts';
import { blockEventsKey } from '../../kernel/own-work.ts';
import { ORGANIZATION_EVIDENCE } from '../../limits.ts';
import { Council, memberId, OPENLY } from '../../testing/council.ts';
import { type Sandbox, testKey } from '../../testing/sandbox.ts';
import { listEvidence } from '../organizations/evidence.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import { encodeSetValidators } from './set-validators.ts';
import { readFormer, readValidators } from './validators.ts';

const key = (member: number): Uint8Array => testKey(`v ${member}`).publicKey;
const address = (member: number): Uint8Array => validatorAddress(key(member));

function setTo(...members: readonly number[]): Action {
  const validators = members.map((member) => {
    return { organization: memberId(member), publicKey: key(member), power: 10 };
  });
  return encodeSetValidators({ validators });
}

function council(members: number): Council {
  const sandbox = new Council(members, [OPENLY], { roles: ['validator'] });
  sandbox.must('admin', setTo(...Array.from({ length: members }, (_, place) => place + 1)));
  return sandbox;
}

function proof(member: number, changes: Partial<Misbehavior> = {}): Misbehavior {
  const kind = 'duplicate-vote';
  return { kind, address: address(member), power: 10, height: 1, timeMs: 5_000, ...changes };
}

const names = ({ state }: Sandbox) => readValidators(state).map(({ organization }) => organization);
const types = ({ own }: Sandbox) => own.map(({ type }) => type);

test('who is proven to have signed twice has no validator from then on, and that is kept', () => {
  const sandbox = council(5);
  sandbox.block([], [proof(2)]);
  assert.deepEqual(names(sandbox), [1, 3, 4, 5].map(memberId));
  const evidence = { ...proof(2), block: sandbox.height, isStruck: true };
  assert.deepEqual(listEvidence(sandbox.state, memberId(2)), [evidence]);
  assert.deepEqual(types(sandbox), ['organizations.misbehaved', 'governance.validators-set']);
  assert.deepEqual(
    decode(sandbox.own[0]!.params),
    new Map<string, unknown>([
      ['id', memberId(2)],
      ['kind', 'duplicate-vote'],
      ['height', 1],
      ['struck', 1],
      ['timeMs', 5_000],
    ]),
  );
  assert.ok(sandbox.state.get(blockEventsKey(sandbox.height)));
});

test('where those left would not be safe, it stays; what it did is kept and told all the same', () => {
  const few = council(4);
  few.block([], [proof(2)]);
  assert.equal(names(few).length, 4);
  assert.deepEqual(types(few), ['organizations.misbehaved']);
  assert.equal(listEvidence(few.state, memberId(2))[0]?.isStruck, false);

  const uneven = new Council(5, [OPENLY], { roles: ['validator'] });
  const powers = [30, 30, 10, 10, 10];
  const validators = powers.map((power, place) => {
    return { organization: memberId(place + 1), publicKey: key(place + 1), power };
  });
  uneven.must('admin', encodeSetValidators({ validators }));
  uneven.block([], [proof(5)]);
  assert.equal(names(uneven).length, 5, 'one would have more than a third');
});

test('of several in one block, as many are struck as can be, in their order', () => {
  const sandbox = council(6);
  sandbox.block([], [proof(3), proof(1), proof(2)]);
  assert.deepEqual(names(sandbox), [2, 4, 5, 6].map(memberId));
});

test('who left before it was proven answers for it too; nobody for an unknown validator', () => {
  const sandbox = council(6);
  sandbox.must('admin', setTo(1, 2, 3, 4, 5));
  assert.equal(readFormer(sandbox.state, address(6)), memberId(6));
  sandbox.block([], [proof(6), proof(99)]);
  assert.equal(names(sandbox).length, 5);
  assert.equal(listEvidence(sandbox.state, memberId(6)).length, 1);
  assert.deepEqual(types(sandbox), ['organizations.misbehaved']);
});

test('the organization stays a member, also if it is suspended; the members may set it again', () => {
  const sandbox = council(6);
  sandbox.must('admin', encodeSuspend({ id: memberId(6), reason: 'x' }));
  sandbox.block([], [proof(6), proof(5)]);
  assert.equal(listEvidence(sandbox.state, memberId(6)).length, 1, 'its validator left with it');
  assert.equal(names(sandbox).length, 4);
  sandbox.must('admin', setTo(1, 2, 3, 4, 5));
  assert.equal(names(sandbox).length, 5);
  sandbox.block([], [proof(5, { height: 9 })]);
  assert.equal(names(sandbox).length, 4, 'and it is struck again');
});

test('the same is kept once, and no more than the limit', () => {
  const sandbox = council(4);
  sandbox.block([], [proof(1), proof(1), proof(1, { kind: 'light-client-attack' })]);
  assert.equal(listEvidence(sandbox.state, memberId(1)).length, 2);
  const many = Array.from({ length: ORGANIZATION_EVIDENCE }, (_, n) => proof(1, { height: n + 2 }));
  sandbox.block([], many);
  const kept = listEvidence(sandbox.state, memberId(1));
  assert.equal(kept.length, ORGANIZATION_EVIDENCE);
  assert.ok(kept.every(({ height }, place) => place === 0 || kept[place - 1]!.height <= height));
  assert.equal(sandbox.own.length, ORGANIZATION_EVIDENCE, 'all is told');
});

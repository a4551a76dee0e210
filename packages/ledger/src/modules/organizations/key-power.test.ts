import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from '@touchmark/codec';
import * as fc from 'fast-check';
import { Council, rule } from '../../testing/council.ts';
import { Sandbox, testKey } from '../../testing/sandbox.ts';
import type { TestKey } from '../../testing/sandbox.ts';
import { encodePropose } from '../governance/propose.ts';
import { encodeAddKey } from './add-key.ts';
import type { GivenAddKey } from './add-key.ts';
import { covers } from './organization-key.ts';
import { listKeyIds, readKey } from './queries.ts';
import { encodeRecover } from './recover.ts';
import { encodeRevokeKey } from './revoke-key.ts';
import { encodeRotateKey } from './rotate-key.ts';
import { encodeSetRecovery } from './set-recovery.ts';

const BEYOND = 'ORGANIZATIONS_KEY_BEYOND_SIGNER';
const KEYS_ONLY = ['organizations.add-key', 'organizations.rotate-key', 'organizations.revoke-key'];
const END_MS = 1_900_000_000_000;

type Terms = Partial<Pick<GivenAddKey, 'scopes' | 'notAfterMs'>>;

function word(sandbox: Sandbox, keys: readonly TestKey[], ...actions: readonly Action[]): string {
  return sandbox.block([sandbox.transaction(keys, actions)])[0]!.word;
}

function add(name: string, terms: Terms = {}): Action {
  return encodeAddKey({ id: 'maker', ...testKey(name), ...terms });
}

function rotate(from: string, to: string): Action {
  const { keyId } = testKey(from);
  return encodeRotateKey({ id: 'maker', ...testKey(to), keyId, overlapMs: 1_000_000 });
}

function revoke(name: string): Action {
  return encodeRevokeKey({ id: 'maker', keyId: testKey(name).keyId, reason: 'x' });
}

function sandboxWith(terms: Terms): { sandbox: Sandbox; clerk: TestKey } {
  const sandbox = new Sandbox();
  sandbox.must('maker', add('clerk', terms), add('second whole'));
  return { sandbox, clerk: testKey('clerk') };
}

test('a key with scopes makes, replaces and revokes no key that may do more', () => {
  const { sandbox, clerk } = sandboxWith({ scopes: KEYS_ONLY });
  const by = (action: Action) => word(sandbox, [clerk], action);
  assert.equal(by(add('a')), BEYOND, 'without scopes');
  assert.equal(by(add('a', { scopes: ['organizations.*'] })), BEYOND);
  assert.equal(by(add('a', { scopes: ['organizations.add-key', 'naming.register'] })), BEYOND);
  assert.equal(by(rotate('maker', 'a')), BEYOND);
  assert.equal(by(revoke('maker')), BEYOND);
  assert.equal(by(add('less', { scopes: ['organizations.add-key'] })), 'OK');
  assert.equal(by(revoke('less')), 'OK');
  assert.equal(by(rotate('clerk', 'clerk 2')), 'OK', 'itself');
  const next = readKey(sandbox.state, testKey('clerk 2').keyId)?.entity;
  assert.deepEqual([next?.scopes, next?.notAfterMs], [KEYS_ONLY, 0]);
  assert.equal(word(sandbox, [testKey('clerk 2')], add('a')), BEYOND);
});

test('a key with an end makes and replaces none that lasts longer, by no way', () => {
  const { sandbox, clerk } = sandboxWith({ notAfterMs: END_MS });
  const by = (action: Action) => word(sandbox, [clerk], action);
  assert.equal(by(add('a')), BEYOND);
  assert.equal(by(add('a', { notAfterMs: END_MS + 1 })), BEYOND);
  assert.equal(by(rotate('maker', 'a')), BEYOND);
  assert.equal(by(revoke('maker')), BEYOND);
  assert.equal(by(add('as long', { notAfterMs: END_MS })), 'OK');
  assert.equal(by(rotate('clerk', 'clerk 2')), 'OK');
  assert.equal(readKey(sandbox.state, testKey('clerk 2').keyId)?.entity.notAfterMs, END_MS);
});

test('a key that was rotated out takes nothing back during its overlap', () => {
  const sandbox = new Sandbox();
  sandbox.must('maker', rotate('maker', 'next'));
  const old = [testKey('maker')];
  assert.equal(word(sandbox, old, rotate('next', 'mine')), BEYOND);
  assert.equal(word(sandbox, old, revoke('next')), BEYOND);
  assert.equal(word(sandbox, old, add('mine')), BEYOND);
});

test('what a whole key signs as well is its word; a key of another organization is no such', () => {
  const { sandbox, clerk } = sandboxWith({ scopes: KEYS_ONLY });
  assert.equal(word(sandbox, [clerk, testKey('top')], add('a')), BEYOND);
  assert.equal(word(sandbox, [clerk, testKey('maker')], add('a')), 'OK');
  const twice = word(sandbox, [testKey('maker')], revoke('maker'), add('b'));
  assert.equal(twice, BEYOND, 'a key that is revoked has no word any more');
});

test('the last whole key stays: others with scopes or an end are not enough', () => {
  const sandbox = new Sandbox();
  sandbox.must('maker', add('clerk', { notAfterMs: END_MS }), add('desk', { scopes: KEYS_ONLY }));
  assert.equal(sandbox.submit('maker', revoke('maker')).word, 'ORGANIZATIONS_LAST_KEY');
  sandbox.must('maker', revoke('desk'), revoke('clerk'));
});

test('recovery is named and used by whole keys and recovery keys alone, also by proposals', () => {
  const name = encodeSetRecovery({ id: 'maker', threshold: 1, keys: [testKey('safe')] });
  const recover = encodeRecover({ id: 'maker', keys: [testKey('fresh')], reason: 'x' });
  for (const terms of [{ scopes: ['organizations.*', 'governance.*'] }, { notAfterMs: END_MS }]) {
    const sandbox = new Council(0, [rule('*', { threshold: 'any', electorate: ['members'] })]);
    sandbox.must('maker', add('clerk', terms));
    const clerk = [testKey('clerk')];
    for (const action of [name, recover]) {
      assert.equal(word(sandbox, clerk, action), 'SIGNER_KEY_OUT_OF_SCOPE');
      const propose = encodePropose({ title: 'x', actions: [action], vote: 'yes' });
      assert.equal(word(sandbox, clerk, propose), 'SIGNER_KEY_OUT_OF_SCOPE');
      assert.equal(word(sandbox, [testKey('maker'), ...clerk], action), 'SIGNER_KEY_OUT_OF_SCOPE');
    }
    assert.equal(word(sandbox, [testKey('maker')], name), 'OK');
    assert.equal(word(sandbox, [testKey('safe')], recover), 'OK');
    assert.deepEqual(listKeyIds(sandbox.state, 'maker', 'active', 9), [testKey('fresh').keyId]);
  }
  const none = encodeSetRecovery({ id: 'maker', threshold: 0, keys: [testKey('safe')] });
  assert.equal(new Sandbox().submit('maker', none).word, 'ORGANIZATIONS_RECOVERY_THRESHOLD');
});

test('what a key may do, it may at every time: covering is an order', () => {
  const bounds = fc.record({
    scopes: fc.uniqueArray(fc.constantFrom('a.*', 'a.x', 'a.y', 'b.x', 'b.*'), { maxLength: 3 }),
    notAfterMs: fc.constantFrom(0, 5, 9),
  });
  const types = ['a.x', 'a.y', 'a.z', 'b.x', 'b.z', 'c.x'];
  const may = ({ scopes, notAfterMs }: { scopes: string[]; notAfterMs: number }) =>
    types.flatMap((type) =>
      [4, 8, 10]
        .filter((timeMs) => notAfterMs === 0 || timeMs < notAfterMs)
        .filter(() => scopes.length === 0 || scopes.some((s) => s === type || s === `${type[0]}.*`))
        .map((timeMs) => `${type} at ${timeMs}`),
    );
  fc.assert(
    fc.property(bounds, bounds, (own, other) => {
      const able = may(own);
      const isWithin = may(other).every((each) => able.includes(each));
      assert.equal(covers(own, other), isWithin);
    }),
    { numRuns: 500 },
  );
});

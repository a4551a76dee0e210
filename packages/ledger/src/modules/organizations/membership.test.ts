import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from '@touchmark/codec';
import { ledger } from '../../index.ts';
import { application } from '../../testing/applicants.ts';
import { Council, DAY_MS, OPENLY, rule } from '../../testing/council.ts';
import { namedSandbox, fullBatches } from '../../testing/named-sandbox.ts';
import { Sandbox, testKey } from '../../testing/sandbox.ts';
import type { TestKey } from '../../testing/sandbox.ts';
import { encodePropose } from '../governance/propose.ts';
import { encodeVoteAction } from '../governance/vote.ts';
import { encodeRegister } from '../naming/register.ts';
import { encodeAddKey } from './add-key.ts';
import { encodeAdmitApplicant } from './admit-applicant.ts';
import { listApplications, readApplication } from './application.ts';
import { encodeAttach } from './attach.ts';
import { isCreditCode, isLei } from './codes.ts';
import { encodeDecline } from './decline.ts';
import { encodeDetach } from './detach.ts';
import { listDocuments } from './documents.ts';
import { encodeLeave } from './leave.ts';
import { readMembership } from './membership.ts';
import { readProfile } from './profile.ts';
import { listByRole, listKeyIds, listOrganizations, readKey, readOrganization } from './queries.ts';
import { readUsage } from './quota.ts';
import { encodeRecover } from './recover.ts';
import { encodeReinstate } from './reinstate.ts';
import { encodeRevokeKey } from './revoke-key.ts';
import { ROLES } from './roles.ts';
import { encodeRotateKey } from './rotate-key.ts';
import { encodeSetCodes } from './set-codes.ts';
import { encodeSetQuota } from './set-quota.ts';
import { encodeSetRecovery } from './set-recovery.ts';
import { encodeSetRoles } from './set-roles.ts';
import { encodeSuspend } from './suspend.ts';
import { encodeSuspendUrgently } from './suspend-urgently.ts';

const CREDIT_CODE = '91350100M000100Y43';
const LEI = '5493001KJTIIGC8Y1R12';
const HOUR_MS = 3_600_000;
const DIGEST = new Uint8Array(32).fill(5);

const admitNew = (hash: Uint8Array) =>
  encodeAdmitApplicant({ id: 'new', application: hash, roles: [] });

const urgent = (id: string) => encodeSuspendUrgently({ id, hours: 72, reason: 'key stolen' });

const registerMany = (from: number, count: number) =>
  encodeRegister({
    prefix: '88.118.8',
    entries: Array.from({ length: count }, (_, place) => ({
      suffix: String(from + place),
      values: [],
    })),
  });

const quota = (role: (typeof ROLES)[number], bytes: number) =>
  encodeSetQuota({ role, registrations: bytes, bytes });

const attach = (fill: number) =>
  encodeAttach({ id: 'maker', name: 'iso-9001.pdf', digest: new Uint8Array(32).fill(fill) });

/** Signs with keys of these names, for whomever they belong to. */
function signed(sandbox: Sandbox, keys: readonly TestKey[], ...actions: readonly Action[]) {
  return sandbox.block([sandbox.transaction(keys, actions)])[0]!;
}

test('an outsider applies, members vote, and it is active with all it brought', () => {
  const sandbox = new Council(2, [rule('*')]);
  const wish = {
    creditCode: CREDIT_CODE,
    lei: LEI,
    documents: [{ name: 'licence.pdf', digest: DIGEST }],
    statement: '我们生产轴承',
  };
  assert.equal(sandbox.submit('bearings', application('bearings', 'bearings', wish)).word, 'OK');
  const waiting = readApplication(sandbox.state, 'bearings', sandbox.timeMs);
  assert.equal(waiting?.statement, '我们生产轴承');
  assert.equal(
    sandbox.submit('bearings', encodeLeave({ id: 'maker', reason: 'x' })).word,
    'SIGNER_UNKNOWN',
    'its key is good for nothing else yet',
  );
  const admit = encodeAdmitApplicant({
    id: 'bearings',
    application: waiting!.hash,
    roles: ['enterprise-operator'],
  });
  sandbox.propose('admin', admit);
  sandbox.vote('admin', 'yes');
  sandbox.vote('member-1', 'yes');
  assert.equal(sandbox.status(), 'executed');
  const entity = readOrganization(sandbox.state, 'bearings')?.entity;
  assert.deepEqual([entity?.status, entity?.roles], ['active', ['enterprise-operator']]);
  assert.deepEqual(readProfile(sandbox.state, 'bearings'), { creditCode: CREDIT_CODE, lei: LEI });
  assert.deepEqual(listDocuments(sandbox.state, 'bearings')[0]?.digest, DIGEST);
  assert.deepEqual(listApplications(sandbox.state), []);
  const own = encodeAddKey({ id: 'bearings', ...testKey('bearings 2') });
  assert.equal(sandbox.submit('bearings', own).word, 'OK');
});

test('an application may be replaced by who made it; then what was looked at is not admitted', () => {
  const sandbox = new Sandbox();
  sandbox.must('new', application('new', 'new'));
  const first = readApplication(sandbox.state, 'new', sandbox.timeMs)!;
  sandbox.must('new', application('new', 'new', { name: 'Another name' }));
  assert.equal(
    sandbox.submit('admin', admitNew(first.hash)).word,
    'ORGANIZATIONS_APPLICATION_CHANGED',
  );
  const second = readApplication(sandbox.state, 'new', sandbox.timeMs)!;
  sandbox.must('admin', encodeDecline({ id: 'new', reason: 'two names' }));
  assert.equal(
    sandbox.submit('admin', admitNew(second.hash)).word,
    'ORGANIZATIONS_APPLICATION_UNKNOWN',
  );
  sandbox.must('new', application('new', 'new'));
  sandbox.timeMs += 14 * DAY_MS;
  assert.equal(readApplication(sandbox.state, 'new', sandbox.timeMs), undefined, 'too old');
  sandbox.must('newer', application('newer', 'newer'));
  assert.equal(listApplications(sandbox.state).length, 1, 'what is too old makes room');
});

test('a stranger signs one application, alone, with a key that it brings', () => {
  const sandbox = new Sandbox();
  const apply = application('new', 'new');
  const word = (keys: readonly TestKey[], ...actions: (typeof apply)[]) =>
    signed(sandbox, keys, ...actions).word;
  assert.equal(word([testKey('other')], apply), 'SIGNER_UNKNOWN');
  assert.equal(word([testKey('new')], apply, apply), 'SIGNER_UNKNOWN');
  assert.equal(word([testKey('new'), testKey('maker')], apply), 'SIGNER_UNKNOWN');
  sandbox.verify = () => false;
  assert.equal(word([testKey('new')], apply), 'SIGNATURE_INVALID');
  sandbox.verify = () => true;
  assert.equal(word([testKey('maker')], application('new', 'maker')), 'ORGANIZATIONS_KEY_TAKEN');
  assert.equal(
    word([testKey('new')], application('maker', 'new')),
    'ORGANIZATIONS_ALREADY_ADMITTED',
  );
  assert.equal(word([testKey('new')], apply), 'OK');
});

test('who has left signs nothing, holds its roles on paper, and never comes back under its id', () => {
  const sandbox = new Sandbox();
  assert.equal(
    sandbox.submit('admin', encodeLeave({ id: 'admin', reason: 'tired' })).word,
    'ORGANIZATIONS_LAST_ADMINISTRATOR',
  );
  sandbox.must('maker', encodeLeave({ id: 'maker', reason: 'merged' }));
  assert.equal(
    sandbox.submit('maker', encodeLeave({ id: 'maker', reason: 'x' })).word,
    'SIGNER_ORGANIZATION_LEFT',
  );
  for (const action of [
    encodeSuspend({ id: 'maker', reason: 'x' }),
    encodeReinstate({ id: 'maker', reason: 'x' }),
    encodeSetRoles({ id: 'maker', roles: [] }),
    encodeLeave({ id: 'maker', reason: 'x' }),
    encodeSuspendUrgently({ id: 'maker', hours: 1, reason: 'x' }),
  ]) {
    assert.equal(sandbox.submit('admin', action).word, 'ORGANIZATIONS_LEFT');
  }
  assert.deepEqual(listByRole(sandbox.state, 'enterprise-operator', 5), []);
});

test('an urgent suspension ends by itself, and may be made one that does not', () => {
  const sandbox = new Sandbox();
  sandbox.must('admin', urgent('maker'), urgent('top'));
  sandbox.must('admin', encodeSuspend({ id: 'top', reason: 'fraud' }));
  const untilMs = readOrganization(sandbox.state, 'maker')!.entity.untilMs!;
  assert.equal(ledger.dueMs(sandbox.state, sandbox.height + 1), untilMs);
  sandbox.timeMs = untilMs - 2000;
  assert.equal(
    sandbox.submit('maker', encodeAddKey({ id: 'maker', ...testKey('x') })).word,
    'SIGNER_ORGANIZATION_SUSPENDED',
  );
  const back = sandbox.submit('maker', encodeAddKey({ id: 'maker', ...testKey('x') }));
  assert.equal(back.word, 'OK', 'in the very block of its end');
  assert.deepEqual(
    sandbox.own.map(({ type }) => type),
    ['organizations.reinstated'],
  );
  assert.equal(readOrganization(sandbox.state, 'top')?.entity.status, 'suspended');
  assert.equal(ledger.dueMs(sandbox.state, sandbox.height + 1), undefined);
});

test('a rotated key signs within the overlap and not after it', () => {
  const sandbox = new Sandbox();
  const old = testKey('maker');
  const next = testKey('maker next');
  const rotate = encodeRotateKey({ id: 'maker', ...next, keyId: old.keyId, overlapMs: HOUR_MS });
  sandbox.must('maker', rotate);
  const atMs = sandbox.timeMs;
  const harmless = encodeDetach({ id: 'maker', name: 'none' });
  const sign = (key: TestKey) => signed(sandbox, [key], harmless).word;
  assert.equal(sign(next), 'ORGANIZATIONS_DOCUMENT_UNKNOWN', 'the new one signs at once');
  sandbox.timeMs = atMs + HOUR_MS - 2000;
  assert.equal(sign(old), 'ORGANIZATIONS_DOCUMENT_UNKNOWN');
  assert.equal(sign(old), 'SIGNER_KEY_EXPIRED', 'exactly at its end');
  assert.equal(sign(next), 'ORGANIZATIONS_DOCUMENT_UNKNOWN');
  const revoke = encodeRevokeKey({ id: 'maker', keyId: next.keyId, reason: 'x' });
  assert.equal(
    signed(sandbox, [next], revoke).word,
    'ORGANIZATIONS_LAST_KEY',
    'one that is over is not counted on',
  );
});

test('a key that was rotated before it began has ended, and never begins', () => {
  const sandbox = new Sandbox();
  const early = testKey('early');
  const notBeforeMs = sandbox.timeMs + HOUR_MS;
  sandbox.must('maker', encodeAddKey({ id: 'maker', ...early, notBeforeMs }));
  const next = testKey('next');
  const rotate = encodeRotateKey({ id: 'maker', ...next, keyId: early.keyId, overlapMs: 0 });
  sandbox.must('maker', rotate);
  const attach = encodeAttach({ id: 'maker', name: 'a.pdf', digest: DIGEST });
  const sign = () => sandbox.block([sandbox.transaction([early], [attach])])[0]!.word;
  assert.equal(sign(), 'SIGNER_KEY_EXPIRED');
  sandbox.pass(2 * HOUR_MS);
  assert.equal(sign(), 'SIGNER_KEY_EXPIRED');
});

test('a rotation in mid-block counts for the next transaction', () => {
  const sandbox = new Sandbox();
  const old = testKey('maker');
  const next = testKey('maker next');
  const rotate = encodeRotateKey({ id: 'maker', ...next, keyId: old.keyId, overlapMs: 0 });
  const harmless = encodeDetach({ id: 'maker', name: 'none' });
  const words = sandbox
    .block([
      sandbox.transaction([old], [rotate]),
      sandbox.transaction([old], [harmless]),
      sandbox.transaction([next], [harmless]),
    ])
    .map(({ word }) => word);
  assert.deepEqual(words, ['OK', 'SIGNER_KEY_EXPIRED', 'ORGANIZATIONS_DOCUMENT_UNKNOWN']);
});

test('a key with scopes signs those actions and no others', () => {
  const sandbox = namedSandbox();
  const machine = testKey('machine');
  const scopes = ['naming.register', 'governance.*'];
  sandbox.must('maker', encodeAddKey({ id: 'maker', ...machine, scopes, label: 'line 1' }));
  const register = encodeRegister({ prefix: '88.118.8', entries: [{ suffix: 'a', values: [] }] });
  assert.equal(signed(sandbox, [machine], register).word, 'OK');
  const more = encodeAddKey({ id: 'maker', ...testKey('more') });
  const refused = signed(sandbox, [machine], register, more);
  assert.deepEqual(
    [refused.word, refused.details['type']],
    ['SIGNER_KEY_OUT_OF_SCOPE', 'organizations.add-key'],
  );
  const revoke = encodeRevokeKey({ id: 'maker', keyId: testKey('maker').keyId, reason: 'x' });
  assert.equal(sandbox.submit('maker', revoke).word, 'ORGANIZATIONS_LAST_KEY', 'it is not enough');
});

test('a key with scopes proposes no more than it may sign, and votes only if it may', () => {
  const sandbox = new Council(0, [rule('*', { threshold: 'any' })]);
  const scopes = [
    ['governance.*'],
    ['governance.propose', 'organizations.attach'],
    ['governance.*', 'organizations.attach'],
  ];
  const [voting, proposing, both] = scopes.map((given, place) => {
    const key = testKey(`clerk ${place}`);
    sandbox.must('admin', encodeAddKey({ id: 'admin', ...key, scopes: given }));
    return key;
  });
  const proposed = (key: TestKey | undefined, vote: 'yes' | 'none', action: Action) => {
    const { word, details } = signed(
      sandbox,
      [key!],
      encodePropose({ title: 'x', actions: [action], vote }),
    );
    return details['type'] ?? word;
  };
  const roles = encodeSetRoles({ id: 'maker', roles: [] });
  assert.equal(proposed(voting, 'yes', roles), 'organizations.set-roles');
  assert.equal(proposed(voting, 'none', roles), 'organizations.set-roles');
  assert.equal(proposed(proposing, 'yes', attach(1)), 'governance.vote');
  assert.equal(proposed(proposing, 'none', attach(1)), 'OK');
  assert.equal(proposed(both, 'yes', roles), 'organizations.set-roles');
  assert.equal(proposed(both, 'yes', attach(1)), 'OK');
});

test('recovery: as many recovery keys as were named give new keys; fewer do not', () => {
  const sandbox = new Council(2, [rule('*')]);
  const safes = ['safe 1', 'safe 2', 'safe 3'].map((name) => testKey(name));
  sandbox.must('maker', encodeSetRecovery({ id: 'maker', threshold: 2, keys: safes }));
  const fresh = testKey('fresh');
  const recover = encodeRecover({ id: 'maker', keys: [fresh], reason: 'laptop stolen' });
  assert.equal(signed(sandbox, [safes[0]!], recover).word, 'GOVERNANCE_NOT_ENTITLED');
  assert.equal(sandbox.submit('maker', recover).word, 'GOVERNANCE_NOT_ENTITLED');
  const steal = encodeSetRecovery({ id: 'maker', threshold: 0, keys: [] });
  assert.equal(sandbox.submit('maker', steal).word, 'GOVERNANCE_NOT_ENTITLED', 'a thief can not');
  const { keyId } = safes[0]!;
  assert.equal(
    sandbox.submit('maker', encodeRevokeKey({ id: 'maker', keyId, reason: 'x' })).word,
    'ORGANIZATIONS_KEY_UNKNOWN',
  );
  assert.equal(
    signed(sandbox, safes.slice(0, 2), encodeAttach({ id: 'maker', name: 'a', digest: DIGEST }))
      .word,
    'SIGNER_KEY_OUT_OF_SCOPE',
  );
  assert.equal(signed(sandbox, safes.slice(0, 2), recover).word, 'OK');
  assert.equal(sandbox.submit('maker', steal).word, 'SIGNER_KEY_REVOKED');
  assert.deepEqual(listKeyIds(sandbox.state, 'maker', 'active', 5), [fresh.keyId]);
  assert.equal(readKey(sandbox.state, keyId)?.entity.status, 'recovery', 'they go on');

  const again = encodeRecover({ id: 'maker', keys: [testKey('fresher')], reason: 'lost it all' });
  sandbox.propose('admin', again);
  sandbox.vote('admin', 'yes');
  sandbox.vote('member-1', 'yes');
  assert.equal(sandbox.status(), 'executed', 'or by decision');
  assert.equal(readKey(sandbox.state, fresh.keyId)?.entity.status, 'revoked');
});

test('quotas: what a day has left is shared by its transactions, and a batch that passes it is whole refused', () => {
  const sandbox = namedSandbox();
  const role = 'enterprise-operator';
  sandbox.must('admin', encodeSetQuota({ role, registrations: 10, bytes: 100_000 }));
  sandbox.must('maker', registerMany(0, 4));
  const tooMuch = sandbox.submit('maker', registerMany(4, 4), registerMany(8, 4));
  assert.equal(tooMuch.word, 'ORGANIZATIONS_QUOTA_REGISTRATIONS');
  const { action, used, wanted, limit } = tooMuch.details;
  assert.deepEqual([action, used, wanted, limit], [1, 8, 4, 10]);
  assert.equal(readUsage(sandbox.state, 'maker', sandbox.timeMs).registrations, 4, 'all undone');
  const words = sandbox
    .block(
      [registerMany(4, 4), registerMany(8, 4), registerMany(12, 2)].map((each) =>
        sandbox.transaction([testKey('maker')], [each]),
      ),
    )
    .map(({ word }) => word);
  assert.deepEqual(words, ['OK', 'ORGANIZATIONS_QUOTA_REGISTRATIONS', 'OK']);
  sandbox.timeMs = Number(tooMuch.details['resetsAtMs']) - 2000;
  assert.equal(
    sandbox.submit('maker', registerMany(20, 1)).word,
    'ORGANIZATIONS_QUOTA_REGISTRATIONS',
  );
  assert.equal(sandbox.submit('maker', registerMany(20, 10)).word, 'OK', 'the next day');
});

test('bytes are charged for what is done; of several roles the most counts; zeros set no bound', () => {
  const sandbox = namedSandbox();
  sandbox.must('admin', quota('enterprise-operator', 50_000), quota('reporter', 1_000_000));
  assert.equal(sandbox.submit('maker', ...fullBatches(0, 1)).word, 'OK');
  const { bytes, registrations } = readUsage(sandbox.state, 'maker', sandbox.timeMs);
  assert.equal(registrations, 4096);
  assert.ok(bytes > 10_000 && bytes < 50_000);
  assert.equal(sandbox.submit('maker', ...fullBatches(5000, 3)).word, 'ORGANIZATIONS_QUOTA_BYTES');
  sandbox.must(
    'admin',
    encodeSetRoles({ id: 'maker', roles: ['enterprise-operator', 'reporter'] }),
  );
  assert.equal(sandbox.submit('maker', ...fullBatches(5000, 3)).word, 'OK');
  sandbox.must('admin', quota('reporter', 0));
  assert.equal(sandbox.submit('maker', ...fullBatches(50_000, 3)).word, 'OK', 'no bound again');
});

test('no quota silences those who vote on quotas', () => {
  const sandbox = new Sandbox();
  const role = 'administrator';
  sandbox.must('admin', encodeSetQuota({ role, registrations: 0, bytes: 1 }));
  const lift = quota(role, 0);
  assert.equal(sandbox.submit('admin', lift).word, 'ORGANIZATIONS_QUOTA_BYTES');
  const actions = [lift];
  const propose = encodePropose({ title: 'x', actions, vote: 'none' });
  assert.equal(
    sandbox.submit('admin', propose, urgent('maker')).word,
    'ORGANIZATIONS_QUOTA_BYTES',
    'no way around it for anything else',
  );
  sandbox.must('admin', propose);
  assert.ok(readUsage(sandbox.state, 'admin', sandbox.timeMs).bytes > 1, 'it is charged');
  sandbox.must('admin', encodeVoteAction({ proposal: 1, choice: 'yes', reason: '' }));
  assert.equal(sandbox.submit('admin', urgent('maker')).word, 'OK');
});

test('codes of registers: the check characters, one organization for each code', () => {
  // From GB 32100-2015 and ISO 17442's register.
  assert.ok(isCreditCode(CREDIT_CODE));
  for (let place = 0; place < CREDIT_CODE.length; place += 1) {
    for (const other of '0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ') {
      const changed = CREDIT_CODE.slice(0, place) + other + CREDIT_CODE.slice(place + 1);
      assert.equal(isCreditCode(changed), changed === CREDIT_CODE, changed);
    }
  }
  for (const lei of [LEI, '529900T8BM49AURSDO55', 'HWUPKR0MPOU8FGXBT394']) assert.ok(isLei(lei));
  for (let place = 0; place < LEI.length; place += 1) {
    const from = LEI.charAt(place);
    const others = from > '9' ? 'AB' : '78';
    const to = others.charAt(from === others.charAt(0) ? 1 : 0);
    const changed = LEI.slice(0, place) + to + LEI.slice(place + 1);
    assert.equal(isLei(changed), changed === LEI, changed);
  }
  const sandbox = new Sandbox();
  sandbox.must('admin', encodeSetCodes({ id: 'maker', creditCode: CREDIT_CODE, lei: '' }));
  sandbox.must('admin', encodeSetCodes({ id: 'maker', creditCode: '', lei: LEI }));
  sandbox.must('admin', encodeSetCodes({ id: 'top', creditCode: CREDIT_CODE, lei: '' }));
  assert.deepEqual(readProfile(sandbox.state, 'maker'), { creditCode: '', lei: LEI });
});

test('documents are attached by hash, in versions, and detached', () => {
  const sandbox = new Sandbox();
  sandbox.must('maker', attach(1));
  sandbox.must('maker', attach(2));
  sandbox.must('maker', encodeDetach({ id: 'maker', name: 'iso-9001.pdf' }));
  const [kept] = listDocuments(sandbox.state, 'maker');
  assert.deepEqual([kept?.isAttached, kept?.digest[0]], [false, 2]);
  assert.equal(sandbox.submit('top', attach(3)).word, 'GOVERNANCE_NOT_ENTITLED');
  assert.equal(sandbox.state.history.size, 2);
});

test('the membership counts what the entries say, whatever happened', () => {
  const sandbox = new Council(3, [OPENLY]);
  const steps = [
    encodeSuspend({ id: 'top', reason: 'x' }),
    encodeSetRoles({ id: 'top', roles: ['auditor'] }),
    encodeSuspendUrgently({ id: 'member-1', hours: 1, reason: 'x' }),
    encodeLeave({ id: 'maker', reason: 'x' }),
    encodeSetRoles({ id: 'second', roles: ['auditor', 'validator'] }),
    encodeReinstate({ id: 'top', reason: 'x' }),
  ];
  for (const step of steps) {
    sandbox.must('admin', step);
    checkMembership(sandbox);
  }
  const { epoch } = readMembership(sandbox.state);
  sandbox.pass(HOUR_MS);
  checkMembership(sandbox);
  assert.equal(readMembership(sandbox.state).epoch, epoch + 1);
});

function checkMembership({ state }: Sandbox): void {
  const active = listOrganizations(state, { limit: 100 }).filter(
    ({ entity }) => entity.status === 'active',
  );
  const { active: counted, byRole } = readMembership(state);
  assert.equal(counted, active.length);
  assert.deepEqual(
    byRole,
    ROLES.map((role) => active.filter(({ entity }) => entity.roles.includes(role)).length),
  );
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyHistory } from '@touchmark/state/proof';
import { GenesisStateError } from '../../kernel/genesis-context.ts';
import { ledger } from '../../index.ts';
import { openGenesis } from '../../testing/council.ts';
import { Sandbox, sandboxGenesis, testKey } from '../../testing/sandbox.ts';
import type { TestKey } from '../../testing/sandbox.ts';
import { encodeAddKey } from './add-key.ts';
import { encodeAdmit } from './admit.ts';
import { actsAs } from './authority.ts';
import { listByRole, listKeyIds, listOrganizations, readKey, readOrganization } from './queries.ts';
import { encodeReinstate } from './reinstate.ts';
import { encodeRevokeKey } from './revoke-key.ts';
import { encodeSetRoles } from './set-roles.ts';
import { encodeSuspend } from './suspend.ts';

const add = (id: string, name: string) => encodeAddKey({ id, ...testKey(name) });
const revoke = (name: string) =>
  encodeRevokeKey({ id: 'maker', keyId: testKey(name).keyId, reason: 'lost' });
const NOBODY_THERE = encodeSuspend({ id: 'nobody', reason: 'x' });

test('genesis founds organizations with their roles and keys', () => {
  const { state } = new Sandbox();
  const admin = readOrganization(state, 'admin');
  assert.deepEqual(admin?.entity, {
    status: 'active',
    name: 'The admin',
    roles: ['administrator'],
    transactionId: null,
    reason: null,
    untilMs: null,
  });
  assert.deepEqual([admin?.envelope.version, admin?.envelope.height], [1, 0]);
  const key = readKey(state, testKey('admin').keyId)?.entity;
  assert.deepEqual([key?.organization, key?.status], ['admin', 'active']);
  assert.deepEqual(listByRole(state, 'administrator', 10), ['admin']);
});

test('genesis with an unknown role or a key used twice founds nothing', () => {
  const genesis = sandboxGenesis();
  const [first] = genesis.appState.organizations;
  assert.ok(first !== undefined);
  const found = (organizations: (typeof first)[]) =>
    ledger.initializeState({ ...genesis, appState: { organizations, parameters: {} } });
  assert.throws(() => found([{ ...first, roles: ['king'] }]), GenesisStateError);
  assert.throws(() => found([first, { ...first, id: 'twin' }]), /GENESIS_KEY|cannot be registered/);
  assert.throws(() => found([first, first]), GenesisStateError);
});

test('an admitted organization can act with any of its keys', () => {
  const sandbox = new Sandbox();
  const keys = [testKey('n1'), testKey('n2', 'p256'), testKey('n3', 'sm2')];
  const admitted = sandbox.must(
    'admin',
    encodeAdmit({ id: 'new-one', name: '新机构', roles: ['auditor', 'top-operator'], keys }),
  );
  assert.deepEqual(
    admitted.events.map(({ type }) => type),
    ['organizations.admitted'],
  );
  const organization = readOrganization(sandbox.state, 'new-one');
  assert.deepEqual(organization?.entity.roles, ['top-operator', 'auditor'], 'in canonical order');
  assert.deepEqual(organization?.entity.transactionId, admitted.id);
  for (const key of keys) {
    const [submitted] = sandbox.block([sandbox.transaction([key], [NOBODY_THERE])]);
    assert.equal(submitted?.word, 'GOVERNANCE_NOT_ENTITLED');
  }
});

test('admission with a key that cannot be registered names the key and leaves nothing', () => {
  const sandbox = new Sandbox();
  const admit = (...keys: TestKey[]) =>
    sandbox.submit('admin', encodeAdmit({ id: 'new-one', name: 'N', roles: [], keys }));
  const good = testKey('n');
  const twice = admit(good, good);
  assert.equal(twice.word, 'ORGANIZATIONS_KEY_TAKEN');
  assert.deepEqual(twice.details['key'], 1);
  assert.equal(admit(good, { ...good, publicKey: new Uint8Array(32) }).details['key'], 1);
  assert.equal(readOrganization(sandbox.state, 'new-one'), undefined);
  assert.equal(admit(good).word, 'OK');
});

test('params out of bounds are refused by field', () => {
  const sandbox = new Sandbox();
  const keys = [testKey('n')];
  const good = { id: 'new-one', name: 'N', roles: [], keys };
  const cases: [object, string, string][] = [
    [{ id: 'A' }, 'id', 'too-short'],
    [{ id: 'Abc' }, 'id', 'bad-form'],
    [{ id: 'a'.repeat(33) }, 'id', 'too-long'],
    [{ name: '' }, 'name', 'too-short'],
    [{ name: 'a\u0007' }, 'name', 'bad-form'],
    [{ name: 'a\u0085' }, 'name', 'bad-form'],
    [{ keys: [] }, 'keys', 'too-few'],
    [{ keys: Array.from({ length: 17 }, () => keys[0]) }, 'keys', 'too-many'],
    [{ keys: [{ ...keys[0], publicKey: new Uint8Array(31) }] }, 'keys[0].publicKey', 'too-short'],
    [{ roles: ['auditor', 'auditor'] }, 'roles[1]', 'repeated'],
  ];
  for (const [change, field, problem] of cases) {
    const refused = sandbox.submit('admin', encodeAdmit({ ...good, ...change }));
    assert.deepEqual(refused.details, { action: 0, field, problem });
  }
});

test('suspension stops an organization until it is reinstated, and is told with its reason', () => {
  const sandbox = new Sandbox();
  const suspended = sandbox.must('admin', encodeSuspend({ id: 'top', reason: 'unpaid' }));
  assert.deepEqual(suspended.events.length, 1);
  assert.equal(sandbox.submit('top', NOBODY_THERE).word, 'SIGNER_ORGANIZATION_SUSPENDED');
  const entity = readOrganization(sandbox.state, 'top')?.entity;
  assert.deepEqual([entity?.status, entity?.reason], ['suspended', 'unpaid']);
  assert.deepEqual(entity?.roles, ['top-operator']);
  assert.equal(actsAs(sandbox.state, 'top', 'top-operator'), false);
  sandbox.must('admin', encodeReinstate({ id: 'top', reason: 'paid' }));
  assert.equal(actsAs(sandbox.state, 'top', 'top-operator'), true);
  assert.equal(sandbox.submit('top', NOBODY_THERE).word, 'GOVERNANCE_NOT_ENTITLED');
});

test('the last administrator keeps its role; with a second one it may go', () => {
  const sandbox = new Sandbox(undefined, openGenesis());
  const stepDown = encodeSetRoles({ id: 'admin', roles: [] });
  const last = 'ORGANIZATIONS_LAST_ADMINISTRATOR';
  assert.equal(sandbox.submit('admin', stepDown).word, last);
  sandbox.must('admin', encodeSetRoles({ id: 'top', roles: ['administrator', 'top-operator'] }));
  sandbox.must('top', encodeSuspend({ id: 'admin', reason: 'leave' }));
  assert.equal(sandbox.submit('top', encodeSetRoles({ id: 'top', roles: [] })).word, last);
  const suspendSelf = encodeSuspend({ id: 'top', reason: 'tired' });
  assert.equal(sandbox.submit('top', suspendSelf).word, last, 'a suspended one does not count');
  sandbox.must('top', encodeReinstate({ id: 'admin', reason: 'back' }));
  sandbox.must('top', encodeSetRoles({ id: 'top', roles: ['top-operator'] }));
  assert.deepEqual(listByRole(sandbox.state, 'administrator', 5), ['admin']);
});

test('an administrator that loses the role in mid-transaction can do no more', () => {
  const sandbox = new Sandbox(undefined, openGenesis());
  sandbox.must('admin', encodeSetRoles({ id: 'top', roles: ['administrator'] }));
  const refused = sandbox.submit(
    'admin',
    encodeSetRoles({ id: 'admin', roles: [] }),
    encodeSuspend({ id: 'top', reason: 'revenge' }),
  );
  assert.deepEqual([refused.details['action'], refused.details['author']], [1, 'admin']);
  const suspendedItself = sandbox.submit(
    'admin',
    encodeSuspend({ id: 'admin', reason: 'tired' }),
    encodeSuspend({ id: 'top', reason: 'revenge' }),
  );
  assert.equal(suspendedItself.word, 'GOVERNANCE_NOT_ENTITLED');
});

test('roles given to a suspended organization count when it is back', () => {
  const sandbox = new Sandbox();
  sandbox.must('admin', encodeSuspend({ id: 'maker', reason: 'unpaid' }));
  sandbox.must('admin', encodeSetRoles({ id: 'maker', roles: ['auditor'] }));
  assert.deepEqual(listByRole(sandbox.state, 'auditor', 5), []);
  sandbox.must('admin', encodeReinstate({ id: 'maker', reason: 'paid' }));
  assert.deepEqual(listByRole(sandbox.state, 'auditor', 5), ['maker']);
  assert.deepEqual(listByRole(sandbox.state, 'enterprise-operator', 5), []);
});

test('keys are added by the organization itself, and revoked by it or an administrator', () => {
  const sandbox = new Sandbox();
  sandbox.must('maker', add('maker', 'spare'));
  assert.equal(sandbox.submit('admin', add('maker', 'third')).word, 'ORGANIZATIONS_NOT_ITSELF');
  sandbox.must('maker', add('maker', 'third'));
  const active = listKeyIds(sandbox.state, 'maker', 'active', 10);
  assert.equal(active.length, 3);
  const old = testKey('maker').keyId;
  sandbox.must('maker', encodeRevokeKey({ id: 'maker', keyId: old, reason: 'rotated' }));
  assert.equal(sandbox.submit('maker', NOBODY_THERE).word, 'SIGNER_KEY_REVOKED');
  assert.deepEqual(listKeyIds(sandbox.state, 'maker', 'revoked', 10), [old]);
  assert.equal(listKeyIds(sandbox.state, 'maker', 'active', 10).length, 2);
  const key = readKey(sandbox.state, old);
  assert.deepEqual([key?.entity.status, key?.entity.reason], ['revoked', 'rotated']);
  const again = sandbox.submit('spare', add('maker', 'maker'));
  assert.equal(again.word, 'ORGANIZATIONS_KEY_TAKEN', 'a revoked key never comes back');
  const stolen = sandbox.submit('top', add('top', 'spare'));
  assert.deepEqual(stolen.details['organization'], 'maker');
  sandbox.must('admin', revoke('spare'));
  assert.equal(sandbox.submit('admin', revoke('third')).word, 'ORGANIZATIONS_LAST_KEY');
  assert.equal(sandbox.submit('top', revoke('third')).word, 'GOVERNANCE_NOT_ENTITLED');
  const missing = encodeRevokeKey({ id: 'nobody', keyId: old, reason: 'x' });
  assert.equal(sandbox.submit('admin', missing).word, 'ORGANIZATIONS_UNKNOWN');
  const unknown = [
    encodeSuspend({ id: 'nobody', reason: 'x' }),
    encodeReinstate({ id: 'nobody', reason: 'x' }),
  ];
  for (const action of unknown) {
    assert.equal(sandbox.submit('admin', action).word, 'ORGANIZATIONS_UNKNOWN');
  }
});

test('a key added in a transaction signs from the next one on; a revoked one none', () => {
  const sandbox = new Sandbox();
  const spare = testKey('spare');
  const { keyId } = testKey('maker');
  const results = sandbox.block([
    sandbox.transaction([testKey('maker')], [encodeAddKey({ id: 'maker', ...spare })]),
    sandbox.transaction([spare], [encodeRevokeKey({ id: 'maker', keyId, reason: 'rotated' })]),
    sandbox.transaction([testKey('maker')], [NOBODY_THERE]),
  ]);
  assert.deepEqual(
    results.map(({ word }) => word),
    ['OK', 'OK', 'SIGNER_KEY_REVOKED'],
  );
});

test('every version of an organization links to the one before', () => {
  const sandbox = new Sandbox();
  sandbox.must('admin', encodeSuspend({ id: 'top', reason: 'a' }));
  const both = [
    encodeReinstate({ id: 'top', reason: 'b' }),
    encodeSetRoles({ id: 'top', roles: ['auditor'] }),
  ];
  sandbox.must('admin', ...both);
  const current = readOrganization(sandbox.state, 'top');
  assert.ok(current !== undefined);
  const older = [...sandbox.state.history.values()].toReversed();
  const versions = verifyHistory(current.bytes, older);
  assert.deepEqual(
    versions.map(({ version, height }) => [version, height]),
    [
      [4, 2],
      [3, 2],
      [2, 1],
      [1, 0],
    ],
  );
});

test('organizations are listed by pages in the order of their ids', () => {
  const { state } = new Sandbox();
  const first = listOrganizations(state, { limit: 2 });
  const rest = listOrganizations(state, { after: first[1]?.id ?? '', limit: 9 });
  assert.deepEqual(
    [...first, ...rest].map(({ id }) => id),
    ['admin', 'maker', 'second', 'stranger', 'top'],
  );
});

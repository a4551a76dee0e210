import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ledger } from '../index.ts';
import { encodeDelegate } from '../modules/naming/delegate.ts';
import { encodeRetire } from '../modules/naming/retire.ts';
import { encodeSetConstitution } from '../modules/governance/set-constitution.ts';
import { decodeOrganization } from '../modules/organizations/organization.ts';
import { encodeSetRoles } from '../modules/organizations/set-roles.ts';
import { encodeSuspend } from '../modules/organizations/suspend.ts';
import { Council, OPENLY, rule } from '../testing/council.ts';
import { sandboxWithItem } from '../testing/named-sandbox.ts';
import { CHAIN_ID, Sandbox } from '../testing/sandbox.ts';
import { entryKindOf } from './state-entries.ts';

const moment = ({ height, timeMs }: Sandbox) => ({ chainId: CHAIN_ID, height: height + 1, timeMs });

test('a dry run shows what would change, and changes nothing', () => {
  const sandbox = new Sandbox();
  const before = sandbox.state.entries();
  const actions = [
    encodeSetRoles({ id: 'maker', roles: ['reporter'] }),
    encodeDelegate({ prefix: '9', holder: 'top' }),
  ];
  const { refusal, changes, events } = ledger.dryRun(sandbox.state, moment(sandbox), {
    author: 'admin',
    actions,
  });
  assert.equal(refusal, undefined);
  assert.deepEqual(
    changes.map(({ module, entry, before: old, after }) => [
      `${module}: ${entry}`,
      old === null,
      after === null,
    ]),
    [
      ['organizations: membership', false, false],
      ['organizations: organization', false, false],
      ['organizations: organizations by role', false, true],
      ['organizations: organizations by role', true, false],
      ['naming: prefix', true, false],
      ['naming: counts', true, false],
    ],
  );
  const [, organization] = changes;
  assert.deepEqual(decodeOrganization(organization!.before!).roles, ['enterprise-operator']);
  assert.deepEqual(decodeOrganization(organization!.after!).roles, ['reporter']);
  assert.match(organization!.layout, /name, \[role/);
  assert.deepEqual(
    events.map(({ type }) => type),
    ['organizations.roles-set', 'naming.delegated'],
  );
  assert.deepEqual(sandbox.state.entries(), before);
});

test('a dry run tells what would refuse it, invariants included', () => {
  const sandbox = new Council(0, [OPENLY]);
  const lock = { committees: [], rules: [rule('*', { electorate: ['role:auditor'] })] };
  const { refusal, changes } = ledger.dryRun(sandbox.state, moment(sandbox), {
    author: 'admin',
    actions: [encodeSuspend({ id: 'maker', reason: 'x' }), encodeSetConstitution(lock)],
  });
  assert.deepEqual([refusal?.code, changes], ['GOVERNANCE_UNCHANGEABLE', []]);
});

test('every entry of the state is one that a module declares', () => {
  const sandbox = sandboxWithItem();
  sandbox.must(
    'maker',
    encodeRetire({ identifier: '88.118.8/item', expectedVersion: 1, reason: 'x' }),
  );
  const kinds = sandbox.state
    .entries()
    .filter(({ key }) => key[0] !== 1)
    .map(({ key }) => entryKindOf(ledger.registry, key)?.definition.name);
  assert.ok(!kinds.includes(undefined));
  for (const name of ['record', 'prefix', 'key', 'constitution', 'validators', 'membership']) {
    assert.ok(kinds.includes(name), name);
  }
});

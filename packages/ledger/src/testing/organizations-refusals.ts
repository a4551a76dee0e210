import { ORGANIZATION_ACTIVE_KEYS } from '../limits.ts';
import { encodeAddKey } from '../modules/organizations/add-key.ts';
import { encodeAdmit } from '../modules/organizations/admit.ts';
import type { ORGANIZATIONS_ERRORS } from '../modules/organizations/errors.ts';
import { encodeReinstate } from '../modules/organizations/reinstate.ts';
import { encodeRevokeKey } from '../modules/organizations/revoke-key.ts';
import { encodeSetRoles } from '../modules/organizations/set-roles.ts';
import { encodeSuspend } from '../modules/organizations/suspend.ts';
import type { RefusalCases } from './refusal-case.ts';
import { Sandbox, testKey } from './sandbox.ts';

const NEW_KEY = testKey('another');
const addKey = (id: string, key = NEW_KEY) =>
  encodeAddKey({ id, algorithm: key.algorithm, publicKey: key.publicKey });
const revoke = (id: string, name: string) =>
  encodeRevokeKey({ id, keyId: testKey(name).keyId, reason: 'lost' });

export const ORGANIZATIONS_REFUSALS: RefusalCases<keyof typeof ORGANIZATIONS_ERRORS> = {
  ORGANIZATIONS_ALREADY_ADMITTED: () =>
    new Sandbox().submit(
      'admin',
      encodeAdmit({ id: 'maker', name: 'Twin', roles: [], keys: [NEW_KEY] }),
    ),
  ORGANIZATIONS_UNKNOWN: () =>
    new Sandbox().submit('admin', encodeSetRoles({ id: 'nobody', roles: [] })),
  ORGANIZATIONS_ALREADY_SUSPENDED() {
    const suspend = encodeSuspend({ id: 'maker', reason: 'unpaid' });
    return new Sandbox().submit('admin', suspend, suspend);
  },
  ORGANIZATIONS_NOT_SUSPENDED: () =>
    new Sandbox().submit('admin', encodeReinstate({ id: 'maker', reason: 'paid' })),
  ORGANIZATIONS_LAST_ADMINISTRATOR: () =>
    new Sandbox().submit('admin', encodeSuspend({ id: 'admin', reason: 'tired' })),
  ORGANIZATIONS_KEY_UNACCEPTABLE: () =>
    new Sandbox().submit('maker', addKey('maker', { ...NEW_KEY, publicKey: new Uint8Array(32) })),
  ORGANIZATIONS_KEY_TAKEN: () => new Sandbox().submit('maker', addKey('maker', testKey('top'))),
  ORGANIZATIONS_TOO_MANY_KEYS() {
    const keys = Array.from({ length: ORGANIZATION_ACTIVE_KEYS }, (_, n) => testKey(`key ${n}`));
    return new Sandbox().submit('maker', ...keys.map((key) => addKey('maker', key)));
  },
  ORGANIZATIONS_KEY_UNKNOWN: () => new Sandbox().submit('maker', revoke('maker', 'top')),
  ORGANIZATIONS_KEY_ALREADY_REVOKED: () =>
    new Sandbox().submit(
      'maker',
      addKey('maker'),
      revoke('maker', 'another'),
      revoke('maker', 'another'),
    ),
  ORGANIZATIONS_LAST_KEY: () => new Sandbox().submit('maker', revoke('maker', 'maker')),
};

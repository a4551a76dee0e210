import {
  APPLICATIONS,
  APPLICATIONS_OF_SPONSOR,
  APPLICATIONS_OF_STRANGERS,
  DOCUMENTS,
  ORGANIZATION_ACTIVE_KEYS,
} from '../limits.ts';
import { encodeAddKey } from '../modules/organizations/add-key.ts';
import { encodeAdmitApplicant } from '../modules/organizations/admit-applicant.ts';
import { encodeAttach } from '../modules/organizations/attach.ts';
import { encodeDecline } from '../modules/organizations/decline.ts';
import { encodeDetach } from '../modules/organizations/detach.ts';
import { encodeLeave } from '../modules/organizations/leave.ts';
import { encodeSetCodes } from '../modules/organizations/set-codes.ts';
import { encodeSetQuota } from '../modules/organizations/set-quota.ts';
import { encodeSetRecovery } from '../modules/organizations/set-recovery.ts';
import { encodeSuspendUrgently } from '../modules/organizations/suspend-urgently.ts';
import { encodeAdmit } from '../modules/organizations/admit.ts';
import type { ORGANIZATIONS_ERRORS } from '../modules/organizations/errors.ts';
import { encodeReinstate } from '../modules/organizations/reinstate.ts';
import { encodeRevokeKey } from '../modules/organizations/revoke-key.ts';
import { encodeRotateKey } from '../modules/organizations/rotate-key.ts';
import { encodeSetRoles } from '../modules/organizations/set-roles.ts';
import { encodeSuspend } from '../modules/organizations/suspend.ts';
import type { RefusalCases } from './refusal-case.ts';
import { application, fillWithStrangers } from './applicants.ts';
import { Council, memberId, OPENLY } from './council.ts';
import { fullBatches, namedSandbox } from './named-sandbox.ts';
import { Sandbox, testKey } from './sandbox.ts';
import type { Submitted } from './sandbox.ts';

const NEW_KEY = testKey('another');
const addKey = (id: string, key = NEW_KEY) => encodeAddKey({ id, ...key });
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
  ORGANIZATIONS_KEY_UNPROVEN() {
    const sandbox = new Sandbox();
    // Of the transaction, but not of the key.
    sandbox.verify = (_algorithm, publicKey) => publicKey[0] !== NEW_KEY.publicKey[0];
    return sandbox.submit('maker', addKey('maker'));
  },
  ORGANIZATIONS_NOT_ITSELF: () => new Sandbox().submit('admin', addKey('maker')),
  ORGANIZATIONS_KEY_UNKNOWN: () => new Sandbox().submit('maker', revoke('maker', 'top')),
  ORGANIZATIONS_KEY_ALREADY_REVOKED: () =>
    new Sandbox().submit(
      'maker',
      addKey('maker'),
      revoke('maker', 'another'),
      revoke('maker', 'another'),
    ),
  ORGANIZATIONS_LEFT() {
    const sandbox = new Sandbox();
    sandbox.must('maker', encodeLeave({ id: 'maker', reason: 'merged' }));
    return sandbox.submit('admin', encodeReinstate({ id: 'maker', reason: 'back' }));
  },
  ORGANIZATIONS_APPLICATION_EXISTS() {
    const sandbox = new Sandbox();
    sandbox.must('one', application('new', 'one'));
    return sandbox.submit('two', application('new', 'two'));
  },
  ORGANIZATIONS_TOO_MANY_APPLICATIONS() {
    const sponsors = APPLICATIONS / APPLICATIONS_OF_SPONSOR + 1;
    const sandbox = new Council(sponsors, [OPENLY]);
    return sandbox
      .block(
        Array.from({ length: APPLICATIONS + 1 }, (_, place) => {
          const sponsor = memberId(Math.floor(place / APPLICATIONS_OF_SPONSOR) + 1);
          const id = `applicant-${place}`;
          return sandbox.transaction([testKey(sponsor)], [application(id, id)]);
        }),
      )
      .at(-1)!;
  },
  ORGANIZATIONS_SPONSOR_NEEDED() {
    const sandbox = new Sandbox();
    return fillWithStrangers(sandbox, APPLICATIONS_OF_STRANGERS + 1).at(-1)!;
  },
  ORGANIZATIONS_TOO_MANY_SPONSORED() {
    const ids = Array.from({ length: APPLICATIONS_OF_SPONSOR + 1 }, (_, place) => `new-${place}`);
    return new Sandbox().submit('maker', ...ids.map((id) => application(id, id)));
  },
  ORGANIZATIONS_APPLICATION_UNKNOWN: () =>
    new Sandbox().submit('admin', encodeDecline({ id: 'new', reason: 'unknown' })),
  ORGANIZATIONS_APPLICATION_CHANGED() {
    const sandbox = new Sandbox();
    sandbox.must('one', application('new', 'one'));
    const hash = new Uint8Array(32);
    return sandbox.submit(
      'admin',
      encodeAdmitApplicant({ id: 'new', application: hash, roles: [] }),
    );
  },
  ORGANIZATIONS_CREDIT_CODE_INVALID: () => codes('maker', '91350100M000100Y44', ''),
  ORGANIZATIONS_LEI_INVALID: () => codes('maker', '', '5493001KJTIIGC8Y1R13'),
  ORGANIZATIONS_CODE_TAKEN: () => codes('maker', '91350100M000100Y43', '', 'top'),
  ORGANIZATIONS_KEY_VALIDITY: () =>
    new Sandbox().submit(
      'maker',
      encodeAddKey({ id: 'maker', ...NEW_KEY, notBeforeMs: 5, notAfterMs: 5 }),
    ),
  ORGANIZATIONS_RECOVERY_THRESHOLD: () =>
    new Sandbox().submit(
      'maker',
      encodeSetRecovery({ id: 'maker', threshold: 2, keys: [NEW_KEY] }),
    ),
  ORGANIZATIONS_URGENCY_REPEATED() {
    const sandbox = new Sandbox();
    const urgent = encodeSuspendUrgently({ id: 'maker', hours: 1, reason: 'leak' });
    sandbox.must('admin', urgent);
    sandbox.pass(3_600_000);
    return sandbox.submit('admin', urgent);
  },
  ORGANIZATIONS_DOCUMENT_UNKNOWN: () =>
    new Sandbox().submit('maker', encodeDetach({ id: 'maker', name: 'licence.pdf' })),
  ORGANIZATIONS_TOO_MANY_DOCUMENTS() {
    const documents = Array.from({ length: DOCUMENTS + 1 }, (_, place) =>
      encodeAttach({ id: 'maker', name: `${place}.pdf`, digest: new Uint8Array(32) }),
    );
    return new Sandbox().submit('maker', ...documents);
  },
  ORGANIZATIONS_QUOTA_REGISTRATIONS() {
    const sandbox = namedSandbox();
    const role = 'enterprise-operator';
    sandbox.must('admin', encodeSetQuota({ role, registrations: 4096, bytes: 1_000_000 }));
    return sandbox.submit('maker', ...fullBatches(0, 2));
  },
  ORGANIZATIONS_QUOTA_BYTES() {
    const sandbox = namedSandbox();
    const role = 'enterprise-operator';
    sandbox.must('admin', encodeSetQuota({ role, registrations: 4096, bytes: 1000 }));
    return sandbox.submit('maker', ...fullBatches(0, 1));
  },
  ORGANIZATIONS_KEY_BEYOND_SIGNER() {
    const sandbox = new Sandbox();
    const scopes = ['organizations.add-key'];
    sandbox.must('maker', encodeAddKey({ id: 'maker', ...testKey('clerk'), scopes }));
    return sandbox.block([sandbox.transaction([testKey('clerk')], [addKey('maker')])])[0]!;
  },
  ORGANIZATIONS_KEY_ENDED() {
    const { keyId } = testKey('past');
    return new Sandbox().submit(
      'maker',
      encodeAddKey({ id: 'maker', ...testKey('past'), notAfterMs: 5 }),
      encodeRotateKey({ id: 'maker', ...NEW_KEY, keyId, overlapMs: 0 }),
    );
  },
  ORGANIZATIONS_LAST_KEY: () => new Sandbox().submit('maker', revoke('maker', 'maker')),
};

/** Gives codes to one organization after another. */
function codes(id: string, creditCode: string, lei: string, ...more: readonly string[]): Submitted {
  const actions = [id, ...more].map((each) => encodeSetCodes({ id: each, creditCode, lei }));
  return new Sandbox().submit('admin', ...actions);
}

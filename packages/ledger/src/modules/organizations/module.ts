import type { ModuleDefinition } from '../../kernel/module.ts';
import { addKey } from './add-key.ts';
import { admit } from './admit.ts';
import { ORGANIZATIONS_ERRORS } from './errors.ts';
import * as events from './events.ts';
import { foundOrganizations } from './genesis.ts';
import { identify } from './identity.ts';
import { ORGANIZATION_KEYS, USAGE_KEYS } from './keys.ts';
import { chargeBytes } from './quota.ts';
import { ORGANIZATIONS_STATE } from './state.ts';
import { schedule, suspendUrgently } from './suspend-urgently.ts';
import { admitApplicant } from './admit-applicant.ts';
import { apply } from './apply.ts';
import { attach } from './attach.ts';
import { decline } from './decline.ts';
import { detach } from './detach.ts';
import { leave } from './leave.ts';
import { recover } from './recover.ts';
import { rotateKey } from './rotate-key.ts';
import { setCodes } from './set-codes.ts';
import { setQuota } from './set-quota.ts';
import { setRecovery } from './set-recovery.ts';
import { reinstate } from './reinstate.ts';
import { revokeKey } from './revoke-key.ts';
import { setRoles } from './set-roles.ts';
import { suspend } from './suspend.ts';

export const organizations: ModuleDefinition = {
  name: 'organizations',
  version: 1,
  about: 'Who takes part: organizations, their roles and their keys.',
  actions: [
    apply,
    admitApplicant,
    decline,
    admit,
    suspend,
    suspendUrgently,
    reinstate,
    leave,
    setRoles,
    addKey,
    rotateKey,
    revokeKey,
    setRecovery,
    recover,
    setCodes,
    attach,
    detach,
    setQuota,
  ],
  events: Object.values(events),
  errors: ORGANIZATIONS_ERRORS,
  errorNumbers: [100, 199],
  keySpaces: [ORGANIZATION_KEYS, USAGE_KEYS],
  identityKeySpaces: [ORGANIZATION_KEYS],
  schedule,
  meter: chargeBytes,
  state: ORGANIZATIONS_STATE,
  queries: [
    { name: 'readOrganization', about: 'An organization by its id.' },
    { name: 'listOrganizations', about: 'Organizations in the order of their ids, by pages.' },
    { name: 'listByRole', about: 'The active organizations that have a role.' },
    { name: 'readKey', about: 'A key by its id.' },
    { name: 'readApplication', about: 'An application that waits, by its id.' },
    { name: 'listApplications', about: 'All applications that are kept.' },
    { name: 'readProfile', about: 'The codes of registers that an organization is known by.' },
    { name: 'listDocuments', about: 'The documents that an organization has attached.' },
    { name: 'listEvidence', about: "What blocks have proven of an organization's validators." },
    { name: 'readQuota', about: 'What a role may use in a day.' },
    { name: 'readUsage', about: 'What an organization has used on a day.' },
    { name: 'readMembership', about: 'How many are active, and in which roles.' },
    { name: 'listKeyIds', about: "The ids of an organization's active or revoked keys." },
  ],
  genesis: foundOrganizations,
  identity: identify,
};

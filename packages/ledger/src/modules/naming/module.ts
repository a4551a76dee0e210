import type { ModuleDefinition } from '../../kernel/module.ts';
import { closeRequest } from './close-request.ts';
import { delegateAdministration } from './delegate-administration.ts';
import { delegate } from './delegate.ts';
import { NAMING_ERRORS } from './errors.ts';
import * as events from './events.ts';
import * as keys from './keys.ts';
import { reassignPrefix } from './reassign-prefix.ts';
import { reassign } from './reassign.ts';
import { register } from './register.ts';
import { requestSignatures } from './request-signatures.ts';
import { reregister } from './reregister.ts';
import { retire } from './retire.ts';
import { revokeAdministration } from './revoke-administration.ts';
import { setReregistration } from './set-reregistration.ts';
import { setTemplate } from './set-template.ts';
import { signValue } from './sign-value.ts';
import { NAMING_STATE } from './state.ts';
import { transferPrefix } from './transfer-prefix.ts';
import { transfer } from './transfer.ts';
import { update } from './update.ts';
import { withdrawSignature } from './withdraw-signature.ts';

export const naming: ModuleDefinition = {
  name: 'naming',
  version: 1,
  about: 'Prefixes and who holds them; identifiers and what they resolve to.',
  actions: [
    delegate,
    transferPrefix,
    reassignPrefix,
    delegateAdministration,
    revokeAdministration,
    setTemplate,
    setReregistration,
    register,
    update,
    transfer,
    reassign,
    retire,
    reregister,
    requestSignatures,
    signValue,
    withdrawSignature,
    closeRequest,
  ],
  events: Object.values(events),
  errors: NAMING_ERRORS,
  errorNumbers: [200, 299],
  keySpaces: [
    keys.NAME_KEYS,
    keys.COUNT_KEYS,
    keys.RESTRICTED_KEYS,
    keys.CHANGE_KEYS,
    keys.ADMINISTRATION_KEYS,
    keys.SIGNATURE_KEYS,
  ],
  state: NAMING_STATE,
  queries: [
    { name: 'resolveRecord', about: 'The record of an identifier.' },
    { name: 'readPrefix', about: 'Who holds a prefix, and by which rules.' },
    {
      name: 'findAuthority',
      about: 'How an organization comes to act for the holder of a prefix.',
    },
    { name: 'readAdministration', about: 'What was delegated to an organization at a prefix.' },
    { name: 'readRequest', about: 'A value that waits for signatures, or had them.' },
    { name: 'recordRange', about: 'The key range of the records directly under a prefix.' },
    { name: 'subtreeRange', about: 'The key range of all below a prefix, at any depth.' },
    { name: 'changeRange', about: 'The key range of what changed under a prefix in some blocks.' },
    { name: 'dayRange', about: 'The key range of the days of a prefix, an industry, the network.' },
    { name: 'readCounts', about: 'What lies directly under a prefix.' },
    { name: 'readScope', about: 'What lies in a prefix, an industry or the network.' },
    { name: 'readDay', about: 'What happened there on one day.' },
    { name: 'readNetworkCounts', about: 'What lies in the whole network.' },
    { name: 'describeRecord', about: 'A record envelope as an object.' },
  ],
};

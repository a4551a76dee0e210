import type { Action } from '@touchmark/codec';
import {
  encodeAddKey,
  DEFAULT_CONSTITUTION,
  encodeAdmit,
  encodeAdmitApplicant,
  encodeAttach,
  encodeDecline,
  encodeDetach,
  encodeLeave,
  encodeRecover,
  encodeRotateKey,
  encodeSetCodes,
  encodeSetQuota,
  encodeSetRecovery,
  encodeSuspendUrgently,
  readApplication,
  encodeDelegate,
  encodeRegister,
  encodeActivate,
  encodeCancelActivation,
  encodeClaimSigner,
  encodePropose,
  encodeReinstate,
  encodeSetConsensus,
  encodeSetConstitution,
  encodeSetValidators,
  encodeVoteAction,
  encodeWithdraw,
  encodeRetire,
  encodeRevokeKey,
  encodeSetRoles,
  encodeSuspend,
  encodeUpdate,
} from '../index.ts';
import { ITEM, sandboxWithItem, value } from './named-sandbox.ts';
import { application } from './applicants.ts';
import { NAMING_EXAMPLES } from './naming-examples.ts';
import { testKey } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';

export interface ExampleAction {
  readonly author: string;
  /** Other organizations that sign as well. */
  readonly others?: readonly string[];
  readonly action: Action;
  /** What must be done before it, by another. */
  readonly beforeBy?: { readonly author: string; readonly action: Action };
  /** What must be done before it, by the same author. */
  readonly before?: Action;
  /** What must have happened in blocks before. */
  readonly prepare?: (sandbox: Sandbox) => void;
  /** True: under a constitution that lets administrators do everything at once. */
  readonly openly?: true;
}

const ONE_VALIDATOR = encodeSetValidators({
  validators: [{ organization: 'maker', publicKey: testKey('v').publicKey, power: 1 }],
});

const PROPOSE = encodePropose({
  title: 'New rules',
  actions: [encodeSetConstitution(DEFAULT_CONSTITUTION)],
  vote: 'none',
});

/** The same in every sandbox that begins so. */
function applicationHash(): Uint8Array {
  const sandbox = sandboxWithItem();
  sandbox.must('newcomer', application('newcomer', 'newcomer'));
  return readApplication(sandbox.state, 'newcomer', sandbox.timeMs)!.hash;
}

/** One action of each type that succeeds in the sandbox with an item. */
export const EXAMPLES: Readonly<Record<string, ExampleAction>> = {
  'governance.activate': {
    author: 'admin',
    openly: true,
    action: encodeActivate({ module: 'naming', version: 2, height: 1_000 }),
  },
  'governance.cancel-activation': {
    author: 'admin',
    openly: true,
    before: encodeActivate({ module: 'naming', version: 2, height: 1_000 }),
    action: encodeCancelActivation({ module: 'naming' }),
  },
  'governance.claim-signer': {
    author: 'v',
    openly: true,
    prepare(sandbox) {
      sandbox.must('admin', encodeSetRoles({ id: 'maker', roles: ['validator'] }), ONE_VALIDATOR);
    },
    action: encodeClaimSigner({
      publicKey: testKey('v').publicKey,
      mark: new Uint8Array(16).fill(7),
      replaces: new Uint8Array(0),
    }),
  },
  'organizations.admit': {
    author: 'admin',
    action: encodeAdmit({ id: 'new', name: 'N', roles: ['auditor'], keys: [testKey('n')] }),
  },
  'organizations.suspend': {
    author: 'admin',
    action: encodeSuspend({ id: 'maker', reason: 'unpaid' }),
  },
  'organizations.reinstate': {
    author: 'admin',
    before: encodeSuspend({ id: 'maker', reason: 'unpaid' }),
    action: encodeReinstate({ id: 'maker', reason: 'paid' }),
  },
  'organizations.set-roles': {
    author: 'admin',
    action: encodeSetRoles({ id: 'maker', roles: ['reporter'] }),
  },
  'organizations.add-key': {
    author: 'maker',
    action: encodeAddKey({ id: 'maker', ...testKey('spare', 'sm2') }),
  },
  'organizations.revoke-key': {
    author: 'maker',
    before: encodeAddKey({ id: 'maker', ...testKey('spare') }),
    action: encodeRevokeKey({ id: 'maker', keyId: testKey('maker').keyId, reason: 'lost' }),
  },
  'organizations.apply': { author: 'newcomer', action: application('newcomer', 'newcomer') },
  'organizations.admit-applicant': {
    author: 'admin',
    beforeBy: { author: 'newcomer', action: application('newcomer', 'newcomer') },
    action: encodeAdmitApplicant({
      id: 'newcomer',
      application: applicationHash(),
      roles: ['reporter'],
    }),
  },
  'organizations.decline': {
    author: 'admin',
    beforeBy: { author: 'newcomer', action: application('newcomer', 'newcomer') },
    action: encodeDecline({ id: 'newcomer', reason: 'nobody knows it' }),
  },
  'organizations.suspend-urgently': {
    author: 'admin',
    action: encodeSuspendUrgently({ id: 'maker', hours: 72, reason: 'key stolen' }),
  },
  'organizations.leave': {
    author: 'maker',
    action: encodeLeave({ id: 'maker', reason: 'merged' }),
  },
  'organizations.rotate-key': {
    author: 'maker',
    action: encodeRotateKey({
      id: 'maker',
      ...testKey('next'),
      keyId: testKey('maker').keyId,
      overlapMs: 3_600_000,
    }),
  },
  'organizations.set-recovery': {
    author: 'maker',
    action: encodeSetRecovery({ id: 'maker', threshold: 1, keys: [testKey('safe')] }),
  },
  'organizations.recover': {
    author: 'safe',
    beforeBy: {
      author: 'maker',
      action: encodeSetRecovery({ id: 'maker', threshold: 1, keys: [testKey('safe')] }),
    },
    action: encodeRecover({ id: 'maker', keys: [testKey('fresh')], reason: 'all keys lost' }),
  },
  'organizations.set-codes': {
    author: 'admin',
    action: encodeSetCodes({
      id: 'maker',
      creditCode: '91350100M000100Y43',
      lei: '5493001KJTIIGC8Y1R12',
    }),
  },
  'organizations.attach': {
    author: 'maker',
    action: encodeAttach({ id: 'maker', name: 'licence.pdf', digest: new Uint8Array(32) }),
  },
  'organizations.detach': {
    author: 'maker',
    before: encodeAttach({ id: 'maker', name: 'licence.pdf', digest: new Uint8Array(32) }),
    action: encodeDetach({ id: 'maker', name: 'licence.pdf' }),
  },
  'organizations.set-quota': {
    author: 'admin',
    action: encodeSetQuota({ role: 'reporter', registrations: 10, bytes: 10_000 }),
  },
  'governance.propose': {
    author: 'admin',
    action: encodePropose({
      title: 'New rules',
      actions: [encodeSetConstitution(DEFAULT_CONSTITUTION)],
      vote: 'none',
    }),
  },
  'governance.vote': {
    author: 'admin',
    before: PROPOSE,
    action: encodeVoteAction({ proposal: 1, choice: 'yes', reason: 'at last' }),
  },
  'governance.set-constitution': {
    author: 'admin',
    openly: true,
    action: encodeSetConstitution(DEFAULT_CONSTITUTION),
  },
  'governance.set-validators': {
    author: 'admin',
    openly: true,
    before: encodeSetRoles({ id: 'maker', roles: ['validator', 'enterprise-operator'] }),
    action: ONE_VALIDATOR,
  },
  'governance.set-consensus': {
    author: 'admin',
    openly: true,
    action: encodeSetConsensus({
      maxBytes: 8_388_608,
      evidenceBlocks: 100_000,
      evidenceMs: 172_800_000,
    }),
  },
  'governance.withdraw': {
    author: 'admin',
    before: PROPOSE,
    action: encodeWithdraw({ proposal: 1 }),
  },
  'naming.delegate': {
    author: 'top',
    action: encodeDelegate({ prefix: '88.7', holder: 'second' }),
  },
  'naming.register': {
    author: 'maker',
    action: encodeRegister({
      prefix: '88.118.8',
      entries: [{ suffix: 'a', values: [value(1, 'x')] }],
    }),
  },
  'naming.update': {
    author: 'maker',
    action: encodeUpdate({ identifier: ITEM, expectedVersion: 1, values: [value(1, 'b')] }),
  },
  'naming.retire': {
    author: 'maker',
    action: encodeRetire({ identifier: ITEM, expectedVersion: 1, reason: 'scrapped' }),
  },
  ...NAMING_EXAMPLES,
};

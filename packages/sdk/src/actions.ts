import {
  encodeAddKey,
  encodeAdmit,
  encodeAdmitApplicant,
  encodeApply,
  encodeAttach,
  encodeDecline,
  encodeDelegate,
  encodeDetach,
  encodeLeave,
  encodePropose,
  encodeRecover,
  encodeRegister,
  encodeReinstate,
  encodeRetire,
  encodeRevokeKey,
  encodeRotateKey,
  encodeSetCodes,
  encodeSetConstitution,
  encodeSetQuota,
  encodeSetRecovery,
  encodeSetRoles,
  encodeSetValidators,
  encodeSuspend,
  encodeSuspendUrgently,
  encodeUpdate,
  encodeVoteAction,
  encodeWithdraw,
} from '@touchmark/ledger';

/**
 * What a transaction can do: each builds one action. Several in one transaction are done together
 * or not at all.
 *
 * @example
 * await network.send([
 *   actions.delegate({ prefix: '88.118.8', holder: 'acme' }),
 *   actions.delegate({ prefix: '88.118.9', holder: 'bolts' }),
 * ]);
 */
export const actions = {
  admit: encodeAdmit,
  suspend: encodeSuspend,
  reinstate: encodeReinstate,
  setRoles: encodeSetRoles,
  addKey: encodeAddKey,
  revokeKey: encodeRevokeKey,
  delegate: encodeDelegate,
  register: encodeRegister,
  update: encodeUpdate,
  retire: encodeRetire,
  apply: encodeApply,
  admitApplicant: encodeAdmitApplicant,
  decline: encodeDecline,
  suspendUrgently: encodeSuspendUrgently,
  leave: encodeLeave,
  rotateKey: encodeRotateKey,
  setRecovery: encodeSetRecovery,
  recover: encodeRecover,
  setCodes: encodeSetCodes,
  attach: encodeAttach,
  detach: encodeDetach,
  setQuota: encodeSetQuota,
  propose: encodePropose,
  withdraw: encodeWithdraw,
  setConstitution: encodeSetConstitution,
  setValidators: encodeSetValidators,
  vote: encodeVoteAction,
} as const;

import {
  encodeAddKey,
  encodeAdmit,
  encodeCloseRequest,
  encodeDelegate,
  encodeDelegateAdministration,
  encodeRegister,
  encodeReinstate,
  encodeRequestSignatures,
  encodeReregister,
  encodeRetire,
  encodeRevokeAdministration,
  encodeRevokeKey,
  encodeSetReregistration,
  encodeSetRoles,
  encodeSetTemplate,
  encodeSignValue,
  encodeSuspend,
  encodeTransfer,
  encodeTransferPrefix,
  encodeUpdate,
  encodeWithdrawSignature,
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
  transfer: encodeTransfer,
  transferPrefix: encodeTransferPrefix,
  delegateAdministration: encodeDelegateAdministration,
  revokeAdministration: encodeRevokeAdministration,
  setTemplate: encodeSetTemplate,
  setReregistration: encodeSetReregistration,
  reregister: encodeReregister,
  requestSignatures: encodeRequestSignatures,
  signValue: encodeSignValue,
  withdrawSignature: encodeWithdrawSignature,
  closeRequest: encodeCloseRequest,
} as const;

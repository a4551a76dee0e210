import {
  encodeAddKey,
  encodeAdmit,
  encodeDelegate,
  encodeRegister,
  encodeReinstate,
  encodeRetire,
  encodeRevokeKey,
  encodeSetRoles,
  encodeSuspend,
  encodeUpdate,
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
} as const;

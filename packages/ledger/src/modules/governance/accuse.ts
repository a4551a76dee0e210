import { compareBytes } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import type { Accusation } from '../../kernel/module.ts';
import { recordEvidence } from '../organizations/evidence.ts';
import { validatorsSet } from './events.ts';
import { unsafe } from './invariants.ts';
import { putValidators, readFormer, readValidators } from './validators.ts';

/**
 * A validator that was proven to sign twice decides no more blocks. Where those left would not be safe, it stays and
 * what it did is kept: then it is for the members to decide. They may also set it again.
 */
export const accuse: Accusation = (context, misbehavior) => {
  const list = readValidators(context);
  const isIt = ({ publicKey }: { readonly publicKey: Uint8Array }): boolean =>
    compareBytes(validatorAddress(publicKey), misbehavior.address) === 0;
  const own = list.find(isIt);
  const organization = own?.organization ?? readFormer(context, misbehavior.address);
  if (organization === undefined) return;
  const left = list.filter((validator) => validator !== own);
  const isStruck = own !== undefined && unsafe(left, list) === undefined;
  recordEvidence(context, organization, misbehavior, isStruck);
  if (!isStruck) return;
  putValidators(context, left);
  context.emit(validatorsSet, { validators: left.length });
};

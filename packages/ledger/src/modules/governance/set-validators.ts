import type { Action } from '@touchmark/codec';
import { compareBytes } from '@touchmark/codec';
import { publicKeyIsAcceptable } from '@touchmark/crypto';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { actsAs } from '../organizations/authority.ts';
import { refuse } from './errors.ts';
import { validatorsSet } from './events.ts';
import { validators } from './params.ts';
import type { GivenValidator } from './params.ts';
import { putValidators } from './validators.ts';

export interface SetValidatorsParams {
  readonly validators: readonly GivenValidator[];
}

export const setValidators: ActionDefinition<SetValidatorsParams> = {
  type: 'governance.set-validators',
  about:
    'Says who decides blocks, with which keys and power. The embedded engine goes on signing with the key of its genesis file.',
  authority: 'the constitution',
  params: map({ validators }),
  governed: true,
  execute(context, { validators: list }) {
    for (const [place, { organization, publicKey }] of list.entries()) {
      if (!actsAs(context, organization, 'validator')) {
        return refuse('GOVERNANCE_VALIDATOR_UNFIT', { place, organization });
      }
      const first = list.findIndex((other) => compareBytes(other.publicKey, publicKey) === 0);
      if (first !== place || !publicKeyIsAcceptable('ed25519', publicKey)) {
        return refuse('GOVERNANCE_VALIDATOR_KEY', { place });
      }
    }
    putValidators(context, list);
    context.emit(validatorsSet, { validators: list.length });
    return undefined;
  },
};

export function encodeSetValidators(params: SetValidatorsParams): Action {
  return encodeAction(setValidators, params);
}

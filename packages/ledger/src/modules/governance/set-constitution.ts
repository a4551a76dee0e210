import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { checkConstitution, sortedConstitution } from './check-constitution.ts';
import { encodeConstitution, readConstitution } from './constitution.ts';
import type { Constitution } from './constitution.ts';
import { constitutionSet } from './events.ts';
import { CONSTITUTION_KEY, numberAtEnd, openRange } from './keys.ts';
import { committees, rules } from './params.ts';
import { readProposal } from './proposal.ts';
import { closeProposal } from './settle.ts';

export type SetConstitutionParams = Constitution;

export const setConstitution: ActionDefinition<SetConstitutionParams> = {
  type: 'governance.set-constitution',
  about: 'Replaces the constitution. Every other proposal not carried out yet is dropped.',
  authority: 'the constitution that is replaced',
  params: map({ committees, rules }),
  governed: true,
  execute(context, params) {
    const refusal = checkConstitution(context, context.registry, params);
    if (refusal !== undefined) return refusal;
    const { bytes, envelope } = readConstitution(context);
    const body = encodeConstitution(sortedConstitution(params), context.transactionId);
    context.putVersion(CONSTITUTION_KEY, bytes, body);
    context.emit(constitutionSet, { version: envelope.version + 1 });
    const open = [...context.range(openRange())].map(({ key }) => numberAtEnd(key));
    for (const number of open) closeProposal(context, readProposal(context, number)!, 'dropped');
    return undefined;
  },
};

export function encodeSetConstitution(params: SetConstitutionParams): Action {
  return encodeAction(setConstitution, params);
}

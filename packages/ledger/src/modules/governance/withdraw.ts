import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { refuse } from './errors.ts';
import { number } from './params.ts';
import { readProposal } from './proposal.ts';
import { closeProposal } from './settle.ts';
import { refuseClosed } from './vote.ts';

export interface WithdrawParams {
  readonly proposal: number;
}

export const withdraw: ActionDefinition<WithdrawParams> = {
  type: 'governance.withdraw',
  about: 'Takes a proposal back before it is carried out.',
  authority: 'the organization that made it',
  params: map({ proposal: number }),
  beyondQuota: true,
  execute(context, { proposal }) {
    const { author } = context;
    const kept = readProposal(context, proposal);
    if (kept === undefined) return refuse('GOVERNANCE_PROPOSAL_UNKNOWN', { proposal });
    const { author: proposer } = kept.proposal;
    if (proposer !== author) {
      return refuse('GOVERNANCE_NOT_PROPOSER', { proposal, proposer, author });
    }
    const refusal = refuseClosed(context, kept, true);
    if (refusal !== undefined) return refusal;
    closeProposal(context, kept, 'withdrawn');
    return undefined;
  },
};

export function encodeWithdraw(params: WithdrawParams): Action {
  return encodeAction(withdraw, params);
}

import type { Action } from '@touchmark/codec';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { isVoter } from './electorate.ts';
import { refuse } from './errors.ts';
import { voted } from './events.ts';
import { vetoKey, voteKey } from './keys.ts';
import { choiceOfVote, number, remark } from './params.ts';
import type { Choice } from './params.ts';
import { readProposal } from './proposal.ts';
import type { KeptProposal } from './proposal.ts';
import { closeProposal, settle } from './settle.ts';
import { currentTally, putTally, withVote } from './tally.ts';
import { decodeVote, encodeVote } from './vote-entry.ts';

export interface VoteParams {
  readonly proposal: number;
  readonly choice: Choice;
  /** May be empty. */
  readonly reason: string;
}

export const vote: ActionDefinition<VoteParams> = {
  type: 'governance.vote',
  about: 'Votes on a proposal, or stops it by veto; a vote stands.',
  authority: 'an organization in the electorate of one of its rules; a veto: one that has it',
  params: map({ proposal: number, choice: choiceOfVote, reason: remark }),
  beyondQuota: true,
  execute(context, { proposal, choice, reason }) {
    const kept = readProposal(context, proposal);
    if (kept === undefined) return refuse('GOVERNANCE_PROPOSAL_UNKNOWN', { proposal });
    const closed = refuseClosed(context, kept, choice === 'veto');
    if (closed !== undefined) return closed;
    if (choice === 'veto') return castVeto(context, kept, reason);
    return castVote(context, kept, choice, reason);
  },
};

/** Refuses unless a proposal is open; or, if `orAccepted`, at least not carried out. */
export function refuseClosed(
  context: ActionContext,
  { number: proposal, proposal: { status, closesMs } }: KeptProposal,
  orAccepted: boolean,
): Refusal | undefined {
  // Many may end at once, and a block closes so many only: the time counts, not the turn.
  const isOver = status === 'open' && closesMs <= context.block.timeMs;
  if (isOver) return refuse('GOVERNANCE_PROPOSAL_CLOSED', { proposal, status: 'expired' });
  if (status === 'open' || (orAccepted && status === 'accepted')) return undefined;
  return refuse('GOVERNANCE_PROPOSAL_CLOSED', { proposal, status });
}

/** Counts the author's vote, and does what it leads to. */
export function castVote(
  context: ActionContext,
  kept: KeptProposal,
  choice: Exclude<Choice, 'veto'>,
  reason: string,
): Refusal | undefined {
  const { number: proposal } = kept;
  const { rules } = kept.proposal;
  const organization = context.author;
  const memberships = rules.map(({ rule }) => isVoter(context, rule.electorate, organization));
  if (!memberships.includes(true)) {
    return refuse('GOVERNANCE_NOT_A_VOTER', { proposal, organization });
  }
  const key = voteKey(proposal, organization);
  const earlier = context.get(key);
  if (earlier !== undefined) {
    const details = { proposal, organization, choice: decodeVote(earlier).choice };
    return refuse('GOVERNANCE_ALREADY_VOTED', details);
  }
  const { epoch, counts } = currentTally(context, proposal, rules);
  context.put(key, entryOf(context, choice, reason));
  const tally = {
    epoch,
    counts: counts.map((count, place) =>
      memberships[place] === true ? withVote(count, choice) : count,
    ),
  };
  putTally(context, proposal, tally);
  context.emit(voted, { proposal, organization, choice });
  settle(context, kept, tally);
  return undefined;
}

function castVeto(context: ActionContext, kept: KeptProposal, reason: string): Refusal | undefined {
  const { number: proposal } = kept;
  const organization = context.author;
  const { rules } = kept.proposal;
  if (!rules.some(({ rule }) => isVoter(context, rule.veto, organization))) {
    return refuse('GOVERNANCE_NO_VETO', { proposal, organization });
  }
  context.put(vetoKey(proposal, organization), entryOf(context, 'veto', reason));
  context.emit(voted, { proposal, organization, choice: 'veto' });
  closeProposal(context, kept, 'rejected');
  return undefined;
}

function entryOf(context: ActionContext, choice: Choice, reason: string): Uint8Array {
  const { keyId } = context.signers[0]!;
  const { height, timeMs } = context.block;
  return encodeVote({
    choice,
    reason,
    keyId,
    transactionId: context.transactionId,
    height,
    timeMs,
  });
}

export function encodeVoteAction(params: VoteParams): Action {
  return encodeAction(vote, params);
}

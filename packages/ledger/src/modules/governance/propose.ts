import type { Action } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { refusePrecaution } from '../../kernel/precautions.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { choice } from '../../kernel/schema.ts';
import { OPEN_PROPOSALS, OPEN_PROPOSALS_OF_ONE, OPEN_PROPOSALS_SCARCE } from '../../limits.ts';
import { readConstitution, ruleFor } from './constitution.ts';
import { putCounter, readCounter } from './counter.ts';
import { countElectorate, isVoter } from './electorate.ts';
import { refuse } from './errors.ts';
import { proposed } from './events.ts';
import { contentKey, INDEX_VALUE, numberAtEnd, openKey, openRange } from './keys.ts';
import { proposalKey, queueKey } from './keys.ts';
import { actions, title } from './params.ts';
import { constitutionRule } from './guard-voters.ts';
import { encodeContent, encodeProposal, isPinned, pinRule, readProposal } from './proposal.ts';
import type { PinnedRule, Proposal } from './proposal.ts';
import { settle } from './settle.ts';
import { countVotes, putTally } from './tally.ts';
import { castVote } from './vote.ts';

export interface ProposeParams {
  readonly title: string;
  readonly actions: readonly Action[];
  /** `yes`: the proposer votes for it at once. */
  readonly vote: 'yes' | 'none';
}

export const propose: ActionDefinition<ProposeParams> = {
  type: 'governance.propose',
  about: 'Puts a list of governed actions to the vote by the rules that the constitution has now.',
  authority: 'an organization in the electorate of one of the rules',
  params: map({ title, actions, vote: choice(['yes', 'none']) }),
  // Where one vote decides, to propose is to do.
  needsScopes: {
    typesOf: ({ actions: parts, vote }) => [
      ...(vote === 'yes' ? ['governance.vote'] : []),
      ...parts.map(({ type }) => type),
    ],
  },
  beyondQuota: true,
  precaution: ({ actions: given }, here) => refusePrecaution(given, here),
  execute(context, params) {
    const rules = rulesOf(context, params.actions);
    if ('code' in rules) return rules;
    const refusal = refuseAuthor(context, rules);
    if (refusal !== undefined) return refusal;
    const tried = tryActions(context, params.actions, rules.list);
    if ('code' in tried) return tried;
    const number = putNew(context, params, tried);
    const kept = readProposal(context, number)!;
    const { closesMs } = kept.proposal;
    context.emit(proposed, {
      proposal: number,
      author: context.author,
      title: params.title,
      closesMs,
    });
    if (params.vote === 'yes') return castVote(context, kept, 'yes', '');
    settle(context, kept);
    return undefined;
  },
};

/** The rules that the actions go by, each once, in the order of the actions. */
function rulesOf(
  context: ActionContext,
  given: readonly Action[],
): { readonly list: readonly PinnedRule[] } | Refusal {
  const { constitution } = readConstitution(context);
  const list: PinnedRule[] = [];
  for (const [part, { type }] of given.entries()) {
    if (context.registry.actions.get(type)?.governed === undefined) {
      return refuse('GOVERNANCE_ACTION_NOT_GOVERNED', { part, type });
    }
    const rule = ruleFor(constitution, type);
    if (isPinned(list, rule)) continue;
    list.push(pinRule(rule, countElectorate(context, rule.electorate).size));
  }
  return { list };
}

function refuseAuthor(
  context: ActionContext,
  { list }: { readonly list: readonly PinnedRule[] },
): Refusal | undefined {
  const { author } = context;
  if (!list.some(({ rule }) => isVoter(context, rule.electorate, author))) {
    const rule = list[0]!.rule.action;
    return refuse('GOVERNANCE_NOT_ENTITLED', { author, rule, type: rule });
  }
  const { open } = readCounter(context);
  if (open >= OPEN_PROPOSALS) {
    const details = { limit: OPEN_PROPOSALS, whose: '*' };
    return refuse('GOVERNANCE_TOO_MANY_PROPOSALS', details);
  }
  let own = 0;
  for (const { key } of context.range(openRange())) {
    if (readProposal(context, numberAtEnd(key))?.proposal.author === author) own += 1;
  }
  const limit = open < OPEN_PROPOSALS_SCARCE ? OPEN_PROPOSALS_OF_ONE : 1;
  if (own < limit) return undefined;
  return refuse('GOVERNANCE_TOO_MANY_PROPOSALS', { limit, whose: author });
}

/**
 * Tried at once: what contradicts itself, or can't be, is not worth a vote. What changes who votes
 * on the constitution goes by the rule for that, too.
 */
function tryActions(
  context: ActionContext,
  given: readonly Action[],
  list: readonly PinnedRule[],
): { readonly list: readonly PinnedRule[] } | Refusal {
  const rule = constitutionRule(context);
  const isConstituent = isPinned(list, rule);
  const { author, transactionId } = context;
  const refusal = context.carryOut({ author, transactionId, isConstituent }, given, false);
  if (refusal === undefined) return { list };
  if (refusal.code === 'GOVERNANCE_PROPOSAL_NEEDED' && !isConstituent) {
    const { size } = countElectorate(context, rule.electorate);
    return tryActions(context, given, [...list, pinRule(rule, size)]);
  }
  if (refusal.code === 'BLOCK_FULL') return refusal;
  const part = refusal.details['action'] ?? given.length - 1;
  return refuse('GOVERNANCE_PROPOSAL_IMPOSSIBLE', { part, reason: refusal.code });
}

function putNew(
  context: ActionContext,
  params: ProposeParams,
  { list: rules }: { readonly list: readonly PinnedRule[] },
): number {
  const { author, transactionId, block } = context;
  const { last, open } = readCounter(context);
  const number = last + 1;
  const content = encodeContent(params);
  const votingMs = rules.reduce((most, { rule }) => Math.max(most, rule.votingMs), 0);
  const closesMs = block.timeMs + votingMs;
  const proposal: Proposal = {
    status: 'open',
    author,
    transactionId,
    openedMs: block.timeMs,
    closesMs,
    executesMs: null,
    content: sha256(content),
    rules,
    code: null,
    details: {},
  };
  context.putVersion(proposalKey(number), undefined, encodeProposal(proposal));
  context.put(contentKey(number), content);
  putTally(context, number, countVotes(context, number, rules));
  context.put(openKey(number), INDEX_VALUE);
  context.put(queueKey(closesMs, number), INDEX_VALUE);
  putCounter(context, { last: number, open: open + 1 });
  return number;
}

export function encodePropose(params: ProposeParams): Action {
  return encodeAction(propose, params);
}

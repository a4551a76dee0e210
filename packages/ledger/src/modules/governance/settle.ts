import type { ActionContext } from '../../kernel/action-context.ts';
import { VETO_PAUSE_MS } from '../../limits.ts';
import { lastUrgencyMs } from '../organizations/suspend-urgently.ts';
import { putCounter, readCounter } from './counter.ts';
import { listElectorate } from './electorate.ts';
import { accepted, closed } from './events.ts';
import { constitutionRule } from './guard-voters.ts';
import { INDEX_VALUE, openKey, proposalKey, queueKey } from './keys.ts';
import { encodeProposal, isPinned, readContent } from './proposal.ts';
import type { KeptProposal, Proposal, ProposalStatus } from './proposal.ts';
import { currentTally, judgeTally } from './tally.ts';
import type { Tally } from './tally.ts';

/** Does what the votes of an open proposal have led to, if anything. */
export function settle(
  context: ActionContext,
  kept: KeptProposal,
  tally: Tally = currentTally(context, kept.number, kept.proposal.rules),
): void {
  const verdict = judgeTally(kept.proposal, tally);
  if (verdict === 'rejected') closeProposal(context, kept, 'rejected');
  if (verdict === 'accepted') accept(context, kept);
}

function accept(context: ActionContext, kept: KeptProposal): void {
  const { proposal } = kept;
  const delayMs = proposal.rules.reduce((most, { rule }) => Math.max(most, rule.delayMs), 0);
  const { timeMs } = context.block;
  const executesMs = Math.max(timeMs + delayMs, vetoMs(context, kept));
  if (executesMs === timeMs) carryOutProposal(context, kept);
  else putOff(context, kept, executesMs);
}

/** Does what was accepted, as soon as nobody with a veto has just been silenced. */
export function carryOutWhenDue(context: ActionContext, kept: KeptProposal): void {
  const executesMs = vetoMs(context, kept);
  if (executesMs > context.block.timeMs) putOff(context, kept, executesMs);
  else carryOutProposal(context, kept);
}

function putOff(context: ActionContext, kept: KeptProposal, executesMs: number): void {
  const { number, proposal } = kept;
  context.remove(queueKey(proposal.executesMs ?? proposal.closesMs, number));
  context.put(queueKey(executesMs, number), INDEX_VALUE);
  putProposal(context, kept, { ...proposal, status: 'accepted', executesMs });
  context.emit(accepted, { proposal: number, executesMs });
}

/**
 * From when on a proposal may be carried out: an urgent suspension does not take a veto away, it
 * puts off what it could stop.
 */
function vetoMs(context: ActionContext, { proposal: { rules } }: KeptProposal): number {
  let fromMs = 0;
  for (const { rule } of rules) {
    for (const id of listElectorate(context, rule.veto)) {
      fromMs = Math.max(fromMs, lastUrgencyMs(context, id) + VETO_PAUSE_MS);
    }
  }
  return fromMs;
}

/** Carries out an accepted proposal: all of its actions, or none. What came of it is kept. */
export function carryOutProposal(context: ActionContext, kept: KeptProposal): void {
  const { number, proposal } = kept;
  // Before its actions: they may drop the others, not this one.
  takeOff(context, kept);
  const { actions } = readContent(context, number);
  const isConstituent = isPinned(proposal.rules, constitutionRule(context));
  const refusal = context.carryOut({ ...proposal, isConstituent }, actions, true);
  const status = refusal === undefined ? 'executed' : 'failed';
  const code = refusal?.code ?? 'OK';
  putProposal(context, kept, { ...proposal, status, code, details: refusal?.details ?? {} });
  context.emit(closed, { proposal: number, status, code });
}

/** Ends a proposal without carrying it out. */
export function closeProposal(
  context: ActionContext,
  kept: KeptProposal,
  status: Exclude<ProposalStatus, 'open' | 'accepted' | 'executed' | 'failed'>,
): void {
  takeOff(context, kept);
  putProposal(context, kept, { ...kept.proposal, status });
  context.emit(closed, { proposal: kept.number, status, code: '' });
}

function takeOff(context: ActionContext, { number, proposal }: KeptProposal): void {
  context.remove(openKey(number));
  context.remove(queueKey(proposal.executesMs ?? proposal.closesMs, number));
  const counter = readCounter(context);
  putCounter(context, { ...counter, open: counter.open - 1 });
}

function putProposal(context: ActionContext, kept: KeptProposal, next: Proposal): void {
  context.putVersion(proposalKey(kept.number), kept.bytes, encodeProposal(next));
}

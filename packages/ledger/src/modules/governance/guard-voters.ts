import type { StateView } from '@touchmark/state';
import type { Confirmation } from '../../kernel/module.ts';
import { readMembership } from '../organizations/membership.ts';
import { readConstitution, ruleFor } from './constitution.ts';
import { countElectorate, isVoter, listElectorate } from './electorate.ts';
import { refuse } from './errors.ts';
import { judge } from './rule.ts';
import type { Rule } from './rule.ts';

/** The rule that guards all others. */
export function constitutionRule(state: StateView): Rule {
  return ruleFor(readConstitution(state).constitution, 'governance.set-constitution');
}

/**
 * Who votes on the constitution changes by the rule for the constitution alone: else whoever may
 * suspend or admit would first choose those who vote, and then have them decide.
 */
export const guardVoters: Confirmation = (context, type) => {
  if (context.isConstituent) return undefined;
  const before = context.overlay.below;
  // Quick to see: the epoch moves with who may act, and with who is silenced for now.
  if (readMembership(before).epoch === readMembership(context).epoch) return undefined;
  const rule = constitutionRule(before);
  if (isSame(votersOf(before, rule), votersOf(context, rule))) return undefined;
  const { author, mandate } = context;
  if (mandate === 'organization' && decidesAlone(before, rule, author)) return undefined;
  return refuse('GOVERNANCE_PROPOSAL_NEEDED', { type, author, rule: rule.action });
};

/** Those silenced for a short time are still among them. */
function votersOf(state: StateView, rule: Rule): string[] {
  return listElectorate(state, rule.electorate).sort();
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id, place) => id === right[place]);
}

/** True if the author's vote would decide at once. */
function decidesAlone(state: StateView, rule: Rule, author: string): boolean {
  if (rule.delayMs > 0 || rule.veto.length > 0) return false;
  if (!isVoter(state, rule.electorate, author)) return false;
  const count = countElectorate(state, rule.electorate);
  return judge(rule, { ...count, yes: 1, no: 0, abstain: 0 }) === 'accepted';
}

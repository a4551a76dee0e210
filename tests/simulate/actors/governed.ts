import { isVoter, ruleFor } from '../model/voters.ts';
import { constitutionOf } from '../model/voters.ts';
import type { RuleRow } from '../model/rows.ts';
import { actionOf } from './world.ts';
import type { Draft, GivenAction, World } from './world.ts';

/** What needs the constitution: done at once by who may, or proposed. */

const isOpen = (rule: RuleRow): boolean =>
  rule.threshold === 'any' &&
  rule.quorum.startsWith('0/') &&
  rule.delayMs === 0 &&
  rule.veto.length === 0;

export function governed(world: World, ...actions: readonly GivenAction[]): Draft | undefined {
  const { state, dice } = world;
  const { rules } = constitutionOf(state);
  const [first] = actions;
  if (first === undefined) return undefined;
  const rule = ruleFor(rules, first.type);
  const voters = world.active().filter((id) => isVoter(state, rule.electorate, id));
  const author = dice.some(voters);
  if (author === undefined) return undefined;
  if (isOpen(rule) && dice.chance(75)) return world.draft([author], ...actions);
  return world.draft([author], proposalOf(world, actions));
}

export function proposalOf(world: World, actions: readonly GivenAction[]): GivenAction {
  const { dice } = world;
  return {
    type: 'governance.propose',
    params: {
      title: `Proposal ${world.next()}`,
      actions: actions.map((action) => ({ ...actionOf(action) })),
      vote: dice.chance(70) ? 'yes' : 'none',
    },
  };
}

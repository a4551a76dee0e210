import type { Authority } from '../../kernel/module.ts';
import { readConstitution, ruleFor } from './constitution.ts';
import { isVoter } from './electorate.ts';
import { refuse } from './errors.ts';
import { isDirect } from './rule.ts';

/** Asks the constitution whether the author may do it at once and alone. */
export const authorize: Authority = (context, type) => {
  const { author } = context;
  const rule = ruleFor(readConstitution(context).constitution, type);
  const details = { type, author, rule: rule.action };
  if (!isVoter(context, rule.electorate, author)) return refuse('GOVERNANCE_NOT_ENTITLED', details);
  if (isDirect(rule)) return undefined;
  return refuse('GOVERNANCE_PROPOSAL_NEEDED', details);
};

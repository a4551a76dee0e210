import type { Vacate } from '../../kernel/module.ts';
import { refuse } from './errors.ts';
import { validatorsSet } from './events.ts';
import { unsafe } from './invariants.ts';
import { putValidators, readValidators } from './validators.ts';

/**
 * Strikes the validators of an organization that stops to be one. Where those left would not be safe, others have
 * to be set first: that is for the members to decide, not for a rule.
 */
export const vacate: Vacate = (context, organization) => {
  const list = readValidators(context);
  const left = list.filter((validator) => validator.organization !== organization);
  if (left.length === list.length) return undefined;
  const broken = unsafe(left, readValidators(context.overlay.below));
  if (broken !== undefined) {
    return refuse('GOVERNANCE_VALIDATORS_FIRST', { organization, reason: broken.code });
  }
  putValidators(context, left);
  context.emit(validatorsSet, { validators: left.length });
  return undefined;
};

import type { Vacate } from '../../kernel/module.ts';
import { refuse } from './errors.ts';
import { validatorsSet } from './events.ts';
import { enoughValidators, spreadPower } from './invariants.ts';
import { VALIDATORS_KEY } from './keys.ts';
import { encodeValidatorList, readValidators } from './validators.ts';

/**
 * Strikes the validators of an organization that stops to be one. Where those left would not be safe, others have
 * to be set first: that is for the members to decide, not for a rule.
 */
export const vacate: Vacate = (context, organization) => {
  const list = readValidators(context);
  const left = list.filter((validator) => validator.organization !== organization);
  if (left.length === list.length) return undefined;
  context.putVersion(VALIDATORS_KEY, context.get(VALIDATORS_KEY), encodeValidatorList(left));
  for (const invariant of [enoughValidators, spreadPower]) {
    const broken = invariant.check(context, context.overlay.below);
    if (broken === undefined) continue;
    return refuse('GOVERNANCE_VALIDATORS_FIRST', { organization, reason: broken.code });
  }
  context.emit(validatorsSet, { validators: left.length });
  return undefined;
};

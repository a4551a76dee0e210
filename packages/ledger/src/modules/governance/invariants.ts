import type { Invariant } from '../../kernel/module.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { readConstitution, ruleFor } from './constitution.ts';
import { countElectorate } from './electorate.ts';
import { refuse } from './errors.ts';
import type { GivenValidator } from './params.ts';
import { readValidators } from './validators.ts';

/** With four validators one of them may fail; with four organizations each can have less than a third. */
const SAFE_VALIDATORS = 4;

export const changeableConstitution: Invariant = {
  name: 'the constitution stays changeable',
  about: 'The rule for governance.set-constitution has an active organization in its electorate.',
  check(after) {
    const rule = ruleFor(readConstitution(after).constitution, 'governance.set-constitution');
    if (countElectorate(after, rule.electorate).size > 0) return undefined;
    return refuse('GOVERNANCE_UNCHANGEABLE', { rule: rule.action });
  },
};

export const enoughValidators: Invariant = {
  name: 'validators stay safe in number',
  about: 'Never fewer than four, nor than there were if that is less.',
  check: (after, before) => tooFew(readValidators(after), readValidators(before)),
};

export const spreadPower: Invariant = {
  name: 'nobody can stop the chain alone',
  about:
    'No organization has a third of the power or more, unless it had and its part does not rise; ' +
    'while there are at most three, each may have exactly a third.',
  check: (after, before) => concentrated(readValidators(after), readValidators(before)),
};

type Validators = readonly GivenValidator[];

/** Why these validators may not follow those; undefined: they may. */
export function unsafe(now: Validators, earlier: Validators): Refusal | undefined {
  return tooFew(now, earlier) ?? concentrated(now, earlier);
}

function tooFew({ length: count }: Validators, earlier: Validators): Refusal | undefined {
  const least = Math.min(SAFE_VALIDATORS, earlier.length);
  if (count >= least) return undefined;
  return refuse('GOVERNANCE_TOO_FEW_VALIDATORS', { count, least });
}

function concentrated(now: Validators, earlier: Validators): Refusal | undefined {
  if (earlier.length === 0) return undefined;
  const isEvenBest = isFew(now) && isFew(earlier);
  for (const { organization } of now) {
    const share = shareOf(now, organization);
    if (!canStop(share, isEvenBest)) continue;
    const was = shareOf(earlier, organization);
    const rises = share.own * was.all > was.own * share.all;
    if (canStop(was, isEvenBest) && !rises) continue;
    return refuse('GOVERNANCE_POWER_CONCENTRATED', { organization });
  }
  return undefined;
}

/** So few that somebody has a third at least, however the power is spread. */
function isFew(list: Validators): boolean {
  const ids = list.map(({ organization }) => organization);
  return ids.filter((id, place) => ids.indexOf(id) === place).length < SAFE_VALIDATORS;
}

interface Share {
  readonly own: bigint;
  readonly all: bigint;
}

/** Blocks need more than two thirds: who has a third can keep them from it. Where even is best, more than that. */
function canStop({ own, all }: Share, isEvenBest: boolean): boolean {
  return isEvenBest ? own * 3n > all : own * 3n >= all;
}

function shareOf(list: Validators, organization: string): Share {
  let own = 0n;
  let all = 0n;
  for (const validator of list) {
    const power = BigInt(validator.power);
    all += power;
    if (validator.organization === organization) own += power;
  }
  return { own, all };
}

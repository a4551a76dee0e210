import type { Before } from './call.ts';
import { demand } from './refused.ts';
import type { ValidatorRow } from './rows.ts';
import type { ModelState } from './state.ts';

/** What no decision may make of the validators: section 8 of spec/ledger.md. */

export function checkValidators(state: ModelState, before: Before): void {
  const now = state.validators.get('') ?? [];
  const least = Math.min(4, before.validators.length);
  demand(now.length >= least, 'GOVERNANCE_TOO_FEW_VALIDATORS');
  if (before.validators.length === 0) return;
  for (const organization of new Set(now.map((row) => row.organization))) {
    demand(isSpread(now, before.validators, organization), 'GOVERNANCE_POWER_CONCENTRATED');
  }
}

function isSpread(
  now: readonly ValidatorRow[],
  before: readonly ValidatorRow[],
  organization: string,
): boolean {
  const powers = (list: readonly ValidatorRow[]) => {
    const of = (some: readonly ValidatorRow[]) =>
      some.reduce((sum, { power }) => sum + BigInt(power), 0n);
    return { own: of(list.filter((row) => row.organization === organization)), all: of(list) };
  };
  const [is, was] = [powers(now), powers(before)];
  if (is.own * 3n <= is.all) return true;
  return was.own * 3n > was.all && is.own * was.all <= was.own * is.all;
}

import { actsAs, isActive } from './membership.ts';
import { inOrder } from './bytes.ts';
import { ROLES } from './state.ts';
import type { CommitteeRow, CountRow, RuleRow } from './rows.ts';
import type { ModelState } from './state.ts';

/** Who may vote by a rule, and what so many votes mean: section 8 of spec/ledger.md. */

const CONSTITUTION = 'governance.set-constitution';

export function constitutionOf(state: ModelState): {
  readonly committees: readonly CommitteeRow[];
  readonly rules: readonly RuleRow[];
} {
  return state.constitution.get('')!;
}

export function ruleFor(rules: readonly RuleRow[], type: string): RuleRow {
  const module = `${type.slice(0, type.indexOf('.'))}.*`;
  const of = (action: string) => rules.find((rule) => rule.action === action);
  return of(type) ?? of(module) ?? of('*')!;
}

export const constitutionRule = (state: ModelState): RuleRow =>
  ruleFor(constitutionOf(state).rules, CONSTITUTION);

const after = (word: string): string => word.slice(word.indexOf(':') + 1);

/** Whether a part of an electorate means an organization, were it active. */
function means(state: ModelState, word: string, id: string): boolean {
  const row = state.organizations.get(id);
  if (row === undefined) return false;
  if (word === 'members') return true;
  if (word.startsWith('organization:')) return after(word) === id;
  if (word.startsWith('role:')) return row.roles.includes(after(word));
  const committee = constitutionOf(state).committees.find(({ name }) => name === after(word));
  return committee?.organizations.includes(id) ?? false;
}

const meansOne = (state: ModelState, electorate: readonly string[], id: string): boolean =>
  electorate.some((word) => means(state, word, id));

export const isVoter = (state: ModelState, electorate: readonly string[], id: string): boolean =>
  isActive(state, id) && meansOne(state, electorate, id);

const isSilenced = (state: ModelState, id: string): boolean =>
  (state.organizations.get(id)?.untilMs ?? null) !== null;

/** Voters, and those that would be if a suspension with an end were over. */
export function electorateOf(state: ModelState, electorate: readonly string[]): string[] {
  return state.organizations
    .names()
    .filter((id) => isActive(state, id) || isSilenced(state, id))
    .filter((id) => meansOne(state, electorate, id))
    .toSorted(inOrder);
}

export function countElectorate(
  state: ModelState,
  electorate: readonly string[],
): { readonly active: number; readonly size: number } {
  const all = electorateOf(state, electorate);
  return { active: all.filter((id) => isActive(state, id)).length, size: all.length };
}

const fraction = (text: string): [number, number] => {
  const [numerator = '0', denominator = '1'] = text.split('/');
  return [Number(numerator), Number(denominator)];
};

function needed(threshold: string, base: number): number {
  if (threshold === 'any') return 1;
  if (threshold === 'all') return Math.max(1, base);
  if (threshold === 'majority') return Math.max(1, Math.floor(base / 2) + 1);
  const [numerator, denominator] = fraction(threshold);
  return Math.max(1, Math.ceil((base * numerator) / denominator));
}

export type Verdict = 'accepted' | 'rejected' | 'open';

export function judge(rule: RuleRow, { active, size, yes, no, abstain }: CountRow): Verdict {
  const need = needed(rule.threshold, size - abstain);
  const cast = yes + no + abstain;
  const [numerator, denominator] = fraction(rule.quorum);
  const quorum = Math.ceil((size * numerator) / denominator);
  if (yes >= need && cast >= quorum) return 'accepted';
  const left = Math.max(0, active - cast);
  return yes + left < need || cast + left < quorum ? 'rejected' : 'open';
}

/** Whether a single yes of a voter decides by a rule at once. */
export function decidesAlone(rule: RuleRow, count: { active: number; size: number }): boolean {
  if (rule.delayMs > 0 || rule.veto.length > 0) return false;
  return judge(rule, { ...count, yes: 1, no: 0, abstain: 0 }) === 'accepted';
}

/** What is wrong with a constitution, if anything is. */
export function isConstitution(
  state: ModelState,
  { committees, rules }: { committees: readonly CommitteeRow[]; rules: readonly RuleRow[] },
  isClass: (action: string) => boolean,
): boolean {
  const names = committees.map(({ name }) => name);
  const classes = rules.map(({ action }) => action);
  const isPart = (word: string): boolean => {
    if (word.startsWith('role:')) return ROLES.some((role) => role === after(word));
    return word.startsWith('committee:') ? names.includes(after(word)) : true;
  };
  const isFraction = (text: string): boolean => {
    const [numerator, denominator] = text.includes('/') ? fraction(text) : [0, 1];
    return numerator <= denominator;
  };
  return (
    new Set(names).size === names.length &&
    new Set(classes).size === classes.length &&
    classes.includes('*') &&
    classes.every(isClass) &&
    committees.every(({ organizations }) =>
      organizations.every((id) => state.organizations.has(id)),
    ) &&
    rules.every(
      (rule) =>
        [...rule.electorate, ...rule.veto].every(isPart) &&
        isFraction(rule.threshold) &&
        isFraction(rule.quorum),
    )
  );
}

export const mayActAsValidator = (state: ModelState, id: string): boolean =>
  actsAs(state, id, 'validator');

import { compareBytes } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import { asciiBytes } from '../../kernel/key.ts';
import { OrderedMap } from '../../kernel/ordered-map.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Registry } from '../../kernel/registry.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { RULES_BYTES } from '../../limits.ts';
import { readOrganization } from '../organizations/queries.ts';
import { writeRule } from './constitution.ts';
import type { Constitution } from './constitution.ts';
import { readPart } from './electorate.ts';
import { refuse } from './errors.ts';
import { readFraction } from './rule.ts';
import type { Rule } from './rule.ts';

/** What a constitution must be beyond its form; the first fault refuses. */
export function checkConstitution(
  state: StateView,
  registry: Pick<Registry, 'actions' | 'modules'>,
  constitution: Constitution,
): Refusal | undefined {
  const { committees, rules } = constitution;
  const known = new OrderedMap<true>();
  for (const [place, { name, organizations }] of committees.entries()) {
    const field = `committees[${place}]`;
    if (committees.findIndex((other) => other.name === name) !== place) {
      return invalid(field, 'repeated');
    }
    for (const id of organizations) {
      const isKnown = !known.set(asciiBytes(id), true) || readOrganization(state, id) !== undefined;
      if (!isKnown) return invalid(field, 'unknown-organization');
    }
  }
  for (const [place, rule] of rules.entries()) {
    const field = `rules[${place}]`;
    if (rules.findIndex((other) => other.action === rule.action) !== place) {
      return invalid(field, 'repeated');
    }
    const problem = ruleProblem(registry, constitution, rule);
    if (problem !== undefined) return invalid(`${field}.${problem.field}`, problem.what);
  }
  if (!rules.some(({ action }) => action === '*'))
    return invalid('rules', 'no-rule-for-everything');
  return bytesOf(rules) > RULES_BYTES ? invalid('rules', 'too-long') : undefined;
}

function bytesOf(rules: readonly Rule[]): number {
  return rules.reduce((sum, rule) => sum + writeCbor((to) => writeRule(to, rule)).length, 0);
}

function ruleProblem(
  registry: Pick<Registry, 'actions' | 'modules'>,
  { committees }: Constitution,
  rule: Rule,
): { field: string; what: string } | undefined {
  if (!isClass(registry, rule.action)) return { field: 'action', what: 'unknown-class' };
  for (const name of ['threshold', 'quorum'] as const) {
    const text = rule[name];
    if (!text.includes('/')) continue;
    const { numerator, denominator } = readFraction(text);
    if (numerator > denominator) return { field: name, what: 'more-than-all' };
  }
  for (const name of ['electorate', 'veto'] as const) {
    for (const word of rule[name]) {
      const part = readPart(word);
      if (part === undefined) return { field: name, what: 'unknown-part' };
      if (part.kind !== 'committee') continue;
      const isKnown = committees.some(({ name: other }) => other === part.name);
      if (!isKnown) return { field: name, what: 'unknown-committee' };
    }
  }
  return undefined;
}

function isClass(registry: Pick<Registry, 'actions' | 'modules'>, action: string): boolean {
  if (action === '*') return true;
  if (registry.actions.get(action)?.governed !== undefined) return true;
  return registry.modules.some(({ name }) => action === `${name}.*`);
}

/** The one order in which a constitution is kept. */
export function sortedConstitution({ committees, rules }: Constitution): Constitution {
  return {
    committees: committees.toSorted((left, right) => compareTexts(left.name, right.name)),
    rules: rules.toSorted((left, right) => compareTexts(left.action, right.action)),
  };
}

function compareTexts(left: string, right: string): number {
  return compareBytes(asciiBytes(left), asciiBytes(right));
}

function invalid(field: string, problem: string): Refusal {
  return refuse('GOVERNANCE_CONSTITUTION_INVALID', { field, problem });
}

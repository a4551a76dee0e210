import type { ModelValue, NamingModel } from './naming-model.ts';

/** The rules of naming about who may act and what records may be, in the plainest words. */
export interface ModelAdministration {
  grantor: string;
  mayDelegate: boolean;
  untilMs: number;
  revoked: boolean;
  /** No two have the same; it stays while an administration is only changed. */
  id: number;
  /** The one of the grantor that it was given by; 0: the grantor was the holder. */
  by: number;
  /** The tenure of the prefix that it was given in. */
  tenure: number;
}

export interface ModelRequest {
  status: 'open' | 'resolved' | 'closed';
  parties: readonly string[];
  required: number;
  withdrawal: 'never' | 'before' | 'always';
  /** Of the value that waits. */
  permissions: number;
  signed: string[];
  asker: string;
  /** The administration by which it asks; 0: as the holder. */
  by: number;
}

/** Stands for every refusal that says "not you": which one it is, tests of their own say. */
export const NO_AUTHORITY = 'NO_AUTHORITY';

const parentOf = (prefix: string): string => prefix.split('.').slice(0, -1).join('.');

/** How an organization comes to have a right: who it goes through, and by which administration. */
export interface ModelRight {
  path: readonly string[];
  by: number;
}

/** What gives an organization the right over a prefix; undefined: nothing. */
export function rightOver(
  model: NamingModel,
  at: { prefix: string; organization: string },
  delegating: boolean,
): ModelRight | undefined {
  const holder = model.prefixes[at.prefix]?.holder;
  if (holder === undefined) return undefined;
  if (at.organization === holder) return { path: [holder], by: 0 };
  for (let { prefix } = at; prefix !== ''; prefix = parentOf(prefix)) {
    if (model.prefixes[prefix]?.holder !== holder) continue;
    const name = `${prefix} ${at.organization}`;
    const path = pathBy(model, name, delegating);
    if (path !== undefined) return { path, by: model.administrations[name]?.id ?? 0 };
  }
  return undefined;
}

/** Organizations from the holder down to the one of this administration, if it is good now. */
export function pathBy(
  model: NamingModel,
  name: string,
  delegating: boolean,
): string[] | undefined {
  const chain = chainBy(model, name, delegating);
  return chain?.some((id) => model.suspended.includes(id)) === true ? undefined : chain;
}

/** The same, whoever of them is suspended. */
export function chainBy(
  model: NamingModel,
  name: string,
  delegating: boolean,
): string[] | undefined {
  const [prefix = '', organization = ''] = name.split(' ');
  const given = model.administrations[name];
  const held = model.prefixes[prefix];
  if (given === undefined || held === undefined || given.revoked) return undefined;
  if (given.untilMs !== 0 && given.untilMs <= model.timeMs) return undefined;
  if (given.tenure !== held.tenure || (delegating && !given.mayDelegate)) return undefined;
  if (given.by === 0) return [held.holder, organization];
  const above = chainBy(model, nameOf(model, given.by), true);
  return above === undefined ? undefined : [...above, organization];
}

/** The prefix and the organization of an administration that is there under this number. */
export function nameOf(model: NamingModel, id: number): string {
  const { administrations } = model;
  return Object.keys(administrations).find((name) => administrations[name]?.id === id) ?? '';
}

/** Refuses values that the template of the prefix or the rules of aliases do not allow. */
export function refuseForm(
  model: NamingModel,
  identifier: string,
  values: readonly ModelValue[],
): string | undefined {
  const template = model.prefixes[identifier.split('/')[0] ?? '']?.template;
  const plain = values.filter(({ type }) => type === undefined);
  if (template === 'needs' && plain.length === 0) return 'NAMING_TEMPLATE_MISSING';
  if (template === 'bars' && plain.length > 0) return 'NAMING_TEMPLATE_UNEXPECTED';
  const alias = values.find(({ type }) => type !== undefined);
  return alias === undefined ? undefined : refuseAlias(model, identifier, alias.data);
}

function refuseAlias(model: NamingModel, self: string, target: string): string | undefined {
  let next: string | undefined = target;
  for (let step = 1; next !== undefined; step += 1) {
    if (next === self) return 'NAMING_ALIAS_LOOP';
    if (step > 8) return 'NAMING_ALIAS_TOO_LONG';
    const record: { retired: boolean; values: ModelValue[] } | undefined = model.records[next];
    const isThere: boolean = record !== undefined && !record.retired;
    if (!isThere && step === 1) return 'NAMING_ALIAS_TARGET';
    next = isThere ? record?.values.find(({ type }) => type !== undefined)?.data : undefined;
  }
  return undefined;
}

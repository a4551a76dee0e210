import type { ModelValue, NamingModel } from './naming-model.ts';

/** The rules of naming about who may act and what records may be, in the plainest words. */
export interface ModelAdministration {
  grantor: string;
  mayDelegate: boolean;
  untilMs: number;
  revoked: boolean;
}

export interface ModelRequest {
  status: 'open' | 'resolved' | 'closed';
  parties: readonly string[];
  required: number;
  withdrawal: 'never' | 'before' | 'always';
  /** Of the value that waits. */
  permissions: number;
  signed: string[];
}

/** Stands for every refusal that says "not you": which one it is, tests of their own say. */
export const NO_AUTHORITY = 'NO_AUTHORITY';

const parentOf = (prefix: string): string => prefix.split('.').slice(0, -1).join('.');

/** Organizations from the holder down to this one, if it has the right; undefined: it has not. */
export function pathTo(
  model: NamingModel,
  at: { prefix: string; organization: string; holder: string },
  delegating: boolean,
  trail: readonly string[] = [],
): string[] | undefined {
  const { organization, holder } = at;
  const isUp = !model.suspended.includes(organization);
  if (organization === holder) return isUp || trail.length === 0 ? [holder] : undefined;
  for (let prefix = at.prefix; prefix !== ''; prefix = parentOf(prefix)) {
    if (prefix !== at.prefix && model.prefixes[prefix]?.holder !== holder) continue;
    const name = `${prefix} ${organization}`;
    const given = model.administrations[name];
    if (given === undefined || given.revoked || trail.includes(name)) continue;
    if (given.untilMs !== 0 && given.untilMs <= model.timeMs) continue;
    if (delegating && !given.mayDelegate) continue;
    const above = { prefix, organization: given.grantor, holder };
    const path = pathTo(model, above, true, [...trail, name]);
    if (path !== undefined && isUp) return [...path, organization];
  }
  return undefined;
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

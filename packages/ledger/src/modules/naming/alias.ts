import { isCanonicalIdentifier } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import type { Refusal } from '../../kernel/refusal.ts';
import { ALIAS_STEPS } from '../../limits.ts';
import { MAJOR_TEXT } from './byte-cursor.ts';
import { refuse } from './errors.ts';
import { resolveRecord } from './queries.ts';
import { isRestricted, keptValues } from './stored-values.ts';
import { typeOf } from './template.ts';
import type { StoredValue } from './value-changes.ts';

/** Type of the value that makes a record an alias, as in Handle; its data is an identifier. */
export const ALIAS_TYPE = 'HS_ALIAS';

/** Where a record's values lead on to; undefined: nowhere, it is no alias. */
export function aliasTarget(values: readonly StoredValue[]): string | undefined {
  const value = values.find(({ source, slice }) => typeOf(source, slice) === ALIAS_TYPE);
  return value === undefined ? undefined : dataText(value);
}

function dataText({ source, slice }: StoredValue): string {
  return new TextDecoder().decode(source.subarray(slice.contentStart, slice.dataEnd));
}

/**
 * Refuses values that make `identifier` an alias of nothing, of itself by any number of steps, or
 * of a chain too long to follow.
 *
 * Since the whole chain ahead is walked each time a link is made, no loop can ever be closed.
 */
export function refuseAlias(
  state: StateView,
  identifier: string,
  values: readonly StoredValue[],
): Refusal | undefined {
  const aliases = values.filter(({ source, slice }) => typeOf(source, slice) === ALIAS_TYPE);
  const [alias] = aliases;
  if (alias === undefined) return undefined;
  const isText = alias.source[alias.slice.dataStart]! >> 5 === MAJOR_TEXT;
  const target = dataText(alias);
  const isGood = isText && !isRestricted(alias.slice) && isCanonicalIdentifier(target);
  if (aliases.length > 1 || !isGood) return refuse('NAMING_ALIAS_INVALID', { identifier });
  return refuseChain(state, identifier, target);
}

function refuseChain(state: StateView, identifier: string, target: string): Refusal | undefined {
  let next: string | undefined = target;
  for (let step = 1; next !== undefined; step += 1) {
    if (next === identifier) return refuse('NAMING_ALIAS_LOOP', { identifier, target });
    if (step > ALIAS_STEPS) {
      return refuse('NAMING_ALIAS_TOO_LONG', { identifier, limit: ALIAS_STEPS });
    }
    const record = resolveRecord(state, next);
    const isThere = record !== undefined && record.body.status === 'active';
    if (!isThere && step === 1) return refuse('NAMING_ALIAS_TARGET', { identifier, target });
    // A retired record leads nowhere; should it be registered again, its own chain is walked then.
    next = isThere ? aliasTarget(keptValues(record.body.values)) : undefined;
  }
  return undefined;
}

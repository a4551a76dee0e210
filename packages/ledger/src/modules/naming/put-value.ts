import type { ActionContext } from '../../kernel/action-context.ts';
import { asciiBytes } from '../../kernel/key.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { RECORD_VALUES, RECORD_VALUES_BYTES } from '../../limits.ts';
import { refuseAlias } from './alias.ts';
import { refuse } from './errors.ts';
import { recordKey, restrictedKey } from './keys.ts';
import { prefixOf } from './prefix.ts';
import { readPrefix } from './queries.ts';
import type { KeptRecord } from './queries.ts';
import { encodeRecordBody } from './record.ts';
import { isRestricted, keptValues, storedValues } from './stored-values.ts';
import { refuseTemplate, typeOf } from './template.ts';
import { isImmutable } from './value-changes.ts';
import type { StoredValue } from './value-changes.ts';

/**
 * Writes the next version of a record with a public value at its index, or without (undefined).
 * Returns the new version, or why the record can't be like that; without the value it always can,
 * unless the value is there for good: neither a template nor a dead alias beside it holds back a
 * signature that is withdrawn. The change
 * is not logged here: that of the request, which comes before, is.
 */
export function putValue(
  context: ActionContext,
  identifier: string,
  record: KeptRecord,
  index: number,
  value: Uint8Array | undefined,
): number | Refusal {
  const kept = keptValues(record.body.values);
  const others = kept.filter(({ slice }) => slice.index !== index);
  const replaced = kept.find(({ slice }) => slice.index === index);
  if (isImmutable(replaced)) return refuse('NAMING_VALUE_IMMUTABLE', { identifier, index });
  const added = value === undefined ? [] : keptValues(storedValues([value]));
  const values = [...others, ...added].sort((left, right) => left.slice.index - right.slice.index);
  const list = storedValues(values.map(({ item }) => item));
  if (value !== undefined) {
    const refusal = refuseValues(context, identifier, values, list.length);
    if (refusal !== undefined) return refusal;
  }
  if (replaced !== undefined && isRestricted(replaced.slice)) {
    context.remove(restrictedKey(asciiBytes(identifier), index));
  }
  const { transactionId } = context;
  const body = encodeRecordBody({ ...record.body, transactionId, values: list });
  context.putVersion(recordKey(identifier), record.bytes, body);
  return record.envelope.version + 1;
}

function refuseValues(
  context: ActionContext,
  identifier: string,
  values: readonly StoredValue[],
  bytes: number,
): Refusal | undefined {
  if (values.length > RECORD_VALUES) {
    return refuse('NAMING_TOO_MANY_VALUES', { limit: RECORD_VALUES });
  }
  if (bytes > RECORD_VALUES_BYTES) {
    return refuse('NAMING_RECORD_TOO_LARGE', { bytes, limit: RECORD_VALUES_BYTES });
  }
  return refuseForm(context, identifier, values);
}

/** Refuses values that the prefix's template or the rules of aliases do not allow. */
export function refuseForm(
  context: ActionContext,
  identifier: string,
  values: readonly StoredValue[],
): Refusal | undefined {
  const template = readPrefix(context, prefixOf(identifier))?.body.template ?? null;
  const types = values.map(({ source, slice }) => typeOf(source, slice));
  return refuseTemplate(template, identifier, types) ?? refuseAlias(context, identifier, values);
}

import { encode, isCanonicalIdentifier } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { hexOf } from './bytes.ts';
import type { Plain } from './params.ts';
import { demand } from './refused.ts';
import { pair } from './state.ts';
import type { ModelState } from './state.ts';
import type { ValueRow } from './rows.ts';

/** Values of records: section 7 of spec/ledger.md. */

export const ADMIN_WRITE = 4;
export const PUBLIC_READ = 2;
export const PUBLIC_WRITE = 1;
const MOST_VALUES = 64;
const MOST_BYTES = 32_768;
const ALIAS = 'HS_ALIAS';
const MOST_STEPS = 8;

export const isRestricted = (value: ValueRow): boolean => (value[4] & PUBLIC_READ) === 0;

const isWhole = (value: Plain | undefined, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most;

function isValue(value: Plain): value is ValueRow {
  if (!Array.isArray(value) || value.length !== 5) return false;
  const [index, type, data, ttl, permissions] = value;
  return (
    isWhole(index, 1, 0xffff_ffff) &&
    typeof type === 'string' &&
    /^[A-Za-z0-9._-]{1,64}$/.test(type) &&
    (typeof data === 'string' || data instanceof Uint8Array) &&
    isWhole(ttl, 0, 0xffff_ffff) &&
    isWhole(permissions, 0, 15)
  );
}

/** Values as an action gives them; refused at the first fault. */
export function checkValues(given: Plain | undefined): readonly ValueRow[] {
  demand(Array.isArray(given), 'NAMING_VALUE_INVALID');
  demand(given.length <= MOST_VALUES, 'NAMING_TOO_MANY_VALUES');
  const values: ValueRow[] = [];
  for (const value of given) {
    demand(isValue(value), 'NAMING_VALUE_INVALID');
    demand(value[0] > (values.at(-1)?.[0] ?? 0), 'NAMING_VALUES_UNSORTED');
    const isSalted = value[2] instanceof Uint8Array && value[2].length >= 17;
    demand(!isRestricted(value) || isSalted, 'NAMING_VALUE_UNSALTED');
    values.push(value);
  }
  demand(encode(values).length <= MOST_BYTES, 'NAMING_RECORD_TOO_LARGE');
  return values;
}

const dataBytes = (value: ValueRow): Uint8Array =>
  typeof value[2] === 'string' ? Buffer.from(value[2]) : value[2];

/** With the hash in the place of restricted data. */
export function kept(value: ValueRow): ValueRow {
  if (!isRestricted(value)) return value;
  const [index, type, , ttl, permissions] = value;
  return [index, type, sha256(dataBytes(value)), ttl, permissions];
}

export const sameValue = (left: ValueRow | undefined, right: ValueRow | undefined): boolean =>
  left !== undefined && right !== undefined && hexOf(encode(left)) === hexOf(encode(right));

/** The value repeats the hash that is kept: its secret is left alone. */
export function keepsSecret(before: ValueRow | undefined, given: ValueRow): boolean {
  if (before === undefined || !isRestricted(before) || !isRestricted(given)) return false;
  return hexOf(dataBytes(before)) === hexOf(dataBytes(given));
}

/** Writes the data of restricted values of a new record. */
export function putSecrets(state: ModelState, identifier: string, values: readonly ValueRow[]) {
  for (const value of values) {
    if (isRestricted(value)) state.secrets.put(pair(identifier, value[0]), dataBytes(value));
  }
}

export function removeSecrets(state: ModelState, identifier: string, values: readonly ValueRow[]) {
  for (const value of values) {
    if (isRestricted(value)) state.secrets.remove(pair(identifier, value[0]));
  }
}

/** Template of the prefix, then aliases. */
export function checkForm(
  state: ModelState,
  identifier: string,
  values: readonly ValueRow[],
): void {
  const template =
    state.prefixes.get(identifier.slice(0, identifier.indexOf('/')))?.template ?? null;
  if (template !== null) {
    const types = values.map(([, type]) => type);
    const hasAll = template.required.every((type) => types.includes(type));
    demand(hasAll, 'NAMING_TEMPLATE_MISSING');
    const named = [...template.required, ...template.optional];
    const isWithin = template.others || types.every((type) => named.includes(type));
    demand(isWithin, 'NAMING_TEMPLATE_UNEXPECTED');
  }
  checkAlias(state, identifier, values);
}

function checkAlias(state: ModelState, identifier: string, values: readonly ValueRow[]): void {
  const aliases = values.filter(([, type]) => type === ALIAS);
  const [alias] = aliases;
  if (alias === undefined) return;
  const target = alias[2];
  const isGood =
    aliases.length === 1 &&
    !isRestricted(alias) &&
    typeof target === 'string' &&
    isCanonicalIdentifier(target);
  demand(isGood, 'NAMING_ALIAS_INVALID');
  let at: string | undefined = target as string;
  for (let step = 1; at !== undefined; step += 1) {
    demand(at !== identifier, 'NAMING_ALIAS_LOOP');
    demand(step <= MOST_STEPS, 'NAMING_ALIAS_TOO_LONG');
    const record = state.records.get(at);
    const isThere = record?.status === 0;
    demand(isThere || step > 1, 'NAMING_ALIAS_TARGET');
    at = isThere ? aliasOf(record.values) : undefined;
  }
}

function aliasOf(values: readonly ValueRow[]): string | undefined {
  const data = values.find(([, type]) => type === ALIAS)?.[2];
  return typeof data === 'string' ? data : undefined;
}

export const valueDigest = (value: ValueRow): string => hexOf(sha256(encode(value)));

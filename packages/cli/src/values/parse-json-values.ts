import type { RecordValue } from '@touchmark/ledger';
import { decodeBase64 } from '@touchmark/codec';
import { isJsonObject, type JsonObject } from '../files/json-object.ts';
import { UsageError } from '../command/usage-error.ts';
import type { UnnumberedValue } from './parse-value.ts';
import {
  DEFAULT_PERMISSIONS,
  DEFAULT_TTL_SECONDS,
  MAX_UINT32,
  numberValues,
  parsePermissions,
} from './value.ts';

const FIELDS = ['index', 'type', 'data', 'ttl', 'permissions'];

/**
 * Values as JSON, in the shape that `resolve --json` and the HTTP interface have. `where` names
 * them in messages.
 */
export function parseJsonValues(given: unknown, where: string): RecordValue[] {
  const list = Array.isArray(given) ? given : isJsonObject(given) ? given['values'] : undefined;
  if (!Array.isArray(list))
    throw new UsageError(`${where}: values must be a list of {type, data, …}.`);
  return numberValues(
    list.map((item, position) => parseOne(item, `${where}: values[${position}]`)),
  );
}

function parseOne(given: unknown, where: string): UnnumberedValue {
  if (!isJsonObject(given)) {
    throw new UsageError(`${where} must be an object {type, data, …}.`);
  }
  const unknown = Object.keys(given).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined) {
    throw new UsageError(`${where} has a field "${unknown}"; known are ${FIELDS.join(', ')}.`);
  }
  const { type } = given;
  if (typeof type !== 'string' || !/^[A-Za-z0-9._-]{1,64}$/.test(type)) {
    throw new UsageError(`${where}.type must be 1 to 64 characters of A-Z a-z 0-9 . _ -`);
  }
  const index = numberOf(given, 'index', 1, where);
  const ttlSeconds = numberOf(given, 'ttl', 0, where) ?? DEFAULT_TTL_SECONDS;
  const value = {
    type,
    data: dataOf(given, where),
    ttlSeconds,
    permissions: permissionsOf(given, where),
  };
  return index === undefined ? value : { ...value, index };
}

function numberOf(
  given: JsonObject,
  name: string,
  minimum: number,
  where: string,
): number | undefined {
  const value = given[name];
  if (value === undefined) return undefined;
  if (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= minimum &&
    value <= MAX_UINT32
  ) {
    return value;
  }
  throw new UsageError(`${where}.${name} must be a whole number from ${minimum} to ${MAX_UINT32}.`);
}

function dataOf(given: JsonObject, where: string): string | Uint8Array {
  const { data } = given;
  if (typeof data === 'string') return data;
  const { format, value } = isJsonObject(data) ? data : {};
  if (typeof value === 'string' && (format === 'text' || format === 'string')) return value;
  if (typeof value === 'string' && format === 'base64') {
    const bytes = decodeBase64(value);
    if (bytes !== undefined) return bytes;
  }
  throw new UsageError(
    `${where}.data must be a text, {"format": "text", "value": …} or {"format": "base64", "value": …}.`,
  );
}

function permissionsOf(given: JsonObject, where: string): number {
  const { permissions } = given;
  if (permissions === undefined) return DEFAULT_PERMISSIONS;
  try {
    return parsePermissions(typeof permissions === 'string' ? permissions : '');
  } catch (error) {
    throw new UsageError(`${where}.permissions ${error instanceof Error ? error.message : ''}`);
  }
}

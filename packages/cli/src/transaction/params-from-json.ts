import { decodeBase64, decodeHex } from '@touchmark/codec';
import type { NamedSchema, SchemaDescription } from '@touchmark/ledger';
import { UsageError } from '../command/usage-error.ts';
import { isJsonObject, type JsonObject } from '../files/json-object.ts';

/**
 * Params of an action from JSON, by the ledger's description of them: byte strings are hexadecimal,
 * or `{"base64": …}`; where text and bytes are both possible, a JSON string is text. Bounds are the
 * ledger's to judge.
 */
export function paramsFromJson(schema: SchemaDescription, given: unknown, where: string): unknown {
  switch (schema.kind) {
    case 'text':
    case 'choice':
      return expectText(given, where);
    case 'uint':
      return expectNumber(given, where);
    case 'bytes':
      return expectBytes(given, where);
    case 'either':
      return isJsonObject(given) ? expectBytes(given, where) : expectText(given, where);
    case 'list':
      return expectList(given, where).map((item, index) =>
        paramsFromJson(schema.item, item, `${where}[${index}]`),
      );
    case 'tuple':
      return fromFields(schema.items, given, where);
    case 'map':
      return fromFields(schema.fields, given, where);
    default:
      throw new TypeError(`There is no way to read ${JSON.stringify(schema)} from JSON.`);
  }
}

function fromFields(fields: readonly NamedSchema[], given: unknown, where: string): object {
  const object = expectObject(given, where);
  const known = fields.map(({ name }) => name);
  const unknown = Object.keys(object).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`${where} has a field "${unknown}"; known are ${known.join(', ')}.`);
  }
  return Object.fromEntries(
    fields.map(({ name, schema }) => [
      name,
      paramsFromJson(schema, object[name], `${where}.${name}`),
    ]),
  );
}

function expectObject(given: unknown, where: string): JsonObject {
  if (isJsonObject(given)) return given;
  throw new UsageError(`${where} must be an object.`);
}

function expectList(given: unknown, where: string): readonly unknown[] {
  if (Array.isArray(given)) return given;
  throw new UsageError(`${where} must be a list.`);
}

function expectText(given: unknown, where: string): string {
  if (typeof given === 'string') return given;
  throw new UsageError(`${where} must be a text.`);
}

function expectNumber(given: unknown, where: string): number {
  if (typeof given === 'number' && Number.isSafeInteger(given) && given >= 0) return given;
  throw new UsageError(`${where} must be a whole number.`);
}

function expectBytes(given: unknown, where: string): Uint8Array {
  const base64 = isJsonObject(given) ? given['base64'] : undefined;
  const bytes =
    typeof base64 === 'string'
      ? decodeBase64(base64)
      : decodeHex(typeof given === 'string' ? given : 'none');
  if (bytes !== undefined) return bytes;
  throw new UsageError(`${where} must be hexadecimal, or {"base64": …}.`);
}

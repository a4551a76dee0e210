import type { NamedSchema, SchemaDescription } from '@touchmark/ledger';
import { oneOrMore, type Parameter, repeated, required } from '../command/parameter.ts';
import { UsageError } from '../command/usage-error.ts';
import { paramsFromJson } from '../transaction/params-from-json.ts';

/** `expectedVersion` as `expected-version`. */
function optionName(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Bounds in words. */
function between(min: number, max: number, what: string): string {
  if (max === Number.MAX_SAFE_INTEGER) return min === 0 ? what : `${what}, at least ${min}`;
  return min === max ? `${min} ${what}` : `${min} to ${max} ${what}`;
}

/** What a field holds, for people. */
export function describeSchema(schema: SchemaDescription): string {
  switch (schema.kind) {
    case 'text':
      return `text (${schema.form}), ${between(schema.minBytes, schema.maxBytes, 'bytes')}`;
    case 'choice':
      return `one of ${schema.values.join(', ')}`;
    case 'bytes':
      return `hexadecimal, ${between(schema.minBytes, schema.maxBytes, 'bytes')}`;
    case 'uint':
      return schema.max === Number.MAX_SAFE_INTEGER
        ? between(schema.min, schema.max, 'whole number')
        : `whole number, ${schema.min} to ${schema.max}`;
    case 'either':
      return schema.options.map(describeSchema).join('; or ');
    case 'list':
      return `${between(schema.min, schema.max, 'items')}, each ${describeSchema(schema.item)}`;
    case 'tuple':
      return `JSON object of ${namesOf(schema.items)}`;
    case 'map':
      return `JSON object of ${namesOf(schema.fields)}`;
    default:
      return schema satisfies never;
  }
}

function namesOf(fields: readonly NamedSchema[]): string {
  return fields.map(({ name }) => name).join(', ');
}

/** What stands in the place of a value in usage and examples. */
export function placeholder(schema: SchemaDescription): string {
  switch (schema.kind) {
    case 'choice':
      return 'word';
    case 'uint':
      return 'number';
    case 'bytes':
      return 'hex';
    case 'list':
      return placeholder(schema.item);
    case 'map':
    case 'tuple':
      return 'json';
    case 'text':
    case 'either':
      return 'text';
    default:
      return schema satisfies never;
  }
}

function valueOf(schema: SchemaDescription, given: string, flag: string): unknown {
  if (schema.kind === 'uint') {
    return paramsFromJson(schema, /^\d+$/.test(given) ? Number(given) : given, flag);
  }
  const isObject = schema.kind === 'map' || schema.kind === 'tuple' || schema.kind === 'list';
  return paramsFromJson(schema, isObject ? parseJson(given, flag) : given, flag);
}

function parseJson(text: string, flag: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${flag} must be JSON: ${reason}`);
  }
}

/**
 * The option that gives one field of an action. Lists are given by repeating it; objects as JSON.
 *
 * @param taken names that mean something else: such a field has `field-` before its name.
 */
export function fieldOption(
  { name, schema }: NamedSchema,
  taken: ReadonlySet<string>,
): Parameter<unknown> {
  const plain = `--${optionName(name)}`;
  const long = taken.has(plain) ? `--field-${optionName(name)}` : plain;
  const flags = `${long} <${placeholder(schema)}>`;
  const description = describeSchema(schema);
  if (schema.kind !== 'list')
    return required(flags, description, (given) => valueOf(schema, given, long));
  const item = (given: string) => valueOf(schema.item, given, long);
  return schema.min > 0 ? oneOrMore(flags, description, item) : repeated(flags, description, item);
}

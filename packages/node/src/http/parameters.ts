import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { ProblemError } from '../problems/problem.ts';
import { HASH_PATTERN } from './schemas/basics.ts';

const INTEGER = /^\d{1,16}$/;
const TRUE = new Set(['', '1', 'true']);
const FALSE = new Set(['0', 'false']);

interface PropertySchema {
  type?: string;
  description?: string;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  enum?: readonly unknown[];
}

/** Parameters arrive as text. What doesn't read as the type wanted stays text, and is refused. */
function convert({ type }: PropertySchema, text: unknown): unknown {
  if (typeof text !== 'string') return text;
  if (type === 'integer') return INTEGER.test(text) ? Number(text) : text;
  if (type === 'boolean') return TRUE.has(text) ? true : FALSE.has(text) ? false : text;
  return text;
}

function wanted({ type, minimum, maximum, pattern, enum: values }: PropertySchema): string {
  if (values !== undefined) return `one of ${values.join(', ')}`;
  if (type === 'integer') {
    const most = maximum === Number.MAX_SAFE_INTEGER ? '' : ` to ${maximum}`;
    return `a whole number from ${minimum ?? 0}${most}`;
  }
  if (type === 'boolean') return '1 or 0';
  if (pattern === HASH_PATTERN) return '64 hexadecimal digits';
  return pattern === undefined ? 'given once, as text' : `text matching ${pattern}`;
}

function propertiesOf(schema: TSchema): Record<string, PropertySchema> {
  const properties: unknown = Reflect.get(schema, 'properties');
  return typeof properties === 'object' && properties !== null
    ? Object.fromEntries(Object.entries(properties))
    : {};
}

/** Says what is wrong with the first parameter that doesn't fit, in words a person can act on. */
function explain(
  properties: Record<string, PropertySchema>,
  checks: ReadonlyMap<string, (value: unknown) => boolean>,
  given: Record<string, unknown>,
): string {
  const names = Object.keys(properties);
  for (const [name, value] of Object.entries(given)) {
    const property = properties[name];
    if (property === undefined) {
      return names.length === 0
        ? 'There are no parameters here.'
        : `A parameter is not known; there are: ${names.join(', ')}.`;
    }
    if (checks.get(name)?.(value) === false) return `${name} must be ${wanted(property)}.`;
  }
  const missing = names.filter((name) => !(name in given));
  return `A parameter is missing: ${missing.join(', ')}.`;
}

/**
 * Compiles the schemas of paths and queries: strict, nothing is dropped or guessed. Bodies are bytes that the
 * transaction decoder judges; a JSON schema has nothing to say about them.
 */
export const parameterCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  if (httpPart === 'body') return () => true;
  const check = Compile(schema);
  const properties = propertiesOf(schema);
  const checks = new Map(
    Object.entries(properties).map(([name, property]) => {
      const compiled = Compile(property);
      return [name, (value: unknown) => compiled.Check(value)];
    }),
  );
  return (raw: Record<string, unknown>) => {
    const value: Record<string, unknown> = {};
    for (const [name, text] of Object.entries(raw ?? {})) {
      value[name] = convert(properties[name] ?? {}, text);
    }
    if (check.Check(value)) return { value };
    const detail = explain(properties, checks, value);
    return { error: new ProblemError('PARAMETER_INVALID', { detail }) };
  };
};

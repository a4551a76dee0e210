import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Language } from '../problems/language.ts';
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

type Words = Readonly<Record<Language, string>>;

const words = (en: string, zh: string): Words => ({ en, zh });

function wanted({ type, minimum, maximum, pattern, enum: values }: PropertySchema): Words {
  if (values !== undefined)
    return words(`one of ${values.join(', ')}`, `${values.join('、')} 之一`);
  if (type === 'integer') {
    const isOpen = maximum === Number.MAX_SAFE_INTEGER;
    const least = minimum ?? 0;
    return isOpen
      ? words(`a whole number from ${least}`, `不小于 ${least} 的整数`)
      : words(`a whole number from ${least} to ${maximum}`, `${least} 至 ${maximum} 的整数`);
  }
  if (type === 'boolean') return words('1 or 0', '1 或 0');
  if (pattern === HASH_PATTERN) return words('64 hexadecimal digits', '64 位十六进制数字');
  return pattern === undefined
    ? words('given once, as text', '仅给出一次的文本')
    : words(`text matching ${pattern}`, `匹配 ${pattern} 的文本`);
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
): Words {
  const names = Object.keys(properties);
  for (const [name, value] of Object.entries(given)) {
    const property = properties[name];
    if (property === undefined) {
      return names.length === 0
        ? words('There are no parameters here.', '此处没有参数。')
        : words(
            `A parameter is not known; there are: ${names.join(', ')}.`,
            `参数未知；可用的有：${names.join('、')}。`,
          );
    }
    if (checks.get(name)?.(value) === false) {
      const { en, zh } = wanted(property);
      return words(`${name} must be ${en}.`, `${name} 须为${zh}。`);
    }
  }
  const missing = names.filter((name) => !(name in given));
  return words(
    `A parameter is missing: ${missing.join(', ')}.`,
    `缺少参数：${missing.join('、')}。`,
  );
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
    const details = explain(properties, checks, value);
    return { error: new ProblemError('PARAMETER_INVALID', { details }) };
  };
};

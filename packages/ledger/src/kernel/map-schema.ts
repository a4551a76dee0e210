import { compareBytes, encode } from '@touchmark/codec';
import type { ParamsInput } from './params-input.ts';
import type { Schema } from './schema.ts';

type Fields = Readonly<Record<string, Schema<unknown, unknown>>>;

/** What a map schema reads. */
export type ValueOf<Of extends Fields> = {
  readonly [Name in keyof Of]: Of[Name] extends Schema<infer Value, infer _Given> ? Value : never;
};

/** What a map schema writes. */
export type GivenOf<Of extends Fields> = {
  readonly [Name in keyof Of]: Of[Name] extends Schema<infer _Value, infer Given> ? Given : never;
};

/**
 * Map with text keys, all of them required, none other allowed. On the wire in canonical key order.
 */
export function map<Of extends Fields>(fields: Of): Schema<ValueOf<Of>, GivenOf<Of>> {
  const sorted = Object.entries(fields)
    .map(([name, schema]) => ({ name, schema, key: encode(name) }))
    .sort((left, right) => compareBytes(left.key, right.key));
  const named = Object.entries(fields).map(([name, schema]) => ({
    name,
    schema: schema.description,
  }));
  return {
    description: { kind: 'map', fields: named },
    read(input) {
      input.expect('map');
      const count = input.reader.map();
      const value: Record<string, unknown> = {};
      sorted.forEach(({ name, schema }, index) => {
        if (index >= count) input.within(name, () => input.fail('missing'));
        readKey(input, name, fields);
        value[name] = input.within(name, () => schema.read(input));
      });
      if (count > sorted.length) input.fail('unknown');
      if (!isFilled(value, fields)) return input.fail('missing');
      return value;
    },
    write(writer, value) {
      writer.map(sorted.length);
      for (const { name, schema } of sorted) {
        writer.text(name);
        schema.write(writer, value[name]);
      }
    },
  };
}

function isFilled<Of extends Fields>(value: object, fields: Of): value is ValueOf<Of> {
  return Object.keys(fields).every((name) => Object.hasOwn(value, name));
}

function readKey(input: ParamsInput, expected: string, fields: Fields): void {
  input.expect('text');
  const found = input.reader.text();
  if (found === expected) return;
  // Keys come sorted: another known key here means that the expected one was left out.
  if (Object.hasOwn(fields, found)) input.within(expected, () => input.fail('missing'));
  input.fail('unknown');
}

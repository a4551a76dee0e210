import type { Action } from '@touchmark/codec';
import * as fc from 'fast-check';
import type { ActionDefinition } from '../kernel/module.ts';
import { encodeAction } from '../kernel/read-params.ts';
import type { NamedSchema, SchemaDescription } from '../kernel/schema-description.ts';

/** Words that mean something in a sandbox, so that not everything is refused at the first field. */
const LIKELY = ['maker', 'top', 'admin', '88', '88.118.8', '88.118.8/item', 'x', 'a text', '*'];
const MOST_ITEMS = 4;

/**
 * Params of the shape that a schema describes, and mostly within its bounds: a careless author's.
 * What a text must be beyond its length is in words alone, so texts are likely ones or any.
 */
export function randomValue(schema: SchemaDescription): fc.Arbitrary<unknown> {
  switch (schema.kind) {
    case 'text':
      return fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...LIKELY) },
        { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
      );
    case 'choice':
      return fc.constantFrom(...schema.values);
    case 'uint':
      return fc.oneof(
        fc.constantFrom(schema.min, Math.min(schema.min + 1, schema.max), schema.max),
        fc.integer({ min: 0, max: 100 }),
      );
    case 'bytes':
      return fc.uint8Array({
        minLength: schema.minBytes,
        maxLength: Math.min(schema.maxBytes, 64),
      });
    case 'either':
      return fc.oneof(...schema.options.map(randomValue));
    case 'list':
      return fc.array(randomValue(schema.item), {
        minLength: Math.min(schema.min, MOST_ITEMS),
        maxLength: Math.min(schema.max, MOST_ITEMS),
      });
    case 'tuple':
      return randomFields(schema.items);
    case 'map':
      return randomFields(schema.fields);
    default:
      return schema satisfies never;
  }
}

function randomFields(fields: readonly NamedSchema[]): fc.Arbitrary<unknown> {
  const entries = fields.map(({ name, schema }) => [name, randomValue(schema)] as const);
  return fc.record(Object.fromEntries(entries), { noNullPrototype: true });
}

/** Actions of these kinds, made of nothing but what their modules declare. */
export function randomActions(
  definitions: readonly ActionDefinition<unknown, unknown>[],
): fc.Arbitrary<Action> {
  return fc.oneof(
    ...definitions.map((definition) =>
      randomValue(definition.params.description).map((params) => encodeAction(definition, params)),
    ),
  );
}

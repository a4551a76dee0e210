import type { CborInput } from '@touchmark/codec';
import { ledger } from '@touchmark/ledger';
import type { NamedSchema, SchemaDescription } from '@touchmark/ledger';
import { proposalOf } from './governed.ts';
import type { Draft, Given, World } from './world.ts';

/**
 * Any action that a module declares, with params of the shape that it declares: whoever adds a
 * module has its actions tried without a line here.
 */
export function wild(world: World): Draft | undefined {
  const { dice } = world;
  const definitions = [...ledger.registry.actions.values()];
  const { type, params: schema, governed } = dice.pick(definitions);
  const { description } = schema;
  const author = dice.some(world.active());
  if (author === undefined || description.kind !== 'map') return undefined;
  const action = { type, params: fieldsOf(world, description.fields) };
  const isProposed = governed !== undefined && dice.chance(30);
  return world.draft([author], isProposed ? proposalOf(world, [action]) : action);
}

const MOST_ITEMS = 3;

function valueOf(world: World, schema: SchemaDescription): CborInput {
  const { dice } = world;
  switch (schema.kind) {
    case 'text':
      return wordOf(world);
    case 'choice':
      return dice.pick(schema.values);
    case 'uint': {
      const { min, max } = schema;
      return dice.pick([min, Math.min(min + 1, max), Math.min(min + dice.below(100), max), max]);
    }
    case 'bytes':
      return bytesOfKeyOr(world, schema.minBytes, schema.maxBytes);
    case 'either':
      return valueOf(world, dice.pick(schema.options));
    case 'list': {
      const most = Math.min(schema.max, Math.max(schema.min, MOST_ITEMS));
      const count = dice.between(Math.min(schema.min, most), most);
      return Array.from({ length: count }, () => valueOf(world, schema.item));
    }
    case 'tuple':
      return schema.items.map(({ schema: item }) => valueOf(world, item));
    case 'map':
      return fieldsOf(world, schema.fields);
    default:
      return schema satisfies never;
  }
}

const fieldsOf = (world: World, fields: readonly NamedSchema[]): Given =>
  Object.fromEntries(fields.map(({ name, schema }) => [name, valueOf(world, schema)]));

/** Words that mean something here, so that not everything is refused at the first field. */
function wordOf({ dice, state }: World): string {
  const some = (names: readonly string[]): string => dice.some(names) ?? 'x';
  return dice.pick([
    () => some(state.organizations.names()),
    () => some(state.prefixes.names()),
    () => some(state.records.names()),
    () => `organization:${some(state.organizations.names())}`,
    () => some(['*', 'members', 'majority', 'any', '1/2', 'naming.register', 'naming.*']),
    () => some(['naming', 'a text', 'URL', '']),
  ])();
}

function bytesOfKeyOr({ dice, state }: World, least: number, most: number): Uint8Array {
  const key = state.keys.get(dice.pick(state.keys.names()))!.publicKey;
  if (dice.chance(50) && key.length >= least && key.length <= most) return key;
  const size = dice.between(least, Math.min(most, least + 40));
  return Uint8Array.from({ length: size }, () => dice.below(256));
}

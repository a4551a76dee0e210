import type { CborInput } from '@touchmark/codec';
import type { Draft, Given, GivenAction, World } from './world.ts';

/** An honest thought with one thing wrong in it. */
export function careless(world: World, draft: Draft): Draft {
  const { dice } = world;
  const place = dice.below(draft.actions.length);
  const actions = draft.actions.map((action, index) =>
    index === place ? misspelt(world, action) : action,
  );
  return { ...draft, actions };
}

function misspelt(world: World, { type, params }: GivenAction): GivenAction {
  const { dice } = world;
  const fields = Object.keys(params);
  const field = dice.some(fields);
  if (field === undefined || dice.chance(3)) return { type: `${type}s`, params };
  if (dice.chance(4)) {
    const { [field]: _, ...rest } = params;
    return { type, params: rest };
  }
  if (dice.chance(3)) return { type, params: { ...params, more: 1 } };
  return { type, params: { ...params, [field]: another(world, params[field]!) } };
}

/** Something else of the same kind, mostly. */
function another(world: World, value: CborInput): CborInput {
  const { dice } = world;
  if (typeof value === 'number') {
    return dice.pick([0, 1, value + 1, Math.max(0, value - 1), 2 ** 32, 2 ** 53 - 1, 'x', -1]);
  }
  if (typeof value === 'string') return dice.pick([anotherText(world, value), value, '', 7]);
  if (value instanceof Uint8Array) return anotherBytes(world, value);
  if (Array.isArray(value)) return anotherList(world, value as readonly CborInput[]);
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value as Given);
    const at = dice.below(Math.max(1, fields.length));
    return Object.fromEntries(
      fields.map(([name, of], index) => [name, index === at ? another(world, of) : of]),
    );
  }
  return 'x';
}

function anotherText(world: World, value: string): string {
  const { dice, state } = world;
  return dice.pick([
    dice.pick(world.organizations()),
    dice.some(state.prefixes.names()) ?? '1',
    dice.some(state.records.names()) ?? '1/x',
    'yes',
    'no-such-thing',
    `${value}\u0007`,
    value.repeat(40),
    value.toUpperCase(),
  ]);
}

function anotherBytes(world: World, value: Uint8Array): Uint8Array {
  const { dice } = world;
  if (dice.chance(20)) return value.slice(1);
  if (dice.chance(20)) return Buffer.concat([value, Buffer.of(0)]);
  const changed = new Uint8Array(value);
  const at = dice.below(Math.max(1, changed.length));
  changed[at] = (changed[at] ?? 0) ^ (1 << dice.below(8));
  return changed;
}

function anotherList(world: World, list: readonly CborInput[]): CborInput {
  const { dice } = world;
  if (list.length === 0 || dice.chance(10)) return [];
  const at = dice.below(list.length);
  if (dice.chance(25)) return list.filter((_, index) => index !== at);
  if (dice.chance(25)) return [...list, list[at]!];
  if (dice.chance(10)) return list.toReversed();
  return list.map((item, index) => (index === at ? another(world, item) : item));
}

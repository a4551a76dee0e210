import { map } from '../kernel/map-schema.ts';
import { encodeAction } from '../kernel/read-params.ts';
import { textKey } from '../kernel/key.ts';
import type { Action } from '@touchmark/codec';
import type { ActionDefinition, EventDefinition, ModuleDefinition } from '../kernel/module.ts';
import { refusalsOf } from '../kernel/refusal.ts';
import { uint } from '../kernel/schema.ts';
import type { ActionContext } from '../kernel/action-context.ts';

/**
 * A module with two versions, for tests. By version 1 sums lie in one byte and go up to 100. By
 * version 2 they lie in two bytes elsewhere, go up to 1,000, and another action takes away.
 */
const OLD = 0x70;
const NEW = 0x71;
const MOVED_AT_ONCE = 2;
const ERRORS_1 = {
  TALLY_TOO_HIGH: { number: 900, en: 'At most {limit}. Add less.', zh: '最多 {limit}。请减少。' },
} as const;
const ERRORS_2 = {
  ...ERRORS_1,
  TALLY_TOO_LOW: { number: 901, en: 'There are {sum}. Take less.', zh: '只有 {sum}。请减少。' },
} as const;
const refuse = refusalsOf(ERRORS_2);

const changed: EventDefinition<{ readonly sum: number }> = {
  type: 'tally.changed',
  about: 'A sum changed.',
  params: map({ sum: uint(0, 1_000) }),
};

const params = map({ count: uint(1, 1_000) });
type Params = { readonly count: number };

const addBy1: ActionDefinition<Params> = {
  type: 'tally.add',
  about: 'Adds to the sum of the author.',
  authority: 'anyone',
  params,
  execute(context, { count }) {
    const key = textKey([OLD], context.author);
    const sum = (context.get(key)?.[0] ?? 0) + count;
    if (sum > 100) return refuse('TALLY_TOO_HIGH', { limit: 100 });
    context.put(key, Uint8Array.of(sum));
    context.emit(changed, { sum });
    return undefined;
  },
};

/** While sums are being moved, one is wherever it is. */
function sumBy2(context: ActionContext): number {
  const now = context.get(textKey([NEW], context.author));
  if (now !== undefined) return now[0]! * 256 + now[1]!;
  return context.get(textKey([OLD], context.author))?.[0] ?? 0;
}

function putBy2(context: ActionContext, organization: string, sum: number): void {
  context.remove(textKey([OLD], organization));
  context.put(textKey([NEW], organization), Uint8Array.of(sum >> 8, sum & 0xff));
}

const addBy2: ActionDefinition<Params> = {
  ...addBy1,
  execute(context, { count }) {
    const sum = sumBy2(context) + count;
    if (sum > 1_000) return refuse('TALLY_TOO_HIGH', { limit: 1_000 });
    putBy2(context, context.author, sum);
    context.emit(changed, { sum });
    return undefined;
  },
};

const take: ActionDefinition<Params> = {
  type: 'tally.take',
  about: 'Takes from the sum of the author.',
  authority: 'anyone',
  params,
  execute(context, { count }) {
    const sum = sumBy2(context) - count;
    if (sum < 0) return refuse('TALLY_TOO_LOW', { sum: sumBy2(context) });
    putBy2(context, context.author, sum);
    context.emit(changed, { sum });
    return undefined;
  },
};

/** Moves a few: a block must not do without bound. */
function moveSome(context: ActionContext): void {
  const range = { start: Uint8Array.of(OLD), end: Uint8Array.of(OLD + 1), limit: MOVED_AT_ONCE };
  // Read out before anything is written.
  const found = Array.from(context.range(range));
  for (const { key, value } of found) {
    putBy2(context, String.fromCharCode(...key.subarray(1)), value[0]!);
  }
}

const entry = (name: string, key: string, value: string) =>
  ({ name, key, value, versioned: false, about: 'A sum.' }) as const;

export const tally1: ModuleDefinition = {
  name: 'tally',
  version: 1,
  about: 'Counts.',
  actions: [addBy1],
  events: [changed],
  errors: ERRORS_1,
  errorNumbers: [900, 909],
  keySpaces: [OLD],
  state: [entry('sum', '0x70 || id', 'u8')],
  queries: [],
};

export const tally2: ModuleDefinition = {
  ...tally1,
  version: 2,
  actions: [addBy2, take],
  errors: ERRORS_2,
  keySpaces: [OLD, NEW],
  state: [...tally1.state, entry('wide sum', '0x71 || id', 'u16')],
  migrate: moveSome,
  // What the first block did not move: due at once, and for as long as something is left.
  schedule: {
    dueMs: (state) =>
      [...state.range({ start: Uint8Array.of(OLD), end: Uint8Array.of(OLD + 1), limit: 1 })]
        .length === 0
        ? undefined
        : 0,
    runNext: moveSome,
  },
};

export const addToTally = (count: number): Action => encodeAction(addBy1, { count });
export const takeFromTally = (count: number): Action => encodeAction(take, { count });

/** Bytes of a sum by each version. */
export const oldSumKey = (organization: string): Uint8Array => textKey([OLD], organization);
export const newSumKey = (organization: string): Uint8Array => textKey([NEW], organization);

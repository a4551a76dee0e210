import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '@touchmark/codec';
import { createLedger } from '../ledger.ts';
import { MODULES } from '../modules.ts';
import { encodeSuspend } from '../modules/organizations/suspend.ts';
import { Sandbox, testKey } from '../testing/sandbox.ts';
import { textKey } from './key.ts';
import { map } from './map-schema.ts';
import type { ActionDefinition, EventDefinition, ModuleDefinition } from './module.ts';
import { encodeAction } from './read-params.ts';
import { refusalsOf } from './refusal.ts';
import { uint } from './schema.ts';

const KEY_SPACE = 0x70;
const ERRORS = {
  TALLY_TOO_HIGH: { number: 900, en: 'At most {limit}. Add less.', zh: '最多 {limit}。请减少。' },
} as const;
const refuse = refusalsOf(ERRORS);

const added: EventDefinition<{ readonly sum: number }> = {
  type: 'tally.added',
  about: 'A sum changed.',
  params: map({ sum: uint(0, 100) }),
};

const add: ActionDefinition<{ readonly count: number }> = {
  type: 'tally.add',
  about: 'Adds to the sum of the author.',
  authority: 'anyone',
  params: map({ count: uint(1, 100) }),
  execute(context, { count }) {
    const key = textKey([KEY_SPACE], context.author);
    const sum = (context.get(key)?.[0] ?? 0) + count;
    if (sum > 100) return refuse('TALLY_TOO_HIGH', { limit: 100 });
    context.put(key, Uint8Array.of(sum));
    context.emit(added, { sum });
    return undefined;
  },
};

const tally: ModuleDefinition = {
  name: 'tally',
  version: 1,
  about: 'Counts.',
  actions: [add],
  events: [added],
  errors: ERRORS,
  errorNumbers: [900, 909],
  keySpaces: [KEY_SPACE],
  state: [{ name: 'sum', key: '0x70 || id', value: 'u8', versioned: false, about: 'A sum.' }],
  queries: [],
  genesis: (context) => context.put(textKey([KEY_SPACE], 'maker'), Uint8Array.of(90)),
};

test('a module is added by adding it to the list', () => {
  const sandbox = new Sandbox(createLedger([...MODULES, tally]));
  const submitted = sandbox.submit('maker', encodeAction(add, { count: 5 }));
  assert.equal(submitted.word, 'OK');
  assert.deepEqual(submitted.events, [{ type: 'tally.added', params: encode({ sum: 95 }) }]);
  const refused = sandbox.submit(
    'maker',
    encodeAction(add, { count: 5 }),
    encodeAction(add, { count: 1 }),
  );
  assert.deepEqual([refused.code, refused.details], [900, { action: 1, limit: 100 }]);
  assert.equal(
    sandbox.ledger.describeRefusal('TALLY_TOO_HIGH', refused.details, 'en'),
    'At most 100. Add less.',
  );
  assert.deepEqual(sandbox.state.get(textKey([KEY_SPACE], 'maker')), Uint8Array.of(95));
  const invalid = sandbox.submit('maker', encodeAction(add, { count: 101 }));
  assert.deepEqual(invalid.details, { action: 0, field: 'count', problem: 'too-large' });
});

test('its actions go with those of other modules in one transaction', () => {
  const sandbox = new Sandbox(createLedger([...MODULES, tally]));
  const actions = [
    encodeAction(add, { count: 1 }),
    encodeSuspend({ id: 'maker', reason: 'unpaid' }),
  ];
  const [done] = sandbox.block([sandbox.transaction([testKey('admin')], actions)]);
  assert.deepEqual(
    done?.events.map(({ type }) => type),
    ['tally.added', 'organizations.suspended'],
  );
});

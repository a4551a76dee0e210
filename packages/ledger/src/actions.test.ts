import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode } from '@touchmark/codec';
import type { CborKey, CborValue } from '@touchmark/codec';
import { ledger } from './index.ts';
import { EXAMPLES } from './testing/example-actions.ts';
import type { ExampleAction } from './testing/example-actions.ts';
import type { Sandbox } from './testing/sandbox.ts';
import { openGenesis } from './testing/council.ts';
import { sandboxWithItem } from './testing/named-sandbox.ts';

const KNOWN_EVENTS = ledger.registry.modules.flatMap(({ events }) =>
  events.map(({ type }) => type),
);

/** A sandbox in which the example succeeds. */
function sandboxFor({ openly, beforeBy }: ExampleAction): Sandbox {
  const sandbox = sandboxWithItem(undefined, openly === true ? openGenesis() : undefined);
  if (beforeBy !== undefined) sandbox.must(beforeBy.author, beforeBy.action);
  return sandbox;
}

for (const module of ledger.registry.modules) {
  for (const { type, params } of module.actions) {
    const example = EXAMPLES[type];

    test(`${type} succeeds and tells of it in an event of its module`, () => {
      assert.ok(example !== undefined, `no example of ${type}: add one`);
      const { author, action, before } = example;
      const done = sandboxFor(example).submit(author, ...(before ? [before] : []), action);
      assert.equal(done.word, 'OK');
      assert.ok(done.events.length >= (before === undefined ? 1 : 2));
      assert.ok(done.events.some((event) => event.type.startsWith(`${module.name}.`)));
      for (const event of done.events) {
        assert.ok(KNOWN_EVENTS.includes(event.type), event.type);
        assert.deepEqual(encode(decode(event.params)), event.params);
      }
    });

    test(`${type} encodes exactly the fields it describes, and takes no others`, () => {
      assert.ok(example !== undefined);
      const { action } = example;
      const given = decode(action.params);
      assert.ok(given instanceof Map && params.description.kind === 'map');
      const names = params.description.fields.map(({ name }) => name);
      assert.deepEqual(new Set(given.keys()), new Set(names));
      const submit = (fields: ReadonlyMap<CborKey, CborValue>) =>
        sandboxWithItem().submit('maker', { type, params: encode(fields) }).details;
      const surplus = submit(new Map([...given, ['zzzzzzzzzzzzzzzzzzzzz', 1]]));
      assert.equal(surplus['problem'], 'unknown');
      for (const name of names) {
        const rest: Map<CborKey, CborValue> = new Map(given);
        rest.delete(name);
        assert.deepEqual(submit(rest), { action: 0, field: name, problem: 'missing' });
      }
    });
  }
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ledger } from '../index.ts';
import { sandboxWithItem } from './named-sandbox.ts';
import { randomActions } from './random-params.ts';

const definitions = [...ledger.registry.actions.values()];

test('random actions of every kind get a receipt with a known code, never an exception', () => {
  const reached = new Set<string>();
  const sandbox = sandboxWithItem();
  const author = fc.constantFrom('admin', 'maker', 'top', 'stranger');
  fc.assert(
    fc.property(author, randomActions(definitions), (by, action) => {
      const { word, code } = sandbox.submit(by, action);
      assert.equal(ledger.registry.errors.get(word)?.number ?? 0, code, word);
      if (word !== 'ACTION_PARAMS_INVALID') reached.add(action.type);
    }),
    { numRuns: 3_000 },
  );
  assert.ok(reached.size > definitions.length / 2, `only ${[...reached].join()} fitted`);
});

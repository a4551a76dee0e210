import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeRetire, encodeUpdate, recordRange, resolveRecord } from '@touchmark/ledger';
import * as fc from 'fast-check';
import type { Engine } from '../engine.ts';
import { checkWholeChain } from '../testing/check-whole-chain.ts';
import { openTestEngine } from '../testing/open-test-engine.ts';
import { registration, testChain, type TestChain } from '../testing/test-chain.ts';
import { TestStore } from '../testing/test-store.ts';
import type { EmbeddedOptions } from './options.ts';

type Step =
  | { kind: 'register'; names: string[]; value: string }
  | { kind: 'update'; name: string; expectedVersion: number; value: string }
  | { kind: 'retire'; name: string; expectedVersion: number };

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const version = fc.integer({ min: 1, max: 3 });
const value = fc.constantFrom('red', 'green', 'blue');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('register' as const),
    names: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }).map((names) => names.sort()),
    value,
  }),
  fc.record({ kind: fc.constant('update' as const), name, expectedVersion: version, value }),
  fc.record({ kind: fc.constant('retire' as const), name, expectedVersion: version }),
);

function encode(chain: TestChain, number: number, given: Step): Uint8Array {
  if (given.kind === 'register') {
    return chain.transaction(number, [registration(given.names, given.value)]);
  }
  const { name: suffix, expectedVersion } = given;
  const identifier = `88/${suffix}`;
  if (given.kind === 'retire') {
    return chain.transaction(number, [
      encodeRetire({ identifier, expectedVersion, reason: 'gone' }),
    ]);
  }
  const values = [{ index: 1, type: 'URL', data: given.value, ttlSeconds: 60, permissions: 14 }];
  return chain.transaction(number, [encodeUpdate({ identifier, expectedVersion, values })]);
}

interface Outcome {
  readonly codes: number[];
  readonly records: unknown[];
}

/** What there is under the prefix and what each transaction did, without heights and times. */
function outcomeOf(engine: Engine, codes: number[]): Outcome {
  return engine.chain.read((view) => {
    const range = recordRange('88');
    const records = [...view.range(range)].map(({ key }) => {
      const identifier = new TextDecoder().decode(key.subarray(1));
      const record = resolveRecord(view, identifier);
      return [identifier, record?.envelope.version, record?.body];
    });
    return { codes, records };
  });
}

async function run(steps: readonly Step[], options: EmbeddedOptions): Promise<Outcome> {
  const chain = testChain();
  const engine = await openTestEngine(chain, new TestStore(), options);
  const work = [chain.delegate(), ...steps.map((given, index) => encode(chain, index, given))];
  const results = await Promise.all(work.map((bytes) => engine.submit(bytes)));
  const codes = results.map((result) => (result.outcome === 'committed' ? result.code : -1));
  const outcome = outcomeOf(engine, codes);
  checkWholeChain(engine.chain, chain.genesis);
  await engine.close();
  return outcome;
}

test('the same transactions in one block or many give the same records', async () => {
  let done = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const one = await run(steps, { maxBlockTransactions: 1_000 });
      for (const [maxBlockTransactions, maxCommitTransactions] of [
        [1, 1],
        [1, 5],
        [2, 1_000],
        [7, 7],
      ] as const) {
        const many = await run(steps, { maxBlockTransactions, maxCommitTransactions });
        assert.deepEqual(many, one);
      }
      done += one.codes.filter((code) => code === 0).length;
      refused += one.codes.filter((code) => code > 0).length;
    }),
    { numRuns: 25 },
  );
  // The histories must have been worth comparing.
  assert.ok(done > 50 && refused > 50, `${done} done, ${refused} refused`);
});

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { CborWriter, equalBytes } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import type { Engine } from '@touchmark/engine';
import { formerKey, VALIDATORS_KEY } from '@touchmark/ledger';
import { memoryEngine } from '../testing/test-node.ts';
import { reportConsensus } from './consensus-report.ts';

const HELD = { until: 99 };

/** A replicated engine, as far as a report asks it; CometBFT says that this node signs with the key of `address`. */
async function replicated(context: TestContext, address: string): Promise<Engine> {
  const engine = await memoryEngine();
  context.after(() => engine.close());
  const answers: Readonly<Record<string, unknown>> = {
    status: { validator_info: { address }, node_info: { id: 'n1' } },
    consensus_state: {
      round_state: { 'height/round/step': '3/0/2', start_time: '2026-01-01T00:00:00Z' },
    },
  };
  const call = (method: string): Promise<unknown> => Promise.resolve(answers[method]);
  return Object.assign(engine, { consensus: { call } });
}

const report = (engine: Engine) => reportConsensus(engine, Date.now, () => Promise.resolve(HELD));

test('a report names this node as others know it, and what its validator waits for', async (context) => {
  // Held, CometBFT signs with a key that is no validator's.
  const waits = await report(await replicated(context, 'AA'.repeat(20)));
  assert.deepEqual([waits.held, waits.node], [HELD, 'n1']);
});

test('a validator that the state lists no more is named all the same', async (context) => {
  const engine = await replicated(context, '');
  const read = engine.chain.read.bind(engine.chain);
  const [validator] = engine.genesis.validators;
  assert.ok(validator);
  const former = formerKey(validatorAddress(validator.publicKey));
  const value = new CborWriter(100).array(3).text('gone').bytes(validator.publicKey).uint(7);
  // As after a decision that struck it: not on the list, and among those that were.
  engine.chain.read = (use) =>
    read((view, head) => {
      const get = (key: Uint8Array): Uint8Array | undefined => {
        if (equalBytes(key, VALIDATORS_KEY)) return undefined;
        return equalBytes(key, former) ? value.finish() : view.get(key);
      };
      return use(
        new Proxy(view, { get: (of, name) => (name === 'get' ? get : of[name as 'get']) }),
        head,
      );
    });
  const { validators } = await report(engine);
  assert.deepEqual(
    validators.map(({ organization }) => organization),
    ['gone'],
  );
});

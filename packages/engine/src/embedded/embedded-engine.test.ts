import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMemoryStateStore, type StateStore } from '@touchmark/state';
import { verifyAnswer, verifyReceipt } from '@touchmark/verify';
import { CHAIN_TABLE_NAMES } from '../chain/tables.ts';
import type { Engine } from '../engine.ts';
import { testChain, type TestChain } from '../testing/test-chain.ts';
import { openEmbeddedEngineOver } from './open-embedded-engine.ts';
import type { EmbeddedOptions } from './options.ts';

const memory = (): StateStore => openMemoryStateStore({ tables: CHAIN_TABLE_NAMES });

function open(chain: TestChain, store: StateStore, options: EmbeddedOptions = {}): Promise<Engine> {
  const { genesis, validatorSecretKey, clock } = chain;
  return openEmbeddedEngineOver({
    store,
    genesis,
    validatorSecretKey,
    options: { signatureWorkers: 0, clock: () => clock.nowMs, ...options },
  });
}

test('a registration is durable, and its record and receipt prove themselves', async () => {
  const chain = testChain();
  const engine = await open(chain, memory());
  const trust = { genesis: chain.genesis };
  const delegated = await engine.submit(chain.delegate());
  assert.equal(delegated.outcome, 'committed');
  const result = await engine.submit(chain.register(1, 'one'));
  assert.ok(result.outcome === 'committed');
  assert.equal(result.code, 0);
  const answer = verifyAnswer(engine.chain.recordAnswer('88/one'), trust);
  assert.equal(answer.status, 'present');
  const absent = verifyAnswer(engine.chain.recordAnswer('88/two'), trust);
  assert.equal(absent.status, 'absent');
  const proof = engine.chain.receiptProof(result.id);
  assert.ok(proof !== undefined);
  const receipt = verifyReceipt(proof, trust);
  assert.deepEqual([receipt.height, receipt.code], [result.height, 0]);
  assert.deepEqual(engine.chain.receipt(result.id), result);
  await engine.close();
});

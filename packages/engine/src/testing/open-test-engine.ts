import assert from 'node:assert/strict';
import type { StateStore } from '@touchmark/state';
import type { ReceiptRecord } from '../chain/receipt-record.ts';
import { openEmbeddedEngineOver } from '../embedded/open-embedded-engine.ts';
import type { EmbeddedOptions } from '../embedded/options.ts';
import type { Engine, SubmitResult } from '../engine.ts';
import type { TestChain } from './test-chain.ts';

/** An engine over a test's store, with the test's clock, checking signatures where it runs. */
export function openTestEngine(
  chain: TestChain,
  store: StateStore,
  options: EmbeddedOptions = {},
): Promise<Engine> {
  const { genesis, validatorSecretKey, clock } = chain;
  return openEmbeddedEngineOver({
    store,
    genesis,
    validatorSecretKey,
    options: { signatureWorkers: 0, clock: () => clock.nowMs, ...options },
  });
}

/** The receipt of a transaction that must have been executed with this result code. */
export function committed(result: SubmitResult, code = 0): ReceiptRecord {
  assert.ok(result.outcome === 'committed', JSON.stringify(result));
  assert.equal(result.code, code);
  return result;
}

/** The code of a transaction that must have been turned away. */
export function refusalCode(result: SubmitResult): string {
  assert.ok(result.outcome === 'refused');
  return result.code;
}

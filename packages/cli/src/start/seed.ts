import type { Engine } from '@touchmark/engine';
import { decodeReceipt, describeRefusal } from '@touchmark/ledger';
import { createTransaction, signTransaction } from '@touchmark/sdk';
import type { Output } from '../output/output.ts';
import type { Example } from './example.ts';
import type { ExampleKeys } from './example-keys.ts';
import { SeedError } from './seed-error.ts';
import { seedPhases, type SeedStep } from './seed-steps.ts';

/**
 * Registers what is missing of the example, by signed transactions like anybody else's.
 * Interrupted, it goes on from there the next time: the ledger itself says what is done.
 * @returns false when it was interrupted.
 */
export async function seed(
  engine: Engine,
  example: Example,
  keys: ExampleKeys,
  output: Output,
  stop: AbortSignal,
): Promise<boolean> {
  const steps = seedPhases(example, keys).flat();
  for (const [index, step] of steps.entries()) {
    if (stop.aborted) return false;
    output.progress(`${index + 1} / ${steps.length}: ${step.what}`);
    await take(engine, step, keys);
  }
  return true;
}

async function take(engine: Engine, step: SeedStep, keys: ExampleKeys): Promise<void> {
  const makeActions = engine.chain.read((view) => step.plan(view));
  const actions = await makeActions(engine.chainId);
  if (actions.length === 0) return;
  const signer = await keys.get(step.by);
  const unsigned = createTransaction({ chainId: engine.chainId, actions, signers: [signer] });
  const result = await engine.submit(await signTransaction(unsigned, [signer]));
  if (result.outcome === 'refused') throw new SeedError(step.what, result.message);
  if (result.code === 0) return;
  const { code, details } = decodeReceipt(result.data);
  throw new SeedError(step.what, describeRefusal(code, details, 'en'));
}

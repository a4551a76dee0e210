/**
 * The process that is recorded: registers 88/item-N in commits as small as they get, prints `ack N
 * id` for each receipt, closes the store and opens it again, and goes on. Arguments: folder, how
 * many, how much to fill the state with first (so much that closing writes a tree file).
 */
import { writeSync } from 'node:fs';
import { openEmbeddedEngine } from '../../../packages/engine/src/index.ts';
import type { Engine } from '../../../packages/engine/src/index.ts';
import { registration, testChain } from '../../../packages/engine/src/testing/test-chain.ts';

const IN_FLIGHT = 6;
const FILL_TRANSACTION = 2_000;

const [directory = '', count = '60', fill = '0'] = process.argv.slice(2);
const chain = testChain();
const { genesis, validatorSecretKey, clock } = chain;

function open(): Promise<Engine> {
  const options = {
    clock: () => clock.nowMs,
    signatureWorkers: 0,
    maxBlockTransactions: 2,
    maxCommitTransactions: 4,
  };
  return openEmbeddedEngine({ directory, genesis, validatorSecretKey, options });
}

async function fillState(engine: Engine): Promise<void> {
  for (let from = 0; from < Number(fill); from += FILL_TRANSACTION) {
    const names = Array.from({ length: FILL_TRANSACTION }, (_, index) => `fill-${from + index}`);
    await engine.submit(chain.transaction(-2 - from, [registration(names, 'x')]));
  }
}

async function register(engine: Engine, numbers: Iterator<number>): Promise<void> {
  for (let next = numbers.next(); next.done !== true; next = numbers.next()) {
    const number = next.value;
    const result = await engine.submit(chain.register(number, `item-${number}`));
    if (result.outcome !== 'committed' || result.code !== 0) {
      throw new Error(`transaction ${number}: ${JSON.stringify(result)}`);
    }
    writeSync(1, `ack ${number} ${Buffer.from(result.id).toString('hex')}\n`);
  }
}

const numbers = Array.from({ length: Number(count) }, (_, index) => index);
const half = Math.ceil(numbers.length / 2);
for (const [round, part] of [numbers.slice(0, half), numbers.slice(half)].entries()) {
  const engine = await open();
  if (round === 0) {
    await engine.submit(chain.delegate());
    await fillState(engine);
  }
  const rest = part.values();
  await Promise.all(Array.from({ length: IN_FLIGHT }, () => register(engine, rest)));
  await engine.close();
}

/**
 * Writes until its engine stops: registers 88/item-N for N from the second argument on, prints `ack
 * N id` for each receipt, and at the end `stopped CODE: words`, `closed` or `not opened CODE:
 * words`. The third argument bounds how many it registers.
 */
import { writeSync } from 'node:fs';
import { type Engine, openEmbeddedEngine } from '../../../packages/engine/src/index.ts';
import { testChain } from '../../../packages/engine/src/testing/test-chain.ts';

const IN_FLIGHT = 8;

const [directory = '', from = '0', most = '200'] = process.argv.slice(2);
const chain = testChain();
const { genesis, validatorSecretKey, clock } = chain;
const say = (text: string): unknown => writeSync(1, `${text}\n`);

// With the signal ignored, writing beyond a limit of file size fails with EFBIG, as a full disk does with ENOSPC.
process.on('SIGXFSZ', () => undefined);

function words(error: unknown): string {
  return error instanceof Error ? `${Reflect.get(error, 'code')}: ${error.message}` : String(error);
}

async function register(engine: Engine, numbers: Iterator<number>): Promise<void> {
  for (let next = numbers.next(); next.done !== true; next = numbers.next()) {
    const number = next.value;
    const result = await engine.submit(chain.register(number, `item-${number}`));
    if (result.outcome !== 'committed' || result.code !== 0) throw new Error('refused');
    say(`ack ${number} ${Buffer.from(result.id).toString('hex')}`);
  }
}

async function write(engine: Engine): Promise<void> {
  const numbers = Array.from({ length: Number(most) }, (_, index) => Number(from) + index).values();
  const work = async (): Promise<void> => {
    await engine.submit(chain.delegate());
    await Promise.all(Array.from({ length: IN_FLIGHT }, () => register(engine, numbers)));
  };
  await work().catch(() => undefined);
  const { state } = engine.status();
  const stop = state === 'failed' ? await engine.stopped : undefined;
  await engine.close();
  say(stop?.reason === 'failed' ? `stopped ${words(stop.error)}` : 'closed');
}

try {
  const options = {
    clock: () => clock.nowMs,
    signatureWorkers: 0,
    maxBlockTransactions: 4,
    maxCommitTransactions: 8,
  };
  await write(await openEmbeddedEngine({ directory, genesis, validatorSecretKey, options }));
} catch (error) {
  say(`not opened ${words(error)}`);
}

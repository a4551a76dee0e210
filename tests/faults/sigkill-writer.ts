/**
 * A process that writes until it is killed: registers 88/item-N for N from the given number on, many at a time, and
 * prints `ack N id` for each receipt it was given. The line is with the parent before anything else happens here.
 */
import { writeSync } from 'node:fs';
import { openEmbeddedEngine } from '../../packages/engine/src/index.ts';
import { testChain } from '../../packages/engine/src/testing/test-chain.ts';

const IN_FLIGHT = 24;
/** Some blocks must end full, so that kills also hit decided blocks that are not executed. */
const MAX_BLOCK_TRANSACTIONS = 5;
const MAX_COMMIT_TRANSACTIONS = 10;

const [directory = '', from = '0'] = process.argv.slice(2);
const chain = testChain();
const { genesis, validatorSecretKey, clock } = chain;
const engine = await openEmbeddedEngine({
  directory,
  genesis,
  validatorSecretKey,
  options: {
    clock: () => clock.nowMs,
    maxBlockTransactions: MAX_BLOCK_TRANSACTIONS,
    maxCommitTransactions: MAX_COMMIT_TRANSACTIONS,
  },
});
let next = Number(from);

async function register(): Promise<never> {
  for (;;) {
    const number = next;
    next += 1;
    const result = await engine.submit(chain.register(number, `item-${number}`));
    if (result.outcome !== 'committed' || result.code !== 0) {
      throw new Error(`transaction ${number}: ${JSON.stringify(result)}`);
    }
    writeSync(1, `ack ${number} ${Buffer.from(result.id).toString('hex')}\n`);
  }
}

await engine.submit(chain.delegate());
writeSync(1, `ready ${engine.status().height}\n`);
await Promise.all(Array.from({ length: IN_FLIGHT }, register));

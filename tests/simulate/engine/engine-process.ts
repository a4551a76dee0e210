/**
 * A node's engine under a clock that its parent sets: `engine-process.ts DIRECTORY`. Each line on
 * its input is `{timeMs, transactions}`; all are submitted at once, and for each that is durable a
 * line `ack ID CODE` is written before anything else happens, then `ready`.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openEmbeddedEngine } from '@touchmark/engine';
import { FIRST_BLOCK_MS, simulationGenesis, VALIDATOR_SECRET } from '../history.ts';
import type { Batch } from './engine-run.ts';

const [directory = ''] = process.argv.slice(2);
let nowMs = FIRST_BLOCK_MS;
const engine = await openEmbeddedEngine({
  directory,
  genesis: simulationGenesis(),
  validatorSecretKey: VALIDATOR_SECRET,
  options: { clock: () => nowMs, maxBlockTransactions: 7, maxCommitTransactions: 20 },
});

async function submit(text: string): Promise<void> {
  const result = await engine.submit(Buffer.from(text, 'base64'));
  if (result.outcome !== 'committed') return;
  writeSync(1, `ack ${Buffer.from(result.id).toString('hex')} ${result.code}\n`);
}

writeSync(1, 'ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const { timeMs, transactions }: Batch = JSON.parse(line);
  nowMs = Math.max(nowMs, timeMs);
  await Promise.all(transactions.map(submit));
  writeSync(1, 'ready\n');
}
await engine.close();

/** What was promised to clients must be in the store and provable from the genesis alone, whatever happened. */
import assert from 'node:assert/strict';
import { createVerifier } from '@touchmark/verify';
import { type Engine, openEmbeddedEngine } from '../../packages/engine/src/index.ts';
import { testChain } from '../../packages/engine/src/testing/test-chain.ts';

const chain = testChain();

/** Number and id (hexadecimal) of each transaction whose receipt was given out. */
export type Promises = ReadonlyMap<number, string>;

/** The `ack NUMBER ID` lines that a writer printed. */
export function promisesIn(output: string): Map<number, string> {
  const promises = new Map<number, string>();
  for (const [, number, id] of output.matchAll(/^ack (\d+) ([0-9a-f]{64})$/gm)) {
    promises.set(Number(number), String(id));
  }
  return promises;
}

/** Opens the store as the next start would. */
export function reopen(directory: string): Promise<Engine> {
  const { genesis, validatorSecretKey, clock } = chain;
  const options = { clock: () => clock.nowMs, signatureWorkers: 0 };
  return openEmbeddedEngine({ directory, genesis, validatorSecretKey, options });
}

export function proveAll(engine: Engine, promises: Promises): void {
  const verifier = createVerifier({ genesis: chain.genesis });
  for (const [number, id] of promises) proveOne(engine, verifier, number, id);
}

function proveOne(
  { chain: reader }: Engine,
  verifier: ReturnType<typeof createVerifier>,
  number: number,
  id: string,
): void {
  const proof = reader.receiptProof(Buffer.from(id, 'hex'));
  assert.ok(proof !== undefined, `transaction ${number} was acknowledged and is lost`);
  const receipt = verifier.verifyReceipt(proof);
  assert.equal(receipt.code, 0);
  assert.equal(Buffer.from(receipt.transactionId).toString('hex'), id);
  const answer = verifier.verifyAnswer(reader.recordAnswer(`88/item-${number}`));
  assert.ok(answer.status === 'present', `88/item-${number} is ${answer.status}`);
  assert.equal(answer.record?.version, 1);
}

/** Opens the store, proves every promise, checks all the rest of it, and sees that it goes on. */
export async function proveStore(directory: string, promises: Promises): Promise<void> {
  const engine = await reopen(directory);
  try {
    proveAll(engine, promises);
    await engine.scrub();
    const result = await engine.submit(chain.register(-1_000_000, 'after-the-fault'));
    assert.equal(result.outcome, 'committed');
  } finally {
    await engine.close();
  }
}

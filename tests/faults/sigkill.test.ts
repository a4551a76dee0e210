import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { createVerifier } from '@touchmark/verify';
import { type Engine, openEmbeddedEngine } from '../../packages/engine/src/index.ts';
import { testChain } from '../../packages/engine/src/testing/test-chain.ts';

const CYCLES = 20;
const LONGEST_RUN_MS = 500;
const START_TIMEOUT_MS = 30_000;

const chain = testChain();
const { genesis, validatorSecretKey, clock } = chain;

interface Run {
  /** Number and id of each transaction whose receipt was given out. */
  acknowledged: Map<number, string>;
  errors: string;
}

/** Runs a writer, kills it `afterMs` after it has come up, and returns what it had promised by then. */
function runAndKill(directory: string, from: number, afterMs: number): Promise<Run> {
  const script = resolve(import.meta.dirname, 'sigkill-writer.ts');
  const child = spawn(process.execPath, [script, directory, String(from)]);
  let output = '';
  let errors = '';
  let timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS);
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  child.stdout.on('data', (chunk) => {
    const wasReady = output.startsWith('ready');
    output += String(chunk);
    if (wasReady || !output.startsWith('ready')) return;
    clearTimeout(timer);
    timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  return new Promise((done) => {
    child.on('close', () => {
      clearTimeout(timer);
      const acknowledged = new Map<number, string>();
      for (const [, number, id] of output.matchAll(/^ack (\d+) ([0-9a-f]{64})$/gm)) {
        acknowledged.set(Number(number), String(id));
      }
      done({ acknowledged, errors });
    });
  });
}

/** Opens the store as the next start would, and proves every promise of the run from the genesis alone. */
async function prove(directory: string, acknowledged: ReadonlyMap<number, string>): Promise<void> {
  const engine = await openEmbeddedEngine({
    directory,
    genesis,
    validatorSecretKey,
    options: { clock: () => clock.nowMs, signatureWorkers: 0 },
  });
  const verifier = createVerifier({ genesis });
  for (const [number, id] of acknowledged) proveOne(engine, verifier, number, id);
  await engine.close();
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

test(`${CYCLES} kills under load lose nothing that was acknowledged`, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'touchmark-sigkill-'));
  try {
    let next = 0;
    let total = 0;
    let cyclesWithWork = 0;
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      const afterMs = Math.random() * LONGEST_RUN_MS;
      const { acknowledged, errors } = await runAndKill(directory, next, afterMs);
      assert.equal(errors, '', `cycle ${cycle}, killed after ${afterMs} ms`);
      await prove(directory, acknowledged);
      total += acknowledged.size;
      if (acknowledged.size > 0) cyclesWithWork += 1;
      // What was under way is sent again: done before or not, each must end in its one receipt.
      while (acknowledged.has(next)) next += 1;
    }
    assert.ok(cyclesWithWork > CYCLES / 2, `only ${cyclesWithWork} cycles got anything done`);
    assert.ok(total > 100, `only ${total} transactions were acknowledged`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { StateError } from '@touchmark/state';
import { verifyAnswer, verifyReceipt } from '@touchmark/verify';
import { openEmbeddedEngine } from '../embedded/open-embedded-engine.ts';
import { committed } from '../testing/open-test-engine.ts';
import { testChain } from '../testing/test-chain.ts';
import { openChainReader } from './open-chain-reader.ts';

/** Asks a reader process line by line. */
function startReader(directory: string) {
  const script = resolve(import.meta.dirname, '../testing/reader-process.ts');
  const child = spawn(process.execPath, [script, directory], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  return {
    ready: next,
    ask: (line: string): Promise<string> => {
      child.stdin.write(`${line}\n`);
      return next();
    },
    end: async (): Promise<void> => {
      child.stdin.end();
      await new Promise((done) => child.once('close', done));
    },
  };
}

test('another process follows the writer and serves proofs', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'touchmark-reader-'));
  const chain = testChain();
  const { genesis, validatorSecretKey, clock } = chain;
  const options = { signatureWorkers: 0, clock: () => clock.nowMs };
  const engine = await openEmbeddedEngine({ directory, genesis, validatorSecretKey, options });
  const reader = startReader(directory);
  try {
    assert.equal(await reader.ready(), 'ready');
    assert.equal(await reader.ask('height'), '0');
    committed(await engine.submit(chain.delegate()));
    for (let number = 0; number < 10; number += 1) {
      const { id, height } = committed(await engine.submit(chain.register(number, `i-${number}`)));
      assert.equal(await reader.ask('height'), String(height));
      const record = Buffer.from(await reader.ask(`record 88/i-${number}`), 'base64');
      assert.equal(verifyAnswer(record, { genesis }).status, 'present');
      const asked = `receipt ${Buffer.from(id).toString('hex')}`;
      const receipt = Buffer.from(await reader.ask(asked), 'base64');
      assert.equal(verifyReceipt(receipt, { genesis }).height, height);
    }
    assert.equal(await reader.ask(`receipt ${'00'.repeat(32)}`), 'none');
  } finally {
    await reader.end();
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
  }
});

test('there is nothing to read in an empty directory', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'touchmark-reader-'));
  try {
    await assert.rejects(
      openChainReader({ directory }),
      (error) => error instanceof StateError && error.code === 'STATE_MISSING',
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

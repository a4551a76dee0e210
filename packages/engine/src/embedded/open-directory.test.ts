import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openMemoryStateStore, StateError } from '@touchmark/state';
import { verifyAnswer } from '@touchmark/verify';
import { CHAIN_TABLE_NAMES } from '../chain/tables.ts';
import type { Engine } from '../engine.ts';
import { checkWholeChain } from '../testing/check-whole-chain.ts';
import { committed, openTestEngine } from '../testing/open-test-engine.ts';
import { testChain, type TestChain } from '../testing/test-chain.ts';
import { openEmbeddedEngine } from './open-embedded-engine.ts';

function open(chain: TestChain, directory: string): Promise<Engine> {
  const { genesis, validatorSecretKey, clock } = chain;
  const options = { clock: () => clock.nowMs, maxBlockTransactions: 16, maxCommitTransactions: 40 };
  return openEmbeddedEngine({ directory, genesis, validatorSecretKey, options });
}

async function inDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'touchmark-engine-'));
  try {
    await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test('a chain on disk goes on where it was', () =>
  inDirectory(async (directory) => {
    const chain = testChain();
    const first = await open(chain, directory);
    committed(await first.submit(chain.delegate()));
    const numbers = Array.from({ length: 100 }, (_, number) => number);
    const results = await Promise.all(
      numbers.map((number) => first.submit(chain.register(number, `item-${number}`))),
    );
    const head = first.chain.latest();
    await first.close();

    const second = await open(chain, directory);
    assert.deepEqual(second.chain.latest(), head);
    for (const result of results) {
      assert.deepEqual(second.chain.receipt(committed(result).id), result);
    }
    committed(await second.submit(chain.register(500, 'later')));
    const answer = verifyAnswer(second.chain.recordAnswer('88/item-7'), { genesis: chain.genesis });
    assert.equal(answer.status, 'present');
    checkWholeChain(second.chain, chain.genesis);
    await second.scrub();
    await second.close();
  }));

test('a directory has one writer', () =>
  inDirectory(async (directory) => {
    const chain = testChain();
    const engine = await open(chain, directory);
    await assert.rejects(
      open(chain, directory),
      (error) => error instanceof StateError && error.code === 'STATE_LOCKED',
    );
    committed(await engine.submit(chain.delegate()));
    await engine.close();
    await (await open(chain, directory)).close();
  }));

test('the same work gives the same blocks on disk and in memory', () =>
  inDirectory(async (directory) => {
    const chain = testChain();
    const work = [chain.delegate()];
    for (let number = 0; number < 30; number += 1) {
      work.push(chain.register(number, `item-${number % 20}`));
    }
    const onDisk = await open(chain, directory);
    const store = openMemoryStateStore({ tables: CHAIN_TABLE_NAMES });
    const inMemory = await openTestEngine(chain, store);
    for (const bytes of work) {
      assert.deepEqual(await onDisk.submit(bytes), await inMemory.submit(bytes));
    }
    assert.deepEqual(onDisk.chain.latest(), inMemory.chain.latest());
    assert.deepEqual(onDisk.chain.blocks(), inMemory.chain.blocks());
    await Promise.all([onDisk.close(), inMemory.close()]);
  }));

/**
 * A ledger on disk for tests: with updates, refusals, retirements, large values, and a block of
 * several transactions.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { encodeRetire, encodeUpdate } from '@touchmark/ledger';
import type { ChainHead } from '../chain/chain-reader.ts';
import { openChainReader } from '../chain/open-chain-reader.ts';
import { openEmbeddedEngine } from '../embedded/open-embedded-engine.ts';
import type { Engine } from '../engine.ts';
import { registration, type TestChain } from './test-chain.ts';

export async function temporaryDirectory(context: Pick<TestContext, 'after'>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-engine-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

export function openDirectory(chain: TestChain, directory: string): Promise<Engine> {
  const { genesis, validatorSecretKey, clock } = chain;
  const options = { signatureWorkers: 0, clock: () => clock.nowMs };
  return openEmbeddedEngine({ directory, genesis, validatorSecretKey, options });
}

/** Founds a ledger and gives it a life. @returns its head. */
export async function liveChain(
  chain: TestChain,
  directory: string,
  items = 40,
): Promise<ChainHead> {
  const engine = await openDirectory(chain, directory);
  await engine.submit(chain.delegate());
  await liveOn(chain, engine, 0, items);
  await engine.close();
  return headOf(directory);
}

/** Registers, updates, retires, and has something refused. */
export async function liveOn(
  chain: TestChain,
  engine: Engine,
  from: number,
  items: number,
): Promise<void> {
  for (let number = from; number < from + items; number += 1) {
    chain.clock.nowMs += 1_000;
    await engine.submit(chain.register(number, `item-${number}`));
  }
  const many = Array.from({ length: 30 }, (_, index) => `many-${from}-${index + 100}`);
  const large = chain.transaction(from + 10_000, [registration(many, 'x'.repeat(900))]);
  const values = [{ index: 1, type: 'URL', data: 'new', ttlSeconds: 60, permissions: 14 }];
  const identifier = `88/item-${from}`;
  const update = encodeUpdate({ identifier, expectedVersion: 1, values });
  const retire = encodeRetire({
    identifier: `88/item-${from + 1}`,
    expectedVersion: 1,
    reason: 'x',
  });
  await Promise.all([
    engine.submit(large),
    engine.submit(chain.transaction(from + 10_001, [update])),
    engine.submit(chain.transaction(from + 10_002, [retire])),
    engine.submit(chain.transaction(from + 10_003, [update])),
  ]);
}

export async function headOf(directory: string): Promise<ChainHead> {
  const reader = await openChainReader({ directory });
  try {
    return reader.latest();
  } finally {
    await reader.close();
  }
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DEFAULT_CONSENSUS_PARAMS,
  encodeGenesis,
  encodeUtf8,
  parseGenesis,
  validatorOf,
} from '@touchmark/codec';
import { publicKeyOf } from '@touchmark/crypto';
import { CHAIN_TABLES } from '../chain/tables.ts';
import { EngineError } from '../engine-error.ts';
import { committed, openTestEngine } from '../testing/open-test-engine.ts';
import { testChain, type TestChain } from '../testing/test-chain.ts';
import { TestStore } from '../testing/test-store.ts';
import { openEmbeddedEngineOver } from './open-embedded-engine.ts';

async function usedStore(chain: TestChain): Promise<TestStore> {
  const store = new TestStore();
  const engine = await openTestEngine(chain, store);
  committed(await engine.submit(chain.delegate()));
  committed(await engine.submit(chain.register(1, 'one')));
  await engine.close();
  return store;
}

function refuses(code: string, words: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof EngineError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, words);
    return true;
  };
}

test('a restart changes nothing', async () => {
  const chain = testChain();
  const store = await usedStore(chain);
  const first = await openTestEngine(chain, store);
  const head = first.chain.latest();
  await first.close();
  const second = await openTestEngine(chain, store);
  assert.deepEqual(second.chain.latest(), head);
  await second.close();
});

async function blocksOfHistory(restartAfter: number): Promise<unknown> {
  const chain = testChain();
  const store = new TestStore();
  let engine = await openTestEngine(chain, store);
  const work = [chain.delegate(), chain.register(1, 'a'), chain.register(2, 'b')];
  for (const [index, bytes] of work.entries()) {
    committed(await engine.submit(bytes));
    if (index !== restartAfter) continue;
    await engine.close();
    engine = await openTestEngine(chain, store);
  }
  const blocks = engine.chain.blocks();
  await engine.close();
  return blocks;
}

test('a restart in the middle ends in the same blocks as none', async () => {
  const without = await blocksOfHistory(-1);
  for (const after of [0, 1, 2]) assert.deepEqual(await blocksOfHistory(after), without);
});

test('another genesis or validator key is refused, by name', async () => {
  const chain = testChain();
  const store = await usedStore(chain);
  const other = testChain('other-1');
  await assert.rejects(
    openTestEngine(other, store),
    refuses('ENGINE_GENESIS_MISMATCH', /holds the chain test-1 .* not other-1/),
  );
  const { genesis } = chain;
  await assert.rejects(
    openEmbeddedEngineOver({ store, genesis, validatorSecretKey: other.validatorSecretKey }),
    refuses('ENGINE_VALIDATOR_MISMATCH', /Give the key that belongs to this genesis/),
  );
});

test('a genesis of two validators is for the other engine', async () => {
  const chain = testChain();
  const content = parseGenesis(chain.genesis);
  const second = publicKeyOf('ed25519', new Uint8Array(32).fill(7));
  const validators = [...content.validators, { ...validatorOf(second, 1n), name: 'two' }];
  const genesis = encodeGenesis({
    ...content,
    validators,
    consensusParams: DEFAULT_CONSENSUS_PARAMS,
  });
  const { validatorSecretKey } = chain;
  await assert.rejects(
    openEmbeddedEngineOver({ store: new TestStore(), genesis, validatorSecretKey }),
    refuses('ENGINE_GENESIS_INVALID', /cometbft/),
  );
});

const bump = (bytes: Uint8Array): void => bytes.set([0x39], bytes.length - 1);

test('a store of another version is refused, with what to do', async () => {
  const chain = testChain();
  const store = await usedStore(chain);
  await store.tamper(CHAIN_TABLES.meta, bump, encodeUtf8('format'));
  await assert.rejects(
    openTestEngine(chain, store),
    refuses('ENGINE_STORE_VERSION', /"touchmark-chain\/9".*version that wrote it/s),
  );
});

const flip = (place: (length: number) => number) => (bytes: Uint8Array) => {
  const at = place(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
};

for (const [what, table] of [
  ['a header or commit', CHAIN_TABLES.blocks],
  ['the results of the last block', CHAIN_TABLES.results],
  ['the head', CHAIN_TABLES.meta],
] as const) {
  test(`damage to ${what} is found at once`, async () => {
    for (const part of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const chain = testChain();
      const store = await usedStore(chain);
      const key = table === CHAIN_TABLES.meta ? encodeUtf8('head') : undefined;
      await store.tamper(
        table,
        flip((length) => Math.floor(length * part)),
        key,
      );
      await assert.rejects(
        openTestEngine(chain, store),
        refuses('ENGINE_STORE_CORRUPT', /damaged.*Restore/s),
      );
    }
  });
}

test('a state that is not the one in the signed header is found at once', async () => {
  const chain = testChain();
  const store = await usedStore(chain);
  const update = store.begin();
  update.write([{ key: encodeUtf8('evil'), value: encodeUtf8('value') }]);
  await update.commit();
  await assert.rejects(
    openTestEngine(chain, store),
    refuses('ENGINE_STORE_CORRUPT', /the state after block 4 has the hash/),
  );
});

test('a damaged transaction of the decided block is found before it is executed', async () => {
  const chain = testChain();
  const store = await usedStore(chain);
  const engine = await openTestEngine(chain, store, {
    maxBlockTransactions: 1,
    maxCommitTransactions: 1,
  });
  const before = store.commits;
  store.beforeCommit = () =>
    store.commits === before ? Promise.resolve() : Promise.reject(new Error('power cut'));
  const bytes = [chain.register(2, 'two'), chain.register(3, 'three')];
  await Promise.allSettled(bytes.map((transaction) => engine.submit(transaction)));
  await engine.close();
  store.beforeCommit = () => Promise.resolve();
  await store.tamper(
    CHAIN_TABLES.bodies,
    flip((length) => length - 1),
  );
  await assert.rejects(
    openTestEngine(chain, store),
    refuses('ENGINE_STORE_CORRUPT', /the transactions of block/),
  );
});

test('a state without a chain is refused', async () => {
  const store = new TestStore();
  const update = store.begin();
  update.write([{ key: encodeUtf8('key'), value: encodeUtf8('value') }]);
  await update.commit();
  await assert.rejects(
    openTestEngine(testChain(), store),
    refuses('ENGINE_STORE_CORRUPT', /a state and no chain/),
  );
});

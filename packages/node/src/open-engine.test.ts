import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStateStore, StateError, WriterLock } from '@touchmark/state';
import { resolveConfiguration } from './index.ts';
import { createLog } from './log.ts';
import { openEngine } from './open-engine.ts';
import { testDirectory } from './testing/test-node.ts';

const isLocked = (error: unknown): boolean =>
  error instanceof StateError && error.code === 'STATE_LOCKED';

test('what another process has begun is left alone, before anything of it is removed', async (context) => {
  const dataDirectory = await testDirectory(context);
  const ledger = join(dataDirectory, 'ledger');
  const configuration = resolveConfiguration({
    flags: {
      'engine.mode': 'cometbft',
      'node.data_directory': dataDirectory,
      'statesync.trust_height': '7',
      'statesync.trust_hash': 'AB'.repeat(32),
      'statesync.rpc_servers': 'http://one:8080,http://two:8080',
    },
  });
  await writeFile(join(dataDirectory, 'genesis.json'), '{}');
  // As it is in the middle of a state sync.
  await writeFile(join(dataDirectory, 'state-sync.json'), '{}');
  const blocks = join(dataDirectory, 'cometbft/data/blockstore.db');
  await mkdir(blocks, { recursive: true });
  const store = await openStateStore({ directory: ledger, tables: [] });
  const log = createLog(configuration.log);
  await assert.rejects(openEngine(configuration, log), isLocked);
  assert.ok(existsSync(blocks) && existsSync(join(ledger, 'data.mdb')));
  await store.close();
  const starting = new WriterLock(dataDirectory);
  await assert.rejects(openEngine(configuration, log), isLocked);
  assert.ok(existsSync(blocks) && existsSync(join(ledger, 'data.mdb')));
  starting.release();
});

test('with CometBFT the key of a validator is in a file, or the node does not start', async (context) => {
  const dataDirectory = await testDirectory(context);
  await writeFile(join(dataDirectory, 'genesis.json'), '{}');
  const configuration = resolveConfiguration({
    flags: {
      'engine.mode': 'cometbft',
      'comet.binary': process.execPath,
      'node.data_directory': dataDirectory,
      'node.validator_key': `${'A'.repeat(43)}=`,
    },
  });
  const words = { code: 'VALIDATOR_KEY_INVALID', message: /validator\.json/ };
  await assert.rejects(openEngine(configuration, createLog(configuration.log)), words);
});

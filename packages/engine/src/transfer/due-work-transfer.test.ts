import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { proveKey } from '@touchmark/codec';
import { encodeAdmit, encodeSuspendUrgently } from '@touchmark/ledger';
import { openChainReader } from '../chain/open-chain-reader.ts';
import { auditChain } from '../replay/audit-chain.ts';
import { headOf, openDirectory, temporaryDirectory } from '../testing/directory-chain.ts';
import { committed } from '../testing/open-test-engine.ts';
import { testChain } from '../testing/test-chain.ts';
import { exportChain } from './export-chain.ts';
import { importChain } from './import-chain.ts';

const HOUR_MS = 3_600_000;

test('what blocks did by themselves is exported, imported both ways, and audited', async (context) => {
  const base = await temporaryDirectory(context);
  const chain = testChain();
  const directory = join(base, 'source');
  const engine = await openDirectory(chain, directory);
  const secretKey = new Uint8Array(32).fill(3);
  const owner = { chainId: chain.chainId, organization: 'other' };
  const keys = [proveKey({ algorithm: 'ed25519', secretKey }, owner)];
  const admit = encodeAdmit({ id: 'other', name: 'Other', roles: [], keys });
  const suspend = encodeSuspendUrgently({ id: 'other', hours: 1, reason: 'stolen' });
  committed(await engine.submit(chain.transaction(1, [admit, suspend])));
  const before = engine.status().root;
  chain.clock.nowMs += HOUR_MS;
  for (let round = 0; round < 50; round += 1) {
    chain.clock.nowMs += 2_000;
    await engine.refresh();
    if (Buffer.compare(engine.status().root, before) !== 0) break;
  }
  await engine.close();

  const file = join(base, 'export');
  const { root, height } = await exportChain({ directory, file, state: true });
  assert.deepEqual(
    [root, height],
    [(await headOf(directory)).root, (await headOf(directory)).height],
  );
  const events = async (where: string) => {
    const reader = await openChainReader({ directory: where });
    const found = reader.events(undefined, 100);
    await reader.close();
    return found;
  };
  const expected = await events(directory);
  assert.equal(expected.at(-1)?.type, 'organizations.reinstated');
  for (const withoutReplay of [false, true]) {
    const target = join(base, String(withoutReplay));
    const imported = await importChain({ file, directory: target, withoutReplay });
    assert.deepEqual(imported.root, root);
    assert.deepEqual(await events(target), expected);
    const scratch = `${target}-scratch`;
    const audit = await auditChain({ directory: target, scratch, compareState: true });
    assert.equal(audit.difference, undefined);
  }
});

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { recordKey } from '@touchmark/ledger';
import { openStateStore, type StateStore } from '@touchmark/state';
import { CHAIN_TABLE_NAMES } from '../chain/tables.ts';
import { openEmbeddedEngineOver } from '../embedded/open-embedded-engine.ts';
import {
  headOf,
  liveChain,
  liveOn,
  openDirectory,
  temporaryDirectory,
} from '../testing/directory-chain.ts';
import { testChain } from '../testing/test-chain.ts';
import { auditChain } from './audit-chain.ts';

async function chainOnDisk(context: TestContext) {
  const base = await temporaryDirectory(context);
  const chain = testChain();
  const directory = join(base, 'ledger');
  const head = await liveChain(chain, directory);
  let audits = 0;
  const audit = (compareState = true) => {
    audits += 1;
    return auditChain({ directory, scratch: join(base, `scratch-${audits}`), compareState });
  };
  return { base, chain, directory, head, audit };
}

test('an audit executes all blocks again and comes to the same state', async (context) => {
  const { head, audit } = await chainOnDisk(context);
  const report = await audit();
  assert.equal(report.difference, undefined);
  assert.deepEqual([report.height, report.root], [head.height, head.root]);
  assert.equal(report.transactions, 45);
  assert.ok(report.entries > 70);
  assert.equal((await audit(false)).entries, 0);
});

test('an audit runs beside a node that writes', async (context) => {
  const { chain, directory, audit } = await chainOnDisk(context);
  const engine = await openDirectory(chain, directory);
  const [report] = await Promise.all([audit(), liveOn(chain, engine, 300, 20)]);
  assert.equal(report.difference, undefined);
  await engine.close();
  assert.equal((await audit()).height, (await headOf(directory)).height);
});

test('a record that was changed behind the back of the chain is named', async (context) => {
  const { directory, audit } = await chainOnDisk(context);
  const key = recordKey('88/item-7');
  const path = join(directory, 'data.mdb');
  const bytes = await readFile(path);
  const [from, to] = [Buffer.from('88/item-7'), Buffer.from('value')];
  // The value of the record, in whichever pages hold a copy of it.
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) {
    const value = bytes.indexOf(to, at);
    if (value > 0 && value < at + 200) bytes.write('VALUE', value, 'latin1');
  }
  await writeFile(path, bytes);
  const { difference } = await audit();
  assert.equal(difference?.key?.key, Buffer.from(key).toString('hex'));
  assert.equal(difference.key.module, 'naming');
  assert.match(difference.about, /every root and result is as signed.*88\/item-7/);
  assert.notEqual(difference.key.stored, difference.key.replayed);
});

test('an entry that was written past the ledger is named', async (context) => {
  const { chain, directory, audit } = await chainOnDisk(context);
  const store = await openStateStore({ directory, tables: CHAIN_TABLE_NAMES });
  const update = store.begin();
  update.write([{ key: recordKey('88/zz-forged'), value: Uint8Array.of(0) }]);
  await update.commit();
  await store.close();
  await assert.rejects(openDirectory(chain, directory), { code: 'ENGINE_STORE_CORRUPT' });
  const { difference } = await audit();
  assert.match(difference?.key?.shown ?? '', /zz-forged/);
  assert.equal(difference?.key?.replayed, null);
});

/** A store under an engine whose rules are others: one of its writes says something else. */
async function storeOfOtherRules(directory: string, wrongWrite: number): Promise<StateStore> {
  const store = await openStateStore({ directory, tables: CHAIN_TABLE_NAMES });
  const begin = store.begin.bind(store);
  let writes = 0;
  store.begin = () => {
    const update = begin();
    const write = update.write.bind(update);
    update.write = (given) => {
      writes += 1;
      if (writes !== wrongWrite) return write(given);
      const wrong = given.map(({ key, value }) => {
        const isRecord = key[0] === 0x20 && value !== null;
        return { key, value: isRecord ? Uint8Array.from([...value, 0]) : value };
      });
      return write(wrong);
    };
    return update;
  };
  return store;
}

test('a chain that other rules made differs at its first block, with the key', async (context) => {
  const base = await temporaryDirectory(context);
  const chain = testChain();
  const directory = join(base, 'ledger');
  const { genesis, validatorSecretKey, clock } = chain;
  const store = await storeOfOtherRules(directory, 5);
  const options = { signatureWorkers: 0, clock: () => clock.nowMs };
  const engine = await openEmbeddedEngineOver({ store, genesis, validatorSecretKey, options });
  await engine.submit(chain.delegate());
  await liveOn(chain, engine, 0, 8);
  await engine.close();
  for (const compareState of [true, false]) {
    const scratch = join(base, String(compareState));
    const { difference } = await auditChain({ directory, scratch, compareState });
    assert.deepEqual([difference?.what, difference?.height], ['root', 8]);
    assert.notEqual(difference?.signed, difference?.found);
    if (compareState) assert.match(difference?.key?.shown ?? '', /88\/item-2/);
  }
});

test('where there is no store there is nothing to audit', async (context) => {
  const base = await temporaryDirectory(context);
  const attempt = auditChain({ directory: base, scratch: join(base, 'x'), compareState: true });
  await assert.rejects(attempt, { code: 'STATE_MISSING' });
});

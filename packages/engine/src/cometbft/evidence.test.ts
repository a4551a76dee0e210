/** What a block proves of a validator: executed, kept, and read out again by whoever executes the block later. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { encodeEvidence, encodeHex, timestampOfMs, type Vote } from '@touchmark/codec';
import { listEvidence } from '@touchmark/ledger';
import { openStateStore } from '@touchmark/state';
import { scrubChain } from '../chain/scrub-chain.ts';
import { CHAIN_TABLE_NAMES, CHAIN_TABLES } from '../chain/tables.ts';
import { EngineError } from '../engine-error.ts';
import { auditChain } from '../replay/audit-chain.ts';
import { TestConsensus } from '../testing/test-consensus.ts';
import { temporaryDirectory } from '../testing/directory-chain.ts';
import { GENESIS_TIME_MS, testChain } from '../testing/test-chain.ts';
import { TestStore } from '../testing/test-store.ts';
import { exportChain } from '../transfer/export-chain.ts';
import { importChain } from '../transfer/import-chain.ts';

/** The validator belongs to the one organization that there is. */
const chain = testChain('test-1', 'root');

/** The one validator votes for two blocks of a height. */
function duplicateVote({ genesis }: TestConsensus, height: number): Uint8Array {
  const timestamp = timestampOfMs(GENESIS_TIME_MS + height * 1_000);
  const vote = (first: number): Vote => ({
    type: 2,
    height,
    round: 0,
    blockId: {
      hash: new Uint8Array(32).fill(first),
      parts: { total: 1, hash: new Uint8Array(32).fill(first) },
    },
    timestamp,
    validatorAddress: genesis.validators[0]!.address,
    validatorIndex: 0,
    signature: new Uint8Array(64).fill(first),
    extension: new Uint8Array(0),
    extensionSignature: new Uint8Array(0),
  });
  const votes = { voteA: vote(1), voteB: vote(2) };
  const powers = { totalPower: 10n, power: 10n };
  return encodeEvidence({ kind: 'duplicate-vote', ...votes, ...powers, timestamp });
}

async function onDisk(context: TestContext) {
  const base = await temporaryDirectory(context);
  const directory = join(base, 'ledger');
  const inner = await openStateStore({ directory, tables: CHAIN_TABLE_NAMES });
  const network = new TestConsensus({ chain, store: new TestStore(inner) });
  const replicated = network.open();
  network.found(replicated);
  await network.next(replicated);
  await network.next(replicated, [chain.delegate()], [duplicateVote(network, 1)]);
  await network.next(replicated, [chain.register(1, 'one')]);
  await network.next(replicated);
  return { base, directory, network, inner, replicated };
}

test('evidence is executed, and audit, export and import come to the same root', async (context) => {
  const { base, directory, network, inner } = await onDisk(context);
  const evidence = network.reader.read((view) => listEvidence(view, 'root'));
  assert.deepEqual(
    evidence.map(({ kind, height, block, isStruck }) => ({ kind, height, block, isStruck })),
    [{ kind: 'duplicate-vote', height: 1, block: 2, isStruck: false }],
  );
  assert.equal(network.reader.transaction(2, 0)?.length, chain.delegate().length);
  assert.equal(network.reader.transaction(2, 1), undefined, 'evidence is no transaction');
  const root = encodeHex(network.reader.latest().root);
  const genesisBytes = chain.genesis;
  await scrubChain({ source: network.store, genesisBytes, height: network.reader.latest().height });
  await inner.close();

  const scratch = join(base, 'scratch');
  await mkdir(scratch);
  const report = await auditChain({ directory, scratch, compareState: true });
  assert.equal(report.difference, undefined);
  const file = join(base, 'export');
  await exportChain({ directory, file, state: true });
  for (const withoutReplay of [false, true]) {
    const imported = join(base, `imported-${withoutReplay}`);
    const found = await importChain({ file, directory: imported, withoutReplay });
    assert.equal(encodeHex(found.root), root);
    const again = join(base, `scratch-${withoutReplay}`);
    await mkdir(again);
    const audit = await auditChain({ directory: imported, scratch: again, compareState: true });
    assert.equal(audit.difference, undefined);
  }
});

const isCorrupt = (error: unknown): boolean =>
  error instanceof EngineError && error.code === 'ENGINE_STORE_CORRUPT';

test('evidence that was changed or lost behind the back of the chain is noticed', async () => {
  for (const harm of ['change', 'lose'] as const) {
    const network = new TestConsensus({ chain });
    const replicated = network.open();
    network.found(replicated);
    await network.next(replicated);
    await network.next(replicated, [], [duplicateVote(network, 1)]);
    await network.next(replicated);
    await network.next(replicated);
    const source = network.store;
    const scrub = { source, genesisBytes: chain.genesis, height: network.reader.latest().height };
    await scrubChain(scrub);
    replicated.rewind();
    if (harm === 'change') {
      await network.store.tamper(CHAIN_TABLES.bodies, (bytes) => {
        bytes[bytes.length - 1]! ^= 1;
      });
    } else {
      await network.store.change(CHAIN_TABLES.bodies, (rows) => {
        const all = [...rows.range({ start: new Uint8Array(0), end: null })];
        for (const { key } of all) rows.remove(key);
      });
    }
    await assert.rejects(scrubChain(scrub), isCorrupt, harm);
    await replicated.close();
  }
});

test('other misbehavior than the evidence proves, or other evidence, stops the node', async () => {
  const others: readonly ((network: TestConsensus) => Uint8Array[])[] = [
    () => [],
    (network) => [duplicateVote(network, 2)],
    (network) => [duplicateVote(network, 1), duplicateVote(network, 1)],
  ];
  for (const other of others) {
    const network = new TestConsensus({ chain });
    const replicated = network.open();
    network.found(replicated);
    await network.next(replicated);
    network.evidence = () => Promise.resolve(other(network));
    const told = [duplicateVote(network, 1)];
    await assert.rejects(network.next(replicated, [], told), isCorrupt);
    await replicated.close();
  }
});

test('as long as evidence can not be had, nothing is shown; then it is', async () => {
  const network = new TestConsensus({ chain });
  const replicated = network.open();
  network.found(replicated);
  await network.next(replicated);
  const honest = network.evidence.bind(network);
  network.evidence = () => Promise.reject(new Error('not there'));
  await network.next(replicated, [], [duplicateVote(network, 1)]);
  await network.next(replicated);
  assert.equal(replicated.durable.height, 0);
  network.evidence = honest;
  await network.next(replicated);
  assert.equal(replicated.durable.height, 3);
  await replicated.close();
});

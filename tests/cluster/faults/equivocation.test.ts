/** A validator runs twice and signs twice: it is proven, kept, and loses its power, on all nodes alike. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { decodeSignedHeader, decodeValidators, EMPTY_HASH } from '@touchmark/codec';
import { auditChain, type ChainReader, openChainReader } from '@touchmark/engine';
import { type Evidence, listEvidence, readValidators } from '@touchmark/ledger';
import { connect } from '@touchmark/sdk';
import type { ClusterNode } from '../../../scripts/network/cluster.ts';
import { eventually } from '../eventually.ts';
import { Trial } from './trial.ts';
import { startTwin, stopTwin } from './twin.ts';

/** With five, four are left: enough to strike one. */
const VALIDATORS = 5;
let trial: Trial;
let twin: ChildProcess | undefined;

before(async () => {
  trial = await Trial.begin({ validators: VALIDATORS });
});

after(async () => {
  if (twin !== undefined) await stopTwin(twin);
  await trial.end();
});

async function look<T>(node: ClusterNode, use: (reader: ChainReader) => T): Promise<T> {
  const reader = await openChainReader({ directory: join(node.directory, 'ledger') });
  try {
    return use(reader);
  } finally {
    await reader.close();
  }
}

const evidenceAt = (node: ClusterNode, organization: string): Promise<Evidence[]> =>
  look(node, (reader) => reader.read((view) => listEvidence(view, organization)));

test('who signs twice is proven by a block, and struck', { timeout: 300_000 }, async () => {
  const culprit = trial.node(VALIDATORS);
  twin = await startTwin(trial, culprit);
  const [first] = await eventually(
    async () => {
      // One after the other: under load a sixth node would lag, and who lags contradicts nobody.
      await trial.writers.register(trial.node(1).url).catch(() => undefined);
      const found = await evidenceAt(trial.node(1), culprit.organization);
      return found.length > 0 ? found : undefined;
      // Both sign, but not always what excludes each other.
    },
    'the evidence in the state',
    200_000,
  );
  assert.ok(first !== undefined);
  assert.equal(first.kind, 'duplicate-vote');
  assert.equal(first.isStruck, true);
  await stopTwin(twin);
  trial.resume();
  await trial.writers.more(5);
  await trial.check();

  for (const node of trial.cluster.nodes) {
    const [same] = await evidenceAt(node, culprit.organization);
    assert.deepEqual(same, first, `as node ${node.number} has it`);
    await look(node, (reader) => {
      const named = reader.read((view) => readValidators(view));
      assert.ok(named.every(({ organization }) => organization !== culprit.organization));
      const signing = decodeValidators(reader.latest().validators);
      assert.equal(signing.length, VALIDATORS - 1, 'those that sign the newest block');
      const { header } = decodeSignedHeader(reader.block(first.block)!.signedHeader);
      assert.notDeepEqual(header.evidenceHash, EMPTY_HASH);
    });
  }
  for (const { url } of trial.cluster.nodes) {
    const client = await connect({ url, trust: { genesis: trial.writers.genesis } });
    const { evidence } = await client.evidence(culprit.organization);
    assert.deepEqual(evidence[0], first, 'proven to whoever knows the genesis file alone');
    assert.deepEqual((await client.evidence(trial.node(1).organization)).evidence, []);
  }
  // Whoever executes the blocks again, from what the store holds, sees the same.
  const scratch = join(trial.directory, 'audit');
  await mkdir(scratch);
  const directory = join(trial.node(2).directory, 'ledger');
  const report = await auditChain({ directory, scratch, compareState: true });
  assert.equal(report.difference, undefined);
});

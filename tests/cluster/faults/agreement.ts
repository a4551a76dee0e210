/** What must hold after every run, whatever was done to the nodes. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { decodeSignedHeader } from '@touchmark/codec';
import { type BlockDetail, type ChainReader, openChainReader } from '@touchmark/engine';
import { trustedHeaderOf, verifyReceipt } from '@touchmark/verify';
import { type Cluster, clusterStatus } from '../../../scripts/network/cluster.ts';
import { eventually } from '../eventually.ts';
import type { Writers } from './writers.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * The same blocks and roots on all nodes; what was acknowledged stands in one block of each and is proven there;
 * nothing stands in two.
 */
export async function checkAgreement(cluster: Cluster, { acknowledged }: Writers): Promise<void> {
  const height = await eventually(() => sameState(cluster), 'the same root on all nodes');
  const [first = [], ...others] = await Promise.all(
    cluster.nodes.map(({ directory }) => blocksOf(join(directory, 'ledger'), height)),
  );
  for (const blocks of others) {
    for (const [index, block] of blocks.entries()) {
      assert.equal(hex(block.hash), hex(first[index]!.hash), `block ${block.height}`);
    }
  }
  requireOnce(first, acknowledged);
  for (const { directory } of cluster.nodes) {
    const reader = await openChainReader({ directory: join(directory, 'ledger') });
    try {
      for (const id of acknowledged) requireProof(reader, id);
    } finally {
      await reader.close();
    }
  }
}

/** The height that all have reached, once none is behind. */
async function sameState(cluster: Cluster): Promise<number | undefined> {
  const states = await clusterStatus(cluster);
  const roots = new Set(states.map(({ root }) => root));
  const heights = states.map(({ height }) => height ?? 0);
  if (roots.size !== 1 || roots.has(undefined)) return undefined;
  return Math.min(...heights);
}

async function blocksOf(directory: string, height: number): Promise<BlockDetail[]> {
  const reader = await openChainReader({ directory });
  try {
    return Array.from({ length: height }, (_, index) => {
      const block = reader.block(index + 1);
      assert.ok(block !== undefined, `block ${index + 1}`);
      return block;
    });
  } finally {
    await reader.close();
  }
}

function requireOnce(blocks: readonly BlockDetail[], acknowledged: ReadonlySet<string>): void {
  const done = blocks.flatMap(({ receipts }) => receipts.filter(({ code }) => code === 0));
  const ids = done.map(({ id }) => hex(id));
  assert.equal(new Set(ids).size, ids.length, 'a transaction was carried out twice');
  const there = new Set(ids);
  for (const id of acknowledged) assert.ok(there.has(id), `${id} was acknowledged and is lost`);
}

/** A receipt hangs on the header after its block, and that one on its block's. */
function requireProof(reader: ChainReader, id: string): void {
  const bytes = reader.receiptProof(Uint8Array.from(Buffer.from(id, 'hex')));
  const found = reader.receipt(Uint8Array.from(Buffer.from(id, 'hex')));
  assert.ok(bytes !== undefined && found !== undefined, `no receipt of ${id}`);
  const signed = decodeSignedHeader(reader.block(found.height)!.signedHeader);
  const verified = verifyReceipt(bytes, { header: trustedHeaderOf(signed) });
  assert.deepEqual([hex(verified.transactionId), verified.code], [id, 0]);
}

import { decodeSignedHeader, splitBundle } from '@touchmark/codec';
import type { StateSnapshot } from '@touchmark/state';
import { decodeBlockRow } from './block-row.ts';
import type { BlockDetail, BlockSummary } from './chain-reader.ts';
import { heightKey, readHeight } from './keys.ts';
import { BODY } from './bundles.ts';
import { packedItems } from './packed-items.ts';
import { receiptsOfBlock } from './read-receipts.ts';
import { CHAIN_TABLES } from './tables.ts';

export function readBlock(snapshot: StateSnapshot, height: number): BlockDetail | undefined {
  const row = snapshot.table(CHAIN_TABLES.blocks).get(heightKey(height));
  if (row === undefined) return undefined;
  return { ...summarize(height, row), receipts: receiptsOfBlock(snapshot, height) };
}

/** Newest first, below `before`, at most `limit`. */
export function readBlocks(snapshot: StateSnapshot, before: number, limit: number): BlockSummary[] {
  const range = { start: heightKey(0), end: heightKey(before), reverse: true, limit };
  const blocks: BlockSummary[] = [];
  for (const { key, value } of snapshot.table(CHAIN_TABLES.blocks).range(range)) {
    blocks.push(summarize(readHeight(key), value));
  }
  return blocks;
}

/** The encoded transaction at a place of a decided block. */
export function readTransaction(
  snapshot: StateSnapshot,
  height: number,
  index: number,
): Uint8Array | undefined {
  const bodies = snapshot.table(CHAIN_TABLES.bodies);
  let before = 0;
  for (const { n, bytes } of packedItems(bodies, { height, index: 0, n: 0 }, height)) {
    if (n !== BODY.transaction) break;
    const signed = splitBundle(bytes);
    if (index < before + signed.length) return signed[index - before];
    before += signed.length;
  }
  return undefined;
}

function summarize(height: number, bytes: Uint8Array): BlockSummary {
  const row = decodeBlockRow(bytes);
  const { header } = decodeSignedHeader(row.signedHeader);
  return {
    height,
    timeMs: row.timeMs,
    hash: row.hash,
    proposer: header.proposerAddress,
    appHash: header.appHash,
    transactions: row.transactions,
    bytes: row.bytes,
    signedHeader: row.signedHeader,
  };
}

/** Checks of one block against what it and its neighbours say; each throws EngineError ENGINE_STORE_CORRUPT. */
import {
  bundledResultsHash,
  commitHash,
  dataHash,
  decodeSignedHeader,
  encodeHex,
  equalBytes,
  evidenceHash,
  headerHash,
  type SignedHeader,
} from '@touchmark/codec';
import type { StateSnapshot } from '@touchmark/state';
import { type BlockRow, decodeBlockRow } from './block-row.ts';
import { type BlockContent, bundleSizes, storedBundles, storedContent } from './bundles.ts';
import { corrupt } from './identity-rows.ts';
import { heightKey } from './keys.ts';
import { receiptsOfBlock } from './read-receipts.ts';
import type { ReceiptRecord } from './receipt-record.ts';
import { CHAIN_TABLES } from './tables.ts';
import { getValidators } from './validators-row.ts';

export interface StoredBlock {
  readonly height: number;
  readonly row: BlockRow;
  readonly signed: SignedHeader;
}

/** Reads a block whose row and header belong together. */
export function readStoredBlock(snapshot: StateSnapshot, height: number): StoredBlock {
  const bytes = snapshot.table(CHAIN_TABLES.blocks).get(heightKey(height));
  if (bytes === undefined) throw corrupt(`it has no block ${height}`);
  const row = decodeBlockRow(bytes);
  const signed = decodeSignedHeader(row.signedHeader);
  if (signed.header.height !== height) throw corrupt(`header ${height} is one of another height`);
  requireEqual(headerHash(signed.header), row.hash, `the hash of header ${height}`);
  requireEqual(row.parts.hash, signed.commit.blockId.parts.hash, `the id of block ${height}`);
  if (row.parts.total !== signed.commit.blockId.parts.total) {
    throw corrupt(`the id of block ${height} has another number of parts`);
  }
  return { height, row, signed };
}

/** The validators that signed a header. */
export function storedValidators(snapshot: StateSnapshot, { header }: SignedHeader): Uint8Array {
  const meta = snapshot.table(CHAIN_TABLES.meta);
  const validators = getValidators(meta, header.validatorsHash);
  if (validators === undefined) throw corrupt(`it has no validators of header ${header.height}`);
  return validators;
}

/** The transactions and the evidence of a block, as its header commits to them. */
export function checkedContent(snapshot: StateSnapshot, block: StoredBlock): BlockContent {
  const { height, signed } = block;
  const content = storedContent(snapshot, height);
  if (content === undefined) throw corrupt(`bodies of block ${height}`);
  const data = dataHash([...content.transactions]);
  requireEqual(data, signed.header.dataHash, `the transactions of block ${height}`);
  const evidence = evidenceHash(content.evidence);
  requireEqual(evidence, signed.header.evidenceHash, `the evidence of block ${height}`);
  return content;
}

/** The results of an executed block, after checking what the next header says of the block. */
export function checkedResults(
  snapshot: StateSnapshot,
  { height, row, signed }: StoredBlock,
  next: SignedHeader,
): ReceiptRecord[] {
  const { lastBlockId, lastCommitHash, lastResultsHash } = next.header;
  requireEqual(row.hash, lastBlockId.hash, `block ${height}`);
  requireEqual(commitHash(signed.commit), lastCommitHash, `the commit of block ${height}`);
  const results = receiptsOfBlock(snapshot, height);
  const found = bundledResultsHash(results, bundleSizes(storedBundles(snapshot, height)));
  requireEqual(found, lastResultsHash, `the results of block ${height}`);
  return results;
}

export function requireEqual(found: Uint8Array, expected: Uint8Array, what: string): void {
  if (equalBytes(found, expected)) return;
  throw corrupt(
    `${what} has the hash ${encodeHex(found)} where the chain says ${encodeHex(expected)}`,
  );
}

/**
 * What is checked before a store is used: that its state, its newest headers and its results are those of one signed
 * chain. The cost depends on the last two blocks only, never on the length of the chain.
 */
import {
  commitHash,
  dataHash,
  type DecodedTransaction,
  decodeSignedHeader,
  decodeTransaction,
  encodeHex,
  equalBytes,
  type Genesis,
  headerHash,
  resultsHash,
  type SignedHeader,
} from '@touchmark/codec';
import type { StateSnapshot } from '@touchmark/state';
import { verifySignedHeader } from '@touchmark/verify';
import { type BlockRow, decodeBlockRow } from '../chain/block-row.ts';
import { decodeHead, getHeadBytes, type HeadRow } from '../chain/head-row.ts';
import { corrupt } from '../chain/identity-rows.ts';
import { heightKey } from '../chain/keys.ts';
import { packedItems } from '../chain/packed-items.ts';
import { receiptsOfBlock } from '../chain/read-receipts.ts';
import { CHAIN_TABLES } from '../chain/tables.ts';
import { getValidators } from '../chain/validators-row.ts';
import { EngineError } from '../engine-error.ts';
import type { ChainTip } from './block-runner.ts';

export interface CheckedChain {
  readonly head: HeadRow;
  /** Decided, not executed. */
  readonly tip: ChainTip;
}

/** @throws EngineError ENGINE_STORE_CORRUPT */
export function checkChain(
  snapshot: StateSnapshot,
  genesis: Genesis,
  genesisBytes: Uint8Array,
): CheckedChain {
  try {
    return check(snapshot, genesis, genesisBytes);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw corrupt(error instanceof Error ? error.message : String(error), error);
  }
}

function check(snapshot: StateSnapshot, genesis: Genesis, genesisBytes: Uint8Array): CheckedChain {
  const head = readHead(snapshot);
  const { row, signed } = readBlock(snapshot, head.executed + 1);
  const { header, commit } = signed;
  checkSignature(snapshot, row, genesis, genesisBytes);
  requireEqual(header.appHash, head.root, `the state root of header ${header.height}`);
  if (head.executed > 0) checkPrevious(snapshot, signed);
  const transactions = readTransactions(snapshot, header.height);
  const bytes = transactions.map((transaction) => transaction.bytes);
  requireEqual(dataHash(bytes), header.dataHash, `the transactions of block ${header.height}`);
  const blockId = { hash: row.hash, parts: row.parts };
  requireEqual(commit.blockId.parts.hash, row.parts.hash, `the id of block ${header.height}`);
  const { height, time } = header;
  const block = { height, time, blockId, commit, header, transactions: bytes };
  return { head, tip: { block, transactions } };
}

function readHead(snapshot: StateSnapshot): HeadRow {
  const bytes = getHeadBytes(snapshot.table(CHAIN_TABLES.meta));
  if (bytes === undefined) throw corrupt('it does not say how far the chain is');
  const head = decodeHead(bytes);
  requireEqual(snapshot.root, head.root, `the state after block ${head.executed}`);
  return head;
}

function readBlock(
  snapshot: StateSnapshot,
  height: number,
): { row: BlockRow; signed: SignedHeader } {
  const bytes = snapshot.table(CHAIN_TABLES.blocks).get(heightKey(height));
  if (bytes === undefined) throw corrupt(`it has no block ${height}`);
  const row = decodeBlockRow(bytes);
  const signed = decodeSignedHeader(row.signedHeader);
  if (signed.header.height !== height) throw corrupt(`header ${height} is one of another height`);
  requireEqual(headerHash(signed.header), row.hash, `the hash of header ${height}`);
  return { row, signed };
}

function checkSignature(
  snapshot: StateSnapshot,
  row: BlockRow,
  genesis: Genesis,
  genesisBytes: Uint8Array,
): void {
  const { header } = decodeSignedHeader(row.signedHeader);
  if (header.chainId !== genesis.chainId) throw corrupt(`its headers are of ${header.chainId}`);
  const meta = snapshot.table(CHAIN_TABLES.meta);
  const validators = getValidators(meta, header.validatorsHash);
  if (validators === undefined) throw corrupt(`it has no validators of header ${header.height}`);
  verifySignedHeader(row.signedHeader, validators, { genesis: genesisBytes });
}

/** The newest header says what the block before it was, how it was signed and what it did. */
function checkPrevious(snapshot: StateSnapshot, { header }: SignedHeader): void {
  const height = header.height - 1;
  const { row, signed } = readBlock(snapshot, height);
  requireEqual(row.hash, header.lastBlockId.hash, `block ${height}`);
  requireEqual(commitHash(signed.commit), header.lastCommitHash, `the commit of block ${height}`);
  const results = receiptsOfBlock(snapshot, height);
  requireEqual(resultsHash(results), header.lastResultsHash, `the results of block ${height}`);
}

function readTransactions(snapshot: StateSnapshot, height: number): DecodedTransaction[] {
  const bodies = snapshot.table(CHAIN_TABLES.bodies);
  const transactions: DecodedTransaction[] = [];
  for (const { bytes } of packedItems(bodies, { height, index: 0, n: 0 }, height)) {
    transactions.push(decodeTransaction(bytes));
  }
  return transactions;
}

function requireEqual(found: Uint8Array, expected: Uint8Array, what: string): void {
  if (equalBytes(found, expected)) return;
  throw corrupt(
    `${what} has the hash ${encodeHex(found)} where the chain says ${encodeHex(expected)}`,
  );
}

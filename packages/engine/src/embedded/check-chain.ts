/**
 * What is checked before a store is used: that its state, its newest headers and its results are those of one signed
 * chain. The cost depends on the last two blocks only, never on the length of the chain.
 */
import {
  decodeTransaction,
  equalBytes,
  type Genesis,
  misbehaviorOf,
  validatorsHash,
} from '@touchmark/codec';
import type { StateSnapshot } from '@touchmark/state';
import { trustedHeaderOf, verifySignedHeader } from '@touchmark/verify';
import { firstBlockOf } from '../chain/base-row.ts';
import {
  checkedResults,
  checkedContent,
  readStoredBlock,
  requireEqual,
  storedValidators,
} from '../chain/check-block.ts';
import { signedTransactions } from '../chain/bundles.ts';
import { decodeHead, getHeadBytes, type HeadRow } from '../chain/head-row.ts';
import { asCorrupt, corrupt } from '../chain/identity-rows.ts';
import { CHAIN_TABLES } from '../chain/tables.ts';
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
  return asCorrupt(() => check(snapshot, genesis, genesisBytes));
}

function check(snapshot: StateSnapshot, genesis: Genesis, genesisBytes: Uint8Array): CheckedChain {
  const head = readHead(snapshot);
  const decided = readStoredBlock(snapshot, head.executed + 1);
  const { row, signed } = decided;
  const { header, commit } = signed;
  if (header.chainId !== genesis.chainId) throw corrupt(`its headers are of ${header.chainId}`);
  const first = firstBlockOf(snapshot);
  // After a change of validators the genesis file says no more who signs: that takes all headers, as a scrub has them.
  const isFounders = equalBytes(header.validatorsHash, validatorsHash(genesis.validators));
  const isWhole = first === 1 && isFounders;
  const trust = isWhole ? { genesis: genesisBytes } : { header: trustedHeaderOf(signed) };
  verifySignedHeader(row.signedHeader, storedValidators(snapshot, signed), trust);
  requireEqual(header.appHash, head.root, `the state root of header ${header.height}`);
  if (head.executed >= first) {
    checkedResults(snapshot, readStoredBlock(snapshot, head.executed), signed);
  }
  const { transactions: bytes, evidence } = checkedContent(snapshot, decided);
  const { height, time } = header;
  const blockId = { hash: row.hash, parts: row.parts };
  const block = { height, time, blockId, commit, header, transactions: bytes };
  const transactions = signedTransactions(bytes).map((signed) => decodeTransaction(signed));
  return { head, tip: { block, transactions, misbehavior: misbehaviorOf(evidence) } };
}

function readHead(snapshot: StateSnapshot): HeadRow {
  const bytes = getHeadBytes(snapshot.table(CHAIN_TABLES.meta));
  if (bytes === undefined) throw corrupt('it does not say how far the chain is');
  const head = decodeHead(bytes);
  requireEqual(snapshot.root, head.root, `the state after block ${head.executed}`);
  return head;
}

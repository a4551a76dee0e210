import { msOfTimestamp, type SignedHeader } from '@touchmark/codec';
import type { StateUpdate } from '@touchmark/state';
import { type BlockContent, bundleSizes } from './bundles.ts';
import { putDecidedBlock } from './chain-writer.ts';
import { CHAIN_TABLES } from './tables.ts';
import { getValidators, putValidators } from './validators-row.ts';

/** A decided block from anywhere: nothing of it is believed before it was checked. */
export interface GivenBlock extends BlockContent {
  readonly signedHeader: Uint8Array;
  /** The set that signed it, as `encodeValidators` makes it. */
  readonly validators: Uint8Array;
}

/** Writes a block that another node decided, with the validators that signed it. */
export function putGivenBlock(
  update: StateUpdate,
  block: GivenBlock,
  { header, commit }: SignedHeader,
): void {
  const { signedHeader, validators, transactions } = block;
  const meta = update.table(CHAIN_TABLES.meta);
  if (getValidators(meta, header.validatorsHash) === undefined) {
    putValidators(meta, header.validatorsHash, validators);
  }
  const row = {
    timeMs: msOfTimestamp(header.time),
    transactions: bundleSizes(transactions).reduce((sum, size) => sum + size, 0),
    bytes: transactions.reduce((sum, { length }) => sum + length, 0),
    hash: commit.blockId.hash,
    parts: commit.blockId.parts,
    signedHeader,
  };
  putDecidedBlock(update, header.height, row, block);
}

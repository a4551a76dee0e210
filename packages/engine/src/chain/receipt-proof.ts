import { decodeSignedHeader } from '@touchmark/codec';
import type { StateSnapshot } from '@touchmark/state';
import { buildReceiptProof } from '@touchmark/verify';
import { decodeBlockRow } from './block-row.ts';
import { bundleSizes, storedBundles } from './bundles.ts';
import { corrupt } from './identity-rows.ts';
import { heightKey } from './keys.ts';
import { findReceipt, receiptsOfBlock } from './read-receipts.ts';
import { CHAIN_TABLES } from './tables.ts';
import { getValidators } from './validators-row.ts';

/** A receipt with its path to the results hash in the next block's signed header; see spec/block.md. */
export function receiptProof(snapshot: StateSnapshot, id: Uint8Array): Uint8Array | undefined {
  const receipt = findReceipt(snapshot, id);
  if (receipt === undefined) return undefined;
  const results = receiptsOfBlock(snapshot, receipt.height);
  const next = receipt.height + 1;
  const row = snapshot.table(CHAIN_TABLES.blocks).get(heightKey(next));
  if (row === undefined) throw corrupt(`it has no header ${next}`);
  const { signedHeader } = decodeBlockRow(row);
  const { header } = decodeSignedHeader(signedHeader);
  const validators = getValidators(snapshot.table(CHAIN_TABLES.meta), header.validatorsHash);
  if (validators === undefined) throw corrupt(`it has no validators of header ${next}`);
  const sizes = bundleSizes(storedBundles(snapshot, receipt.height));
  return buildReceiptProof(results, receipt.index, { signedHeader, validators }, sizes);
}

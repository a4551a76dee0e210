import { checkedContent, readStoredBlock, storedValidators } from '../chain/check-block.ts';
import { asCorrupt } from '../chain/identity-rows.ts';
import type { SnapshotSource } from '../chain/snapshot-source.ts';
import type { StateSnapshot } from '@touchmark/state';
import type { GivenBlock } from '../chain/given-block.ts';

/** A block as a store holds it, checked against its own header. */
export function storedBlock(snapshot: StateSnapshot, height: number): GivenBlock {
  return asCorrupt(() => {
    const block = readStoredBlock(snapshot, height);
    return {
      signedHeader: block.row.signedHeader,
      validators: storedValidators(snapshot, block.signed),
      ...checkedContent(snapshot, block),
    };
  });
}

/** The blocks of a store from one height to another, both included. */
export function* storedBlocks(
  source: SnapshotSource,
  first: number,
  last: number,
): Generator<GivenBlock> {
  for (let height = first; height <= last; height += 1) {
    yield source.read((snapshot) => storedBlock(snapshot, height));
  }
}

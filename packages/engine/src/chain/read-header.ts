import { decodeSignedHeader } from '@touchmark/codec';
import type { StateSnapshot } from '@touchmark/state';
import { decodeBlockRow } from './block-row.ts';
import type { SignedHeaderRow } from './chain-reader.ts';
import { corrupt } from './identity-rows.ts';
import { heightKey } from './keys.ts';
import { CHAIN_TABLES } from './tables.ts';
import { getValidators } from './validators-row.ts';

/** The header of a height with the set that signed it, as light clients ask for it. */
export function readHeader(snapshot: StateSnapshot, height: number): SignedHeaderRow | undefined {
  const blocks = snapshot.table(CHAIN_TABLES.blocks);
  const bytes = blocks.get(heightKey(height));
  if (bytes === undefined) return undefined;
  const { signedHeader, timeMs, hash } = decodeBlockRow(bytes);
  const { header } = decodeSignedHeader(signedHeader);
  const validators = getValidators(snapshot.table(CHAIN_TABLES.meta), header.validatorsHash);
  if (validators === undefined) throw corrupt(`it has no validators of header ${height}`);
  const isSettled = blocks.get(heightKey(height + 1)) !== undefined;
  return { height, timeMs, hash, signedHeader, validators, isSettled };
}

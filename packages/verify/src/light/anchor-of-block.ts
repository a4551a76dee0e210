import type { Timestamp } from '@touchmark/codec';
import type { TrustAnchor } from '../header/trust.ts';
import type { LightBlock } from './light-block.ts';

/** What a verified light block is to later headers. */
export function anchorOfBlock(
  { header, hash, validators }: LightBlock,
  names: ReadonlyMap<string, string>,
  periodFrom: Timestamp = header.time,
): TrustAnchor {
  const { chainId, height, time, nextValidatorsHash } = header;
  return { chainId, height, time, periodFrom, hash, nextValidatorsHash, validators, names };
}

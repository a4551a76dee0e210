import type { TrustAnchor } from '../header/trust.ts';
import type { LightBlock } from './light-block.ts';

/** What a verified light block is to later headers. */
export function anchorOfBlock(
  { header, hash, validators }: LightBlock,
  names: ReadonlyMap<string, string>,
): TrustAnchor {
  const { chainId, height, time, nextValidatorsHash } = header;
  return { chainId, height, time, hash, nextValidatorsHash, validators, names };
}

import { decodeUtf8, encodeHex, msOfTimestamp } from '@touchmark/codec';
import type { LightBlock } from '../light/light-block.ts';
import { LightChain } from './light-chain.ts';
import { type TestValidator, testValidators } from './test-validators.ts';

const pool = testValidators(Array.from({ length: 16 }, () => 10n));

function chosen(...places: number[]): readonly TestValidator[] {
  return pool.filter((_, place) => places.includes(place));
}

export const FOUR = chosen(0, 1, 2, 3);
/** Two of the four, and two others. */
export const HALF = chosen(0, 1, 4, 5);
/** One of the four, and three others. */
export const QUARTER = chosen(0, 4, 5, 6);
export const OTHERS = chosen(8, 9, 10, 11);
/** Never in a set of the chain. */
export const STRANGERS = chosen(12, 13, 14, 15);

/** The set changes twice: at 6 by half, at 11 altogether. */
export const CHAIN = new LightChain({
  length: 16,
  setAt: (height) => (height < 6 ? FOUR : height < 11 ? HALF : OTHERS),
});

/** Only a quarter of the set stays at 6. */
export const LEAP = new LightChain({
  length: 9,
  setAt: (height) => (height < 6 ? FOUR : QUARTER),
});

export function blockJson({ encoded }: LightBlock): object {
  return {
    signedHeader: encodeHex(encoded.signedHeader),
    validators: encodeHex(encoded.validators),
  };
}

/** Trust in a header of a chain, whose set is known; in height 0: in the genesis file. */
export function trustJson(chain: LightChain, height: number): object {
  if (height === 0) return { genesis: decodeUtf8(chain.genesis) };
  const { header, hash, encoded } = chain.block(height);
  return {
    header: {
      chainId: header.chainId,
      height,
      timeMs: msOfTimestamp(header.time),
      hash: encodeHex(hash),
      nextValidatorsHash: encodeHex(header.nextValidatorsHash),
      validators: encodeHex(encoded.validators),
    },
  };
}

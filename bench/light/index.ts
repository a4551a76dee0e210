/**
 * Figures of the light client: what a header costs beside the signatures in it, and how few of them skipping needs. The
 * set has four validators with the same power, of whom one goes and another comes at each change.
 */
import { createVerifier, type LightBlock, openLightBlock, type Verifier } from '@touchmark/verify';
import { LightChain, rotatingSet } from '@touchmark/verify/testing';
import { type BenchOptions, type Figure, isWanted, medianOf } from '../figure.ts';
import { verificationsPerSecond } from '../submit/verify-rate.ts';

export const LIGHT_FIGURES = ['light-headers', 'light-skipping'] as const;

const VALIDATORS = 4;
/** What a validator signs of a block, about. */
const VOTE_BYTES = 110;
const BLOCKS = 10_000;
const ROUNDS = 3;

export async function* lightFigures(options: BenchOptions): AsyncIterable<Figure> {
  if (isWanted(options, 'light-headers')) yield sequentialFigure(options.quick ? 300 : 2_000);
  if (isWanted(options, 'light-skipping')) yield skippingFigure();
}

/** Goes to the newest header. @returns how many headers were asked for. */
function follow(verifier: Verifier, chain: LightChain, target: LightBlock, sequential: boolean) {
  const { signedHeader, validators } = target.encoded;
  const walk = verifier.walkTo(signedHeader, validators, { sequential });
  let asked = 0;
  for (; walk.wanted !== undefined; asked += 1) {
    // Read from bytes, as from a node; `chain` remembers what it has signed.
    const { encoded } = chain.block(walk.wanted);
    walk.give(openLightBlock(encoded.signedHeader, encoded.validators));
  }
  return asked;
}

function sequentialFigure(length: number): Figure {
  const chain = new LightChain({ length, setAt: rotatingSet(100) });
  // Signed before the clock runs.
  for (let height = 1; height <= length; height += 1) chain.block(height);
  const rates: number[] = [];
  const baselines: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    follow(createVerifier({ genesis: chain.genesis }), chain, chain.block(length), true);
    rates.push((length * 1e3) / (performance.now() - startedAt));
    baselines.push(verificationsPerSecond(VOTE_BYTES, 1));
  }
  const [value, baseline] = [medianOf(rates), medianOf(baselines)];
  return {
    name: 'light-headers',
    value,
    unit: 'headers/s',
    baseline: { name: 'ed25519 verifications/s', value: baseline },
    ratio: value / baseline,
    target: '>= 0.2',
    note: `${length} headers one by one, ${VALIDATORS} signatures each: ${(value * VALIDATORS).toFixed(0)} signatures/s`,
  };
}

/** Headers asked for over 10,000 blocks, by how often the set changes; the figure is where it changes most. */
function skippingFigure(): Figure {
  const askedAt = [BLOCKS, 1_000, 100].map((every) => {
    const chain = new LightChain({ length: BLOCKS, setAt: rotatingSet(every) });
    const verifier = createVerifier({ genesis: chain.genesis });
    return follow(verifier, chain, chain.block(BLOCKS), false);
  });
  const [never, seldom, often = Number.NaN] = askedAt;
  return {
    name: 'light-skipping',
    value: often,
    unit: 'headers fetched',
    baseline: { name: 'headers one by one', value: BLOCKS },
    ratio: often / BLOCKS,
    target: '<= 0.02',
    note: `over ${BLOCKS} blocks; set never changed: ${never}, every 1,000: ${seldom}, every 100: ${often}`,
  };
}

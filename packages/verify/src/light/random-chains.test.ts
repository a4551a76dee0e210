/** Random chains of changing validators: every way ends in the chain's own header or in a refusal, never in another. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeSignedHeader, equalBytes } from '@touchmark/codec';
import { anchorOf, type TrustAnchor } from '../header/trust.ts';
import { forgedBlock } from '../testing/forged-block.ts';
import { LightChain } from '../testing/light-chain.ts';
import { inOrder, type TestValidator, testValidators } from '../testing/test-validators.ts';
import { VerifyError } from '../verify-error.ts';
import { anchorOfBlock } from './anchor-of-block.ts';
import { type LightBlock, openLightBlock } from './light-block.ts';
import { LightWalk, type WalkOptions } from './light-walk.ts';

const CHAINS = 60;
const LONGEST = 60;
const POOL = testValidators(Array.from({ length: 12 }, () => 1n));
/** Of the same size, so that what they sign looks right; never in a set. */
const STRANGERS = testValidators(Array.from({ length: 16 }, () => 5n)).filter(
  ({ name }) => Number(name.slice(10)) > 12,
);

type Random = (bound: number) => number;

/** Numbers below `bound`, the same for a seed in every run (mulberry32). */
function numbers(seed: number): Random {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** A set that keeps some of the one before, of random powers. */
function nextSet(before: readonly TestValidator[], random: Random): TestValidator[] {
  const kept = before.filter(() => random(3) > 0).map(({ name }) => name);
  const others = POOL.filter(({ name }) => !kept.includes(name));
  for (let left = 1 + random(3); left > 0 && others.length > 0; left -= 1) {
    const [comes] = others.splice(random(others.length), 1);
    if (comes !== undefined) kept.push(comes.name);
  }
  const members = POOL.filter(({ name }) => kept.includes(name));
  return inOrder(members.map((member) => ({ ...member, power: BigInt(1 + random(20)) })));
}

function randomChain(seed: number): { chain: LightChain; random: Random } {
  const random = numbers(seed);
  const sets: TestValidator[][] = [];
  for (let height = 0; height <= LONGEST + 1; height += 1) {
    const last = sets.at(-1);
    sets.push(last !== undefined && random(4) > 0 ? last : nextSet(last ?? [], random));
  }
  const setAt = (height: number): readonly TestValidator[] => sets[height] ?? [];
  return { chain: new LightChain({ length: LONGEST, setAt }), random };
}

function trustIn(chain: LightChain, height: number): TrustAnchor {
  if (height === 0) return anchorOf({ genesis: chain.genesis });
  return anchorOfBlock(chain.block(height), new Map());
}

/** A random way and a random stretch of the chain. */
function randomWalk(chain: LightChain, random: Random) {
  const height = 5 + random(LONGEST - 4);
  const from = random(height - 3);
  const levels = [
    [1n, 3n],
    [1n, 2n],
    [2n, 3n],
    [1n, 1n],
  ] as const;
  const [numerator, denominator] = levels[random(levels.length)] ?? levels[0];
  const trustLevel = { numerator, denominator };
  return { anchor: trustIn(chain, from), height, trustLevel };
}

/** Walks to the end; whatever was verified on the way must be of the chain. @returns the code of a refusal. */
function outcome(
  chain: LightChain,
  anchor: TrustAnchor,
  target: () => LightBlock,
  node: (height: number) => LightBlock,
  options: WalkOptions,
): string {
  let walk: LightWalk | undefined;
  let found = 'holds';
  try {
    walk = new LightWalk(anchor, target(), options);
    while (walk.wanted !== undefined) walk.give(node(walk.wanted));
  } catch (error) {
    assert.ok(error instanceof VerifyError, String(error));
    found = error.code;
  }
  for (const { hash, header } of walk?.path ?? []) {
    assert.ok(equalBytes(hash, chain.block(header.height).hash), `a wrong header ${header.height}`);
  }
  return found;
}

/** A byte of what a node sends is another one. */
function flipped({ encoded }: LightBlock, random: Random): LightBlock {
  const { signedHeader, validators } = encoded;
  const bytes = Uint8Array.from([...signedHeader, ...validators]);
  const place = random(bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ (1 << random(8));
  const end = signedHeader.length;
  return openLightBlock(bytes.subarray(0, end), bytes.subarray(end));
}

const CORRUPTIONS: readonly ((chain: LightChain, height: number, random: Random) => LightBlock)[] =
  [
    (chain, height, random) => flipped(chain.block(height), random),
    // Content of their own, under the signatures of the chain.
    (chain, height) => {
      const { header, commit, encoded } = chain.block(height);
      const changed = { ...header, appHash: new Uint8Array(32).fill(255) };
      return openLightBlock(encodeSignedHeader({ header: changed, commit }), encoded.validators);
    },
    // Content of their own, for which nobody votes.
    (chain, height) => {
      const signers = chain.signers(height);
      const header = { dataHash: new Uint8Array(32).fill(255) };
      return forgedBlock(chain, height, { header, votes: signers.map(() => 3) });
    },
    (chain, height) => forgedBlock(chain, height, { signers: STRANGERS }),
    // The header of the chain, and a set that somebody else joined.
    (chain, height) => {
      const { encoded } = chain.block(height);
      const joined = inOrder([...chain.signers(height), ...STRANGERS]);
      const other = forgedBlock(chain, height, { signers: joined });
      return openLightBlock(encoded.signedHeader, other.encoded.validators);
    },
    // Strangers sign the very header of the chain.
    (chain, height) => {
      const { validatorsHash } = chain.header(height);
      const made = forgedBlock(chain, height, { signers: STRANGERS, header: { validatorsHash } });
      return openLightBlock(made.encoded.signedHeader, chain.block(height).encoded.validators);
    },
  ];

function corrupted(chain: LightChain, height: number, random: Random): LightBlock {
  const corrupt = CORRUPTIONS[random(CORRUPTIONS.length)];
  assert.ok(corrupt !== undefined);
  return corrupt(chain, height, random);
}

function eachWalk(
  check: (
    chain: LightChain,
    random: Random,
    walk: ReturnType<typeof randomWalk> & { sequential: boolean },
  ) => void,
): void {
  for (let seed = 1; seed <= CHAINS; seed += 1) {
    const { chain, random } = randomChain(seed);
    const walk = randomWalk(chain, random);
    for (const sequential of [false, true]) check(chain, random, { ...walk, sequential });
  }
}

test('skipping and sequential walks come to the same on random chains, at every trust level', () => {
  eachWalk((chain, _, { anchor, height, ...options }) => {
    const node = (asked: number): LightBlock => chain.block(asked);
    assert.equal(
      outcome(chain, anchor, () => node(height), node, options),
      'holds',
    );
  });
});

test('a corrupted target is refused, whether the node tells the truth otherwise or not', () => {
  for (const corrupt of CORRUPTIONS) {
    eachWalk((chain, random, { anchor, height, ...options }) => {
      const target = (): LightBlock => corrupt(chain, height, random);
      const honest = (asked: number): LightBlock => chain.block(asked);
      const liar = (asked: number): LightBlock =>
        random(2) === 0 ? chain.block(asked) : corrupted(chain, asked, random);
      for (const node of [honest, liar]) {
        assert.notEqual(outcome(chain, anchor, target, node, options), 'holds', String(corrupt));
      }
    });
  }
});

test('corrupted headers on the way refuse the walk, and never lead elsewhere', () => {
  const found = new Map<string, number>();
  eachWalk((chain, random, { anchor, height, ...options }) => {
    const liar = (asked: number): LightBlock =>
      random(4) > 0 ? chain.block(asked) : corrupted(chain, asked, random);
    const code = outcome(chain, anchor, () => chain.block(height), liar, options);
    found.set(code, (found.get(code) ?? 0) + 1);
  });
  // Lies were met, and some walks did not meet any.
  assert.ok((found.get('holds') ?? 0) > 5 && found.size > 3, JSON.stringify([...found]));
});

/** Cases for light clients, going forward: what comes out is stated by hand. */
import { type CommitFlag, encodeHex } from '@touchmark/codec';
import type { LightBlock } from '../light/light-block.ts';
import { encodeTrustPath } from '../light/trust-path.ts';
import type { VerifyErrorCode } from '../verify-error.ts';
import { forgedBlock } from './forged-block.ts';
import { LIGHT_START_MS, type LightChain } from './light-chain.ts';
import {
  blockJson,
  CHAIN,
  FOUR,
  HALF,
  LEAP,
  OTHERS,
  STRANGERS,
  trustJson,
} from './light-vector-chains.ts';

/** `between`: a header in between is needed. */
type Outcome = 'holds' | 'between' | VerifyErrorCode;

interface Rules {
  readonly nowMs?: number;
  readonly trustPeriodMs?: number;
  readonly trustLevel?: readonly [numerator: number, denominator: number];
}

type Step = [
  name: string,
  chain: LightChain,
  from: number,
  block: LightBlock,
  outcome: Outcome,
  rules?: Rules,
];

const voted = (height: number, ...votes: CommitFlag[]): LightBlock =>
  forgedBlock(CHAIN, height, { votes });

const timeOf = (height: number): number => LIGHT_START_MS + (height - 1) * 1_000;

function adjacent(): Step[] {
  const foreign = forgedBlock(CHAIN, 4, { header: { chainId: 'another' } });
  const early = forgedBlock(CHAIN, 4, { header: { time: CHAIN.header(3).time } });
  return [
    ['the first block, from the genesis file', CHAIN, 0, CHAIN.block(1), 'holds'],
    ['adjacent', CHAIN, 3, CHAIN.block(4), 'holds'],
    ['adjacent, where all validators change', CHAIN, 10, CHAIN.block(11), 'holds'],
    [
      'adjacent, another set than the one named as next',
      CHAIN,
      3,
      forgedBlock(CHAIN, 4, { signers: HALF }),
      'VERIFY_VALIDATORS_UNKNOWN',
    ],
    [
      'adjacent, still the set before the change',
      CHAIN,
      5,
      forgedBlock(CHAIN, 6, { signers: FOUR }),
      'VERIFY_VALIDATORS_UNKNOWN',
    ],
    ['adjacent, three of four', CHAIN, 3, voted(4, 2, 2, 2, 1), 'holds'],
    ['adjacent, half of the power', CHAIN, 3, voted(4, 2, 2, 1, 1), 'VERIFY_POWER_INSUFFICIENT'],
    [
      'adjacent, half of the power and votes for nil',
      CHAIN,
      3,
      voted(4, 2, 2, 3, 3),
      'VERIFY_POWER_INSUFFICIENT',
    ],
    ['another chain', CHAIN, 3, foreign, 'VERIFY_WRONG_CHAIN'],
    ['the time of the trusted header', CHAIN, 3, early, 'VERIFY_HEADER_TIME'],
    ['the trusted height', CHAIN, 5, CHAIN.block(5), 'VERIFY_HEADER_OLDER'],
    ['an older height', CHAIN, 5, CHAIN.block(4), 'VERIFY_HEADER_OLDER'],
  ];
}

function skipping(): Step[] {
  const late = CHAIN.block(9);
  return [
    ['skipping, the same set', CHAIN, 2, CHAIN.block(5), 'holds'],
    ['skipping, from the genesis file', CHAIN, 0, CHAIN.block(5), 'holds'],
    ['skipping, half of the trusted set left', CHAIN, 2, late, 'holds'],
    ['skipping, a quarter of the trusted set left', LEAP, 2, LEAP.block(9), 'between'],
    ['skipping, a quarter left, and named as next', LEAP, 5, LEAP.block(9), 'between'],
    ['skipping, nobody of the trusted set left', CHAIN, 2, CHAIN.block(12), 'between'],
    ['skipping, strangers', CHAIN, 2, forgedBlock(CHAIN, 9, { signers: STRANGERS }), 'between'],
    [
      'skipping, half of the trusted set, too few of its own',
      CHAIN,
      2,
      voted(9, 2, 2, 1, 1),
      'VERIFY_POWER_INSUFFICIENT',
    ],
    ['skipping, those of the trusted set vote for nil', CHAIN, 2, voted(9, 3, 3, 2, 2), 'between'],
  ];
}

/** By other rules than the usual ones. */
function ruled(): Step[] {
  const late = CHAIN.block(9);
  const end = timeOf(3) + 60_000;
  const period = { trustPeriodMs: 60_000 };
  return [
    ['a level of a half, half left', CHAIN, 2, late, 'between', { trustLevel: [1, 2] }],
    ['a level of two thirds', CHAIN, 2, CHAIN.block(5), 'holds', { trustLevel: [2, 3] }],
    ['a level of all', CHAIN, 2, CHAIN.block(5), 'between', { trustLevel: [1, 1] }],
    ['a level below a third', CHAIN, 2, late, 'VERIFY_TRUST_INVALID', { trustLevel: [1, 4] }],
    ['a level above one', CHAIN, 2, late, 'VERIFY_TRUST_INVALID', { trustLevel: [4, 3] }],
    ['the last moment of the trust period', CHAIN, 3, late, 'holds', { ...period, nowMs: end - 1 }],
    [
      'the end of the trust period',
      CHAIN,
      3,
      late,
      'VERIFY_TRUST_EXPIRED',
      { ...period, nowMs: end },
    ],
    ['nearly ten seconds ahead', CHAIN, 3, late, 'holds', { nowMs: timeOf(9) - 9_999 }],
    ['ten seconds ahead', CHAIN, 3, late, 'VERIFY_FROM_FUTURE', { nowMs: timeOf(9) - 10_000 }],
  ];
}

/** One light block from what is trusted. */
export async function stepCases(): Promise<object[]> {
  const steps = [...adjacent(), ...skipping(), ...ruled()];
  return steps.map(([name, chain, from, block, outcome, rules = {}]) => ({
    name,
    trust: trustJson(chain, from),
    ...blockJson(block),
    ...rules,
    outcome,
  }));
}

interface Walk {
  readonly name: string;
  readonly sequential?: true;
  readonly target?: LightBlock;
  /** Heights that are asked for. */
  readonly asked: readonly number[];
  /** What is given for a height where it is not what the chain has. */
  readonly lies?: ReadonlyMap<number, LightBlock>;
  readonly outcome: 'holds' | VerifyErrorCode;
  /** Heights that are verified, the target being the last. */
  readonly verified: readonly number[];
}

const UP_TO_15 = Array.from({ length: 15 }, (_, index) => index + 1);

const WALKS: readonly Walk[] = [
  { name: 'by bisection', asked: [8, 12, 10, 11], outcome: 'holds', verified: [8, 10, 11, 12, 16] },
  {
    name: 'header by header',
    sequential: true,
    asked: UP_TO_15,
    outcome: 'holds',
    verified: [...UP_TO_15, 16],
  },
  {
    name: 'a target that strangers signed',
    target: forgedBlock(CHAIN, 16, { signers: STRANGERS }),
    asked: [8, 12, 10, 11, 14, 15],
    outcome: 'VERIFY_VALIDATORS_UNKNOWN',
    verified: [],
  },
  {
    name: 'a target that strangers signed, header by header',
    sequential: true,
    target: forgedBlock(CHAIN, 16, { signers: STRANGERS }),
    asked: UP_TO_15,
    outcome: 'VERIFY_VALIDATORS_UNKNOWN',
    verified: [],
  },
  {
    name: 'a forged change of validators on the way',
    asked: [8, 12, 10, 11],
    lies: new Map([[11, forgedBlock(CHAIN, 11, { signers: STRANGERS })]]),
    outcome: 'VERIFY_VALIDATORS_UNKNOWN',
    verified: [],
  },
  {
    name: 'a forged change of validators, header by header',
    sequential: true,
    asked: [1, 2, 3, 4, 5, 6],
    lies: new Map([[6, forgedBlock(CHAIN, 6, { signers: OTHERS })]]),
    outcome: 'VERIFY_VALIDATORS_UNKNOWN',
    verified: [],
  },
  {
    name: 'a header in between that too few signed',
    asked: [8],
    lies: new Map([[8, voted(8, 2, 2, 1, 1)]]),
    outcome: 'VERIFY_POWER_INSUFFICIENT',
    verified: [],
  },
  {
    name: 'a header of another height than was asked for',
    asked: [8],
    lies: new Map([[8, CHAIN.block(7)]]),
    outcome: 'VERIFY_VALIDATORS_UNKNOWN',
    verified: [],
  },
];

/** From the genesis file to height 16, with what a node gives on the way. */
export async function walkCases(): Promise<object[]> {
  return WALKS.map(({ name, sequential, target, asked, lies, outcome, verified }) => ({
    name,
    trust: trustJson(CHAIN, 0),
    ...(sequential === undefined ? {} : { sequential }),
    ...blockJson(target ?? CHAIN.block(16)),
    asked,
    given: encodeHex(
      encodeTrustPath(asked.map((height) => lies?.get(height) ?? CHAIN.block(height))),
    ),
    outcome,
    verified,
  }));
}

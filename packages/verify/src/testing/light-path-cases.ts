/** Cases for light clients, of several light blocks: what comes out is stated by hand. */
import { decodeHex, encodeHex } from '@touchmark/codec';
import { hexOf } from '../header/signer.ts';
import type { AttackKind } from '../light/divergence.ts';
import { type LightBlock, openLightBlock } from '../light/light-block.ts';
import { encodeTrustPath } from '../light/trust-path.ts';
import type { VerifyErrorCode } from '../verify-error.ts';
import { forgedBlock } from './forged-block.ts';
import { LIGHT_START_MS } from './light-chain.ts';
import { blockJson, CHAIN, FOUR, STRANGERS, trustJson } from './light-vector-chains.ts';
import type { TestValidator } from './test-validators.ts';

/** The header before a header, by its hash. */
export async function backwardsCases(): Promise<object[]> {
  const forged = forgedBlock(CHAIN, 11, { header: { appHash: new Uint8Array(32) } });
  const cases: [name: string, older: LightBlock, outcome: 'holds' | VerifyErrorCode][] = [
    ['the one before', CHAIN.block(11), 'holds'],
    ['two before', CHAIN.block(10), 'VERIFY_HEADER_CONFLICT'],
    ['the same', CHAIN.block(12), 'VERIFY_HEADER_CONFLICT'],
    ['another of that height', forged, 'VERIFY_HEADER_CONFLICT'],
  ];
  const newer = blockJson(CHAIN.block(12));
  return cases.map(([name, older, outcome]) => ({ name, newer, older: blockJson(older), outcome }));
}

interface Clock {
  readonly nowMs: number;
  readonly trustPeriodMs?: number;
}

const PERIOD_MS = 30 * 86_400_000;
/** Of the genesis file; the headers are a second apart. */
const PERIOD_END = LIGHT_START_MS + PERIOD_MS;

const WAY = [8, 10, 11, 12].map((height) => CHAIN.block(height));

/** The last byte of a signature of header 8 is another one. */
function changedSignature(): Uint8Array {
  const { encoded, commit } = CHAIN.block(8);
  const { signature } = commit.signatures[0] ?? {};
  const hex = encodeHex(signature ?? new Uint8Array());
  const changed = hex.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
  const bytes = decodeHex(encodeHex(encoded.signedHeader).replace(hex, changed));
  if (bytes === undefined) throw new Error('A changed digit is hexadecimal as well.');
  return encodeTrustPath([openLightBlock(bytes, encoded.validators), ...WAY.slice(1)]);
}

/** Trust paths from the genesis file, and the header that is to be believed by them. */
export async function pathCases(): Promise<object[]> {
  const whole = encodeTrustPath(WAY);
  const forged = forgedBlock(CHAIN, 11, { signers: STRANGERS });
  const others = forgedBlock(CHAIN, 10, { header: { appHash: new Uint8Array(32) } });
  const same = CHAIN.block(3);
  const none = encodeTrustPath([]);
  const cases: [string, Uint8Array, 'holds' | VerifyErrorCode, LightBlock?, Clock?][] = [
    ['whole', whole, 'holds'],
    ['whole, and an older header', whole, 'holds', CHAIN.block(3)],
    ['whole, and the header of the change', whole, 'holds', CHAIN.block(11)],
    [
      'whole, and a header of strangers',
      whole,
      'VERIFY_VALIDATORS_UNKNOWN',
      forgedBlock(CHAIN, 16, { signers: STRANGERS }),
    ],
    ['whole, and another header of a height of it', whole, 'VERIFY_HEADER_CONFLICT', others],
    ['a step twice', encodeTrustPath(WAY.flatMap((block) => [block, block])), 'holds'],
    ['none', none, 'VERIFY_VALIDATORS_UNKNOWN'],
    ['a step missing that is not needed', encodeTrustPath(WAY.slice(1)), 'holds'],
    [
      'the first of a new set missing, which the one before names',
      encodeTrustPath(WAY.toSpliced(2, 1)),
      'holds',
    ],
    ['a gap', encodeTrustPath(WAY.toSpliced(1, 2)), 'VERIFY_VALIDATORS_UNKNOWN'],
    ['backwards', encodeTrustPath(WAY.toReversed()), 'VERIFY_VALIDATORS_UNKNOWN'],
    ['a forged step', encodeTrustPath(WAY.with(2, forged)), 'VERIFY_VALIDATORS_UNKNOWN'],
    ['cut short', whole.subarray(0, -1), 'VERIFY_MALFORMED'],
    ['a signature changed', changedSignature(), 'VERIFY_SIGNATURE_INVALID'],
    ['none, the same set, within the period', none, 'holds', same, { nowMs: PERIOD_END - 1 }],
    ['none, the same set, after it', none, 'VERIFY_TRUST_EXPIRED', same, { nowMs: PERIOD_END }],
    [
      'none, the same set, within a longer period',
      none,
      'holds',
      same,
      { nowMs: PERIOD_END, trustPeriodMs: PERIOD_MS + 1 },
    ],
    ['whole, within the period', whole, 'holds', CHAIN.block(16), { nowMs: PERIOD_END - 1 }],
    ['whole, after it', whole, 'VERIFY_TRUST_EXPIRED', CHAIN.block(16), { nowMs: PERIOD_END }],
    ['whole, and an older header, after it', whole, 'holds', same, { nowMs: PERIOD_END }],
    [
      'whole, and the header of the change, after it',
      whole,
      'holds',
      CHAIN.block(11),
      { nowMs: PERIOD_END },
    ],
    [
      'whole, and an older header that is later than one after it',
      whole,
      'VERIFY_HEADER_TIME',
      forgedBlock(CHAIN, 3, { header: { time: CHAIN.header(9).time } }),
    ],
  ];
  return cases.map(([name, path, outcome, target = CHAIN.block(16), clock = {}]) => ({
    name,
    trust: trustJson(CHAIN, 0),
    path: encodeHex(path),
    ...blockJson(target),
    ...clock,
    outcome,
  }));
}

interface Conflict {
  readonly name: string;
  readonly other: LightBlock;
  readonly outcome: AttackKind | VerifyErrorCode;
  readonly culprits: readonly TestValidator[];
}

const CHANGED = new Uint8Array(32).fill(7);

const CONFLICTS: readonly Conflict[] = [
  {
    name: 'made-up content, one did not sign it',
    other: forgedBlock(CHAIN, 5, { header: { appHash: CHANGED }, votes: [2, 2, 2, 1] }),
    outcome: 'lunatic',
    culprits: FOUR.slice(0, 3),
  },
  {
    name: 'made-up next validators',
    other: forgedBlock(CHAIN, 5, { header: { nextValidatorsHash: CHANGED } }),
    outcome: 'lunatic',
    culprits: FOUR,
  },
  {
    name: 'signed twice in one round',
    other: forgedBlock(CHAIN, 5, { header: { dataHash: CHANGED }, votes: [1, 2, 2, 2] }),
    outcome: 'equivocation',
    culprits: FOUR.slice(1),
  },
  {
    name: 'signed again in another round',
    other: forgedBlock(CHAIN, 5, { header: { dataHash: CHANGED }, round: 1 }),
    outcome: 'amnesia',
    culprits: [],
  },
  {
    name: 'too few signed the other one',
    other: forgedBlock(CHAIN, 5, { header: { appHash: CHANGED }, votes: [2, 2, 1, 1] }),
    outcome: 'VERIFY_POWER_INSUFFICIENT',
    culprits: [],
  },
];

/** Headers 5 of two nodes, from trust in header 3. */
export async function conflictCases(): Promise<object[]> {
  return CONFLICTS.map(({ name, other, outcome, culprits }) => ({
    name,
    trust: trustJson(CHAIN, 3),
    trusted: blockJson(CHAIN.block(5)),
    other: blockJson(other),
    outcome,
    ...(outcome.startsWith('VERIFY_')
      ? {}
      : { commonHeight: 3, culprits: culprits.map(({ address }) => hexOf(address)) }),
  }));
}

/** CometBFT's model-based vectors (spec/vectors/light/model-based.json), by the rules of its own test driver. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decodeHex, decodeSignedHeader, decodeValidators, headerHash } from '@touchmark/codec';
import type { TrustAnchor } from '../header/trust.ts';
import { VECTORS_FOLDER } from '../testing/vectors.ts';
import { VerifyError, type VerifyErrorCode } from '../verify-error.ts';
import { openLightBlock } from './light-block.ts';
import { lightRules } from './light-options.ts';
import { verifyStep } from './step.ts';

interface Step {
  signedHeader: string;
  validators: string;
  nextValidators: string;
  nowMs: number;
  verdict: 'SUCCESS' | 'NOT_ENOUGH_TRUST' | 'INVALID';
}

interface Run {
  name: string;
  trustPeriodMs: number;
  maxDriftMs: number;
  signedHeader: string;
  nextValidators: string;
  steps: Step[];
}

/** An empty set, which the model has and CometBFT refuses. */
const NOBODY = '80';

/** What the model calls invalid: expired, or a header that does not hold. */
const INVALID: readonly VerifyErrorCode[] = [
  'VERIFY_TRUST_EXPIRED',
  'VERIFY_FROM_FUTURE',
  'VERIFY_HEADER_OLDER',
  'VERIFY_HEADER_TIME',
  'VERIFY_VALIDATORS_UNKNOWN',
  'VERIFY_POWER_INSUFFICIENT',
  'VERIFY_MALFORMED',
];

function bytesOf(hex: string): Uint8Array {
  const bytes = decodeHex(hex);
  assert.ok(bytes !== undefined);
  return bytes;
}

/** The model's driver trusts by the set that a header names as next. */
function anchorOf(signedHeader: string, nextValidators: string): TrustAnchor {
  const { header } = decodeSignedHeader(bytesOf(signedHeader));
  const { chainId, height, time, nextValidatorsHash } = header;
  const validators = nextValidators === NOBODY ? [] : decodeValidators(bytesOf(nextValidators));
  const hash = headerHash(header);
  const names = new Map<string, string>();
  const periodFrom = time;
  return { chainId, height, time, periodFrom, hash, nextValidatorsHash, validators, names };
}

function verdictOf(anchor: TrustAnchor, run: Run, step: Step): Step['verdict'] {
  const { trustPeriodMs, maxDriftMs } = run;
  try {
    const block = openLightBlock(bytesOf(step.signedHeader), bytesOf(step.validators));
    const rules = lightRules({ trustPeriodMs, maxDriftMs, nowMs: step.nowMs });
    return verifyStep(anchor, block, rules) ? 'SUCCESS' : 'NOT_ENOUGH_TRUST';
  } catch (error) {
    assert.ok(error instanceof VerifyError, String(error));
    assert.ok(INVALID.includes(error.code), error.message);
    return 'INVALID';
  }
}

const path = new URL('light/model-based.json', VECTORS_FOLDER);
const { cases }: { cases: Run[] } = JSON.parse(readFileSync(path, 'utf8'));

for (const run of cases) {
  test(`spec/vectors/light/model-based: ${run.name}`, () => {
    let anchor = anchorOf(run.signedHeader, run.nextValidators);
    for (const [index, step] of run.steps.entries()) {
      assert.equal(verdictOf(anchor, run, step), step.verdict, `step ${index}`);
      if (step.verdict === 'SUCCESS') anchor = anchorOf(step.signedHeader, step.nextValidators);
    }
  });
}

test('the vectors hold all verdicts', () => {
  const verdicts = cases.flatMap(({ steps }) => steps.map(({ verdict }) => verdict));
  assert.equal(verdicts.length, 30);
  assert.deepEqual(new Set(verdicts), new Set(['SUCCESS', 'NOT_ENOUGH_TRUST', 'INVALID']));
});

/** The files of spec/vectors/light, read as another implementation would. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decodeHex, encodeUtf8 } from '@touchmark/codec';
import { anchorOf, type Trust } from '../header/trust.ts';
import { VECTORS_FOLDER } from '../testing/vectors.ts';
import { createVerifier } from '../verifier.ts';
import { VerifyError } from '../verify-error.ts';
import { describeDivergence } from './divergence.ts';
import { type LightBlock, openLightBlock } from './light-block.ts';
import { type LightOptions, lightRules } from './light-options.ts';
import { LightWalk } from './light-walk.ts';
import { verifyBackwards, verifyStep } from './step.ts';
import { decodeTrustPath } from './trust-path.ts';

interface BlockJson {
  signedHeader: string;
  validators: string;
}

interface HeaderJson {
  chainId: string;
  height: number;
  timeMs: number;
  hash: string;
  nextValidatorsHash: string;
  validators: string;
}

interface Case extends BlockJson {
  name: string;
  trust: { genesis?: string; header?: HeaderJson };
  outcome: string;
}

interface StepCase extends Case {
  nowMs?: number;
  trustPeriodMs?: number;
  trustLevel?: [number, number];
}

interface WalkCase extends Case {
  sequential?: boolean;
  asked: number[];
  given: string;
  verified: number[];
}

interface ConflictCase extends Case {
  trusted: BlockJson;
  other: BlockJson;
  commonHeight?: number;
  culprits?: string[];
}

function read<T extends { name: string }>(name: string): T[] {
  const text = readFileSync(new URL(`light/${name}.json`, VECTORS_FOLDER), 'utf8');
  const { cases }: { cases: T[] } = JSON.parse(text);
  assert.ok(cases.length > 0);
  return cases;
}

function bytesOf(hex: string): Uint8Array {
  const bytes = decodeHex(hex);
  assert.ok(bytes !== undefined);
  return bytes;
}

const blockOf = ({ signedHeader, validators }: BlockJson): LightBlock =>
  openLightBlock(bytesOf(signedHeader), bytesOf(validators));

function trustOf({ trust: { genesis, header } }: Pick<Case, 'trust'>): Trust {
  if (genesis !== undefined) return { genesis: encodeUtf8(genesis) };
  assert.ok(header !== undefined);
  const { hash, nextValidatorsHash, validators } = header;
  return {
    header: {
      ...header,
      hash: bytesOf(hash),
      nextValidatorsHash: bytesOf(nextValidatorsHash),
      validators: bytesOf(validators),
    },
  };
}

/** What `run` says, or the code of its refusal. */
function outcomeOf(run: () => string): string {
  try {
    return run();
  } catch (error) {
    assert.ok(error instanceof VerifyError, String(error));
    return error.code;
  }
}

function optionsOf({ nowMs, trustPeriodMs, trustLevel }: StepCase): LightOptions {
  const [numerator, denominator] = trustLevel ?? [1, 3];
  return {
    ...(nowMs === undefined ? {} : { nowMs }),
    ...(trustPeriodMs === undefined ? {} : { trustPeriodMs }),
    trustLevel: { numerator: BigInt(numerator), denominator: BigInt(denominator) },
  };
}

for (const each of read<StepCase>('step')) {
  test(`spec/vectors/light/step: ${each.name}`, () => {
    const anchor = anchorOf(trustOf(each));
    const found = outcomeOf(() =>
      verifyStep(anchor, blockOf(each), lightRules(optionsOf(each))) ? 'holds' : 'between',
    );
    assert.equal(found, each.outcome);
  });
}

for (const each of read<WalkCase>('walk')) {
  test(`spec/vectors/light/walk: ${each.name}`, () => {
    const given = decodeTrustPath(bytesOf(each.given));
    const asked: number[] = [];
    let verified: number[] = [];
    const outcome = outcomeOf(() => {
      const options = { sequential: each.sequential ?? false };
      const walk = new LightWalk(anchorOf(trustOf(each)), blockOf(each), options);
      while (walk.wanted !== undefined) {
        asked.push(walk.wanted);
        const next = given[asked.length - 1];
        assert.ok(next !== undefined);
        walk.give(next);
      }
      verified = walk.path.map(({ header }) => header.height);
      return 'holds';
    });
    const expected = { asked: each.asked, outcome: each.outcome, verified: each.verified };
    assert.deepEqual({ asked, outcome, verified }, expected);
  });
}

for (const each of read<Case & { newer: BlockJson; older: BlockJson }>('backwards')) {
  test(`spec/vectors/light/backwards: ${each.name}`, () => {
    const found = outcomeOf(() => {
      verifyBackwards(blockOf(each.newer), blockOf(each.older));
      return 'holds';
    });
    assert.equal(found, each.outcome);
  });
}

for (const each of read<Case & { path: string; nowMs?: number; trustPeriodMs?: number }>('path')) {
  test(`spec/vectors/light/path: ${each.name}`, () => {
    const found = outcomeOf(() => {
      const verifier = createVerifier(trustOf(each), { path: bytesOf(each.path) });
      const { nowMs, trustPeriodMs } = each;
      verifier.verifySignedHeader(bytesOf(each.signedHeader), bytesOf(each.validators), {
        ...(nowMs === undefined ? {} : { nowMs }),
        ...(trustPeriodMs === undefined ? {} : { trustPeriodMs }),
      });
      return 'holds';
    });
    assert.equal(found, each.outcome);
  });
}

for (const each of read<ConflictCase>('conflict')) {
  test(`spec/vectors/light/conflict: ${each.name}`, () => {
    const anchor = anchorOf(trustOf(each));
    const [trusted, other] = [blockOf(each.trusted), blockOf(each.other)];
    assert.equal(new LightWalk(anchor, trusted).wanted, undefined);
    let found: { commonHeight?: number; culprits?: readonly string[] } = {};
    const outcome = outcomeOf(() => {
      const walk = new LightWalk(anchor, other);
      assert.equal(walk.wanted, undefined);
      const { kind, commonHeight, culprits } = describeDivergence(walk.from, trusted, other);
      found = { commonHeight, culprits };
      return kind;
    });
    const { commonHeight, culprits } = each;
    const expected = commonHeight === undefined ? {} : { commonHeight, culprits };
    assert.deepEqual({ outcome, ...found }, { outcome: each.outcome, ...expected });
  });
}

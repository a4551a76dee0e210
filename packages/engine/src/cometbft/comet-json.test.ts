import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decodeBase64, encodeHex, evidenceHash, misbehaviorOf } from '@touchmark/codec';
import { evidenceBytes, evidenceOf } from './comet-json.ts';

interface Case {
  readonly name: string;
  /** As CometBFT's RPC gives it. */
  readonly json: { readonly type: string; readonly value: Record<string, unknown> };
  /** What CometBFT hashes. */
  readonly bytes: string;
  /** What CometBFT tells the application. */
  readonly misbehavior: readonly {
    readonly type: 1 | 2;
    readonly validator: { readonly address: string; readonly power: string };
    readonly height: string;
    readonly time: string;
  }[];
}

interface Vectors {
  readonly cases: readonly Case[];
  readonly lists: readonly { readonly of: readonly number[]; readonly hash: string }[];
}

const file = new URL('../../../../spec/vectors/comet/evidence.json', import.meta.url);
const { cases, lists }: Vectors = JSON.parse(readFileSync(file, 'utf8'));
const hex = (bytes: Uint8Array): string => encodeHex(bytes);

for (const { name, json, bytes, misbehavior } of cases) {
  test(`evidence of CometBFT: ${name}`, () => {
    const encoded = evidenceBytes(json);
    assert.ok(hex(encoded).endsWith(bytes), 'what is hashed lies behind the kind');
    const expected = misbehavior.map(({ type, validator, height, time }) => ({
      kind: type === 1 ? 'duplicate-vote' : 'light-client-attack',
      address: new Uint8Array(decodeBase64(validator.address)!),
      power: Number(validator.power),
      height: Number(height),
      timeMs: Date.parse(time),
    }));
    assert.deepEqual(misbehaviorOf([encoded]), expected);
  });
}

test('the hash over the evidence of a block is that of CometBFT', () => {
  for (const { of, hash } of lists) {
    const evidence = of.map((index) => cases[index]!.json);
    const bytes = evidenceOf({ block: { evidence: { evidence } } });
    assert.equal(hex(evidenceHash(bytes)), hash);
  }
});

test('evidence of a kind that is not known, or without what is hashed, is not guessed at', () => {
  const [{ json }] = cases as [Case];
  assert.throws(() => evidenceBytes({ ...json, type: 'tendermint/Other' }), TypeError);
  for (const name of Object.keys(json.value)) {
    const { [name]: _, ...value } = json.value;
    assert.throws(() => evidenceBytes({ ...json, value }), TypeError, name);
  }
});

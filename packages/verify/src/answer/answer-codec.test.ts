import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '@touchmark/codec';
import * as fc from 'fast-check';
import { refusal } from '../testing/refusal.ts';
import { VerifyError } from '../verify-error.ts';
import { type Answer, ANSWER_TAG, decodeAnswer, encodeAnswer } from './answer-codec.ts';
import { encodeQuery, type Query } from './query.ts';

const prefix = fc
  .array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 5 })
  .map((labels) => labels.join('.'));
const suffix = fc.stringMatching(/^[A-Za-z0-9_~:@-]{1,40}$/);
const identifier = fc.tuple(prefix, suffix).map(([first, second]) => `${first}/${second}`);
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const bytes = fc.uint8Array({ maxLength: 200 });

const recordQuery: fc.Arbitrary<Query> = fc.oneof(
  identifier.map((id) => ({ kind: 'record', identifier: id }) as const),
  fc
    .tuple(identifier, count)
    .map(([id, height]) => ({ kind: 'record-at-block', identifier: id, height }) as const),
  fc
    .tuple(identifier, count)
    .map(([id, timeMs]) => ({ kind: 'record-at-time', identifier: id, timeMs }) as const),
);
const listQuery: fc.Arbitrary<Query> = fc
  .tuple(prefix, fc.option(suffix), fc.integer({ min: 1, max: 10_000 }))
  .map(([under, after, limit]) => ({ kind: 'list', prefix: under, after, limit }) as const);

const recordResult = fc
  .tuple(fc.option(bytes), fc.array(bytes, { maxLength: 4 }))
  .map(([current, older]): Answer['result'] => ({ kind: 'record', current, older }));
const listResult = fc.option(suffix).map((last): Answer['result'] => ({ kind: 'list', last }));

function answers(
  query: fc.Arbitrary<Query>,
  result: fc.Arbitrary<Answer['result']>,
): fc.Arbitrary<Answer> {
  return fc
    .tuple(query, result, bytes, bytes, bytes)
    .map(([asked, found, proof, signedHeader, validators]) => {
      return { query: asked, result: found, proof, signedHeader, validators };
    });
}

const anyAnswer = fc.oneof(answers(recordQuery, recordResult), answers(listQuery, listResult));

test('every answer comes out of its bytes as it went in', () => {
  fc.assert(
    fc.property(anyAnswer, (answer) => {
      assert.deepEqual(decodeAnswer(encodeAnswer(answer)), answer);
    }),
  );
});

test('whatever bytes come, the outcome is an answer or a VerifyError', () => {
  const whole = anyAnswer.map(encodeAnswer);
  const mangled = fc
    .tuple(whole, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }))
    .map(([good, edits]) => {
      const changed = good.slice();
      for (const [at, value] of edits) changed[at % changed.length] = value;
      return changed;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), mangled), (given) => {
      try {
        const encoded = encodeAnswer(decodeAnswer(given));
        assert.deepEqual(encoded, given, 'a second encoding of the same answer was accepted');
      } catch (error) {
        assert.ok(error instanceof VerifyError, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});

test('different questions have different bytes', () => {
  fc.assert(
    fc.property(fc.oneof(recordQuery, listQuery), fc.oneof(recordQuery, listQuery), (one, two) => {
      const same = Buffer.compare(encodeQuery(one), encodeQuery(two)) === 0;
      assert.equal(same, JSON.stringify(one) === JSON.stringify(two));
    }),
  );
});

test('queries that nobody can ask are refused', () => {
  const strange = [
    ['record'],
    ['record', '88.1/x', 1],
    ['record', 'no slash'],
    ['record-at-block', '88.1/x'],
    ['record-at-time', '88.1/x', -1],
    ['list', '88.1', 'a//b', 1],
    ['list', '88.1', null, 0],
    ['list', '88.1/x', null, 1],
    ['constructor', '88.1/x'],
  ];
  for (const query of strange) {
    const answer = encode([ANSWER_TAG, query, new Uint8Array(32), null, new Uint8Array(0)]);
    assert.throws(() => decodeAnswer(answer), refusal('VERIFY_MALFORMED'), JSON.stringify(query));
  }
});

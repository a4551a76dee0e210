import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readVectors } from '../../packages/codec/src/testing/vector-files.ts';
import type { CborCase, JsonCase, ParserJudgement } from './parser-cases.ts';
import { judge, RUNTIMES } from './runtimes.ts';

const jsonCases = readVectors<JsonCase>('json/json-test-suite').cases;
const cborCases = readVectors<CborCase>('cbor/rfc8949').cases;

test('the suites are whole', () => {
  assert.equal(jsonCases.filter(({ isJson }) => isJson === true).length, 95);
  assert.equal(jsonCases.filter(({ isJson }) => isJson === false).length, 188);
  assert.equal(jsonCases.filter(({ isJson }) => isJson === null).length, 35);
  // What is not JSON for sure is taken by nobody, and what is JSON is refused for a reason only.
  for (const { name, isJson, strict, why } of jsonCases) {
    assert.equal(strict, isJson === true && why === undefined, name);
  }
  assert.equal(cborCases.filter(({ wellFormed }) => wellFormed).length, 81);
  assert.equal(cborCases.filter(({ wellFormed }) => !wellFormed).length, 94);
});

for (const runtime of RUNTIMES) {
  test(`${runtime.name}: no wrong verdict on JSON and CBOR`, () => {
    const judgement = judge<ParserJudgement>(runtime, 'judge-parsers.ts');
    assert.match(judgement.version, runtime.version);
    for (const { name, strict } of jsonCases) {
      const expected = strict ? /^accepted$/ : /^refused: GENESIS_/;
      assert.match(judgement.json[name] ?? '', expected, name);
    }
    for (const { cbor, accepted, diagnostic, why } of cborCases) {
      const verdict = judgement.cbor[cbor] ?? '';
      if (accepted) assert.equal(verdict, diagnostic, cbor);
      else assert.match(verdict, /^refused: CBOR_/, `${cbor}: ${why}`);
    }
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCanonicalIdentifier } from '@touchmark/codec';
import * as fc from 'fast-check';
import { ProblemError } from '../problems/problem.ts';
import { readTarget } from './target.ts';

const ROUTE = '/v1/resolve/';
const read = (path: string) => readTarget(ROUTE + path, ROUTE);

function codeOf(path: string): string {
  try {
    return `resolved ${read(path).identifier}`;
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
    assert.equal(error.status, 400);
    return error.code;
  }
}

test('a canonical identifier stands in the path as it is', () => {
  for (const identifier of [
    '88.118.8/JXDY2106023',
    '88/a',
    "1.2/a%20b/c-_~!$&'()*+,;=:@",
    '1/%E4%BD%A0',
  ]) {
    assert.deepEqual(read(identifier), { identifier, proof: false });
  }
});

const forgiven: [string, string][] = [
  ['AB.C/x', 'ab.c/x'],
  ['1/%61', '1/a'],
  ['1/%e4%bd%a0', '1/%E4%BD%A0'],
  ['1/\u00e4\u00bd\u00a0', '1/%E4%BD%A0'],
  ['1/%65%CC%81', '1/%C3%A9'],
  ['1/"', '1/%22'],
];
for (const [path, identifier] of forgiven) {
  test(`forgiven: ${path}`, () => assert.equal(codeOf(path), `resolved ${identifier}`));
}

test('encoding twice never reaches what encoding once means', () => {
  assert.equal(codeOf('1/%252F'), 'resolved 1/%252F');
  assert.equal(codeOf('1/%252e%252e/x'), 'resolved 1/%252e%252e/x');
});

const refused: [string, string][] = [
  ['', 'IDENTIFIER_NO_SUFFIX'],
  ['88.118.8', 'IDENTIFIER_NO_SUFFIX'],
  ['88.118.8/', 'IDENTIFIER_NO_SUFFIX'],
  ['/a', 'IDENTIFIER_PREFIX'],
  ['88..1/a', 'IDENTIFIER_PREFIX'],
  ['../a', 'IDENTIFIER_PREFIX'],
  ['1/..', 'IDENTIFIER_SEGMENT'],
  ['1/../../etc/passwd', 'IDENTIFIER_SEGMENT'],
  ['1/a/./b', 'IDENTIFIER_SEGMENT'],
  ['1/%2e%2e/x', 'IDENTIFIER_SEGMENT'],
  ['1/a//b', 'IDENTIFIER_SEGMENT'],
  ['1%2Fa', 'PATH_ENCODING_INVALID'],
  ['1/a%2fb', 'PATH_ENCODING_INVALID'],
  ['1/%', 'PATH_ENCODING_INVALID'],
  ['1/%4', 'PATH_ENCODING_INVALID'],
  ['1/%zz', 'PATH_ENCODING_INVALID'],
  ['1/%u0041', 'PATH_ENCODING_INVALID'],
  ['1/\u00ff', 'PATH_ENCODING_INVALID'],
  ['1/%00', 'IDENTIFIER_CHARACTER'],
  ['1/a%0D%0Ab', 'IDENTIFIER_CHARACTER'],
  ['1/%E2%80%AE', 'IDENTIFIER_CHARACTER'],
  ['1/%C0%AF', 'IDENTIFIER_UTF8'],
  ['1/%ED%A0%80', 'IDENTIFIER_UTF8'],
  ['1/%FF', 'IDENTIFIER_UTF8'],
  [`1/${'a'.repeat(256)}`, 'IDENTIFIER_LENGTH'],
  [`1/${'a'.repeat(2_000)}`, 'PATH_ENCODING_INVALID'],
  [`${'a'.repeat(128)}/a`, 'IDENTIFIER_LENGTH'],
  ['1/a?x=1', 'PARAMETER_INVALID'],
  ['1/a?proof=2', 'PARAMETER_INVALID'],
  ['1/a?proof=1&proof=1', 'PARAMETER_INVALID'],
  ['1/a?at=', 'PARAMETER_INVALID'],
  ['1/a?at=-1', 'PARAMETER_INVALID'],
  ['1/a?at=1e3', 'PARAMETER_INVALID'],
  ['1/a?at=%', 'PARAMETER_INVALID'],
  ['1/a?at=2026-13-01T00:00:00Z', 'PARAMETER_INVALID'],
  ['1/a?at=2026-13-01', 'PARAMETER_INVALID'],
  ['1/a?at=1900-01-01T00:00:00Z', 'PARAMETER_INVALID'],
  [`1/a?${'&'.repeat(300)}`, 'PARAMETER_INVALID'],
];
for (const [path, code] of refused) {
  test(`refused: ${path.slice(0, 40)}`, () => assert.equal(codeOf(path), code));
}

test('the absolute form of a request', () => {
  assert.equal(readTarget(`http://host${ROUTE}1/a?proof=1`, ROUTE).identifier, '1/a');
});

test('parameters', () => {
  assert.equal(read('1/a?proof=1').proof, true);
  assert.equal(read('1/a?proof').proof, true);
  assert.equal(read('1/a?proof=0').proof, false);
  assert.deepEqual(read('1/a?at=17').asOf, { height: 17 });
  assert.deepEqual(read('1/a?at=2026-01-01').asOf, { timeMs: Date.UTC(2026, 0, 1) });
  const timeMs = Date.parse('2026-01-31T01:30:00Z');
  assert.deepEqual(read('1/a?at=2026-01-31T09:30:00%2B08:00&proof=1').asOf, { timeMs });
  assert.deepEqual(read('1/a?at=2026-01-31T09:30:00+08:00').asOf, { timeMs });
});

test('any path gives a canonical identifier or a refusal', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '%',
      '/',
      '.',
      '..',
      '%2F',
      '%2e',
      '%00',
      '%25',
      '?',
      '1',
      'a',
      '&',
      '=',
      'proof',
    ),
    fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) }),
  );
  const path = fc.array(piece).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(path, (text) => {
      const code = codeOf(text);
      assert.ok(/^[A-Z_0-9]+$/.test(code) || isCanonicalIdentifier(code.slice('resolved '.length)));
    }),
    { numRuns: 2_000 },
  );
});

test('a route with percent-encoded letters names no identifier', () => {
  assert.throws(() => readTarget('/v1/%70rove/88.118.8/a', '/v1/prove/'), {
    code: 'PATH_ENCODING_INVALID',
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode as decodeByCborg, encode as encodeByCborg } from 'cborg';
import * as fc from 'fast-check';
import { cborValue } from '../testing/cbor-values.ts';
import { faultyEncodings } from '../testing/faulty-encoder.ts';
import { CborError } from './cbor-error.ts';
import { CborReader } from './reader.ts';
import { decode, encode, readValue, type CborInput, type CborValue } from './value.ts';

const DEEP = { maxDepth: 64 };

/** What both ways through the input say: the value, or the code of the refusal. */
function verdicts(bytes: Uint8Array): [decoded: CborValue | undefined, codes: string[]] {
  const codes: string[] = [];
  let decoded: CborValue | undefined;
  const attempt = (read: () => void): void => {
    try {
      read();
      codes.push('');
    } catch (error) {
      assert.ok(error instanceof CborError, String(error));
      codes.push(error.code);
    }
  };
  attempt(() => {
    decoded = decode(bytes, DEEP);
  });
  attempt(() => {
    const reader = new CborReader(bytes, DEEP);
    reader.skip();
    reader.end();
  });
  return [decoded, codes];
}

test('encodes as cborg does, and decodes what cborg encodes', () => {
  fc.assert(
    fc.property(cborValue, (value) => {
      const bytes = encode(value);
      assert.deepEqual(bytes, new Uint8Array(encodeByCborg(value)));
      assert.deepEqual(decode(bytes), value);
      assert.deepEqual(decodeByCborg(bytes, { useMaps: true, strict: true }), value);
    }),
    { numRuns: 2000 },
  );
});

test('any other way to encode the same value is refused, with the code that says why', () => {
  fc.assert(
    fc.property(cborValue, (value) => {
      for (const { bytes, codes } of faultyEncodings(value)) {
        assert.throws(
          () => decode(bytes, DEEP),
          (error) => error instanceof CborError && codes.includes(error.code),
        );
        assert.deepEqual(new Set(verdicts(bytes)[1]).size, 1);
      }
    }),
    { numRuns: 300 },
  );
});

test('bytes with one byte changed, dropped or added are refused, or are what encode gives', () => {
  const damage = fc.tuple(fc.nat(), fc.constantFrom('change', 'drop', 'add'), fc.nat(255));
  fc.assert(
    fc.property(cborValue, damage, (value, [at, how, byte]) => {
      const bytes = [...encode(value)];
      const index = at % bytes.length;
      if (how === 'change') bytes[index] = byte;
      else bytes.splice(index, how === 'drop' ? 1 : 0, ...(how === 'drop' ? [] : [byte]));
      assertOneForm(Uint8Array.from(bytes));
    }),
    { numRuns: 20_000 },
  );
});

test('random bytes are refused, or are what encode gives', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 24 }), assertOneForm), { numRuns: 20_000 });
});

function assertOneForm(bytes: Uint8Array): void {
  const [value, codes] = verdicts(bytes);
  assert.equal(codes[0] === '', codes[1] === '', `decode and skip disagree: ${codes.join()}`);
  if (value !== undefined) assert.deepEqual(encode(value), bytes);
}

test('objects are encoded as maps with sorted text keys', () => {
  const bytes = encode({ prefix: '88', entries: [], nonce: null });
  assert.deepEqual([...bytes.subarray(0, 7)], [0xa3, 0x65, ...new TextEncoder().encode('nonce')]);
  assert.deepEqual(
    decode(bytes),
    new Map<string, CborValue>([
      ['nonce', null],
      ['prefix', '88'],
      ['entries', []],
    ]),
  );
});

test('what has no deterministic form is not encoded', () => {
  const cases: [value: CborInput, code: string][] = [
    [0.5, 'CBOR_RANGE'],
    [Number.NaN, 'CBOR_RANGE'],
    [2 ** 53, 'CBOR_RANGE'],
    [-(2 ** 53), 'CBOR_RANGE'],
    [2n ** 64n, 'CBOR_RANGE'],
    [-(2n ** 64n) - 1n, 'CBOR_RANGE'],
    ['\ud800', 'CBOR_UTF8'],
    [`${'x'.repeat(40)}\udc00`, 'CBOR_UTF8'],
    [
      new Map<number | bigint, CborInput>([
        [1, 0],
        [1n, 0],
      ]),
      'CBOR_KEY_DUPLICATE',
    ],
  ];
  for (const [value, code] of cases) {
    assert.throws(() => encode(value), { name: 'CborError', code });
  }
});

test('minus zero is zero', () => {
  assert.deepEqual([...encode(-0)], [0]);
});

test('a value nested beyond any stack is not encoded', () => {
  let value: CborInput = 0;
  for (let depth = 0; depth < 100_000; depth += 1) value = [value];
  assert.throws(() => encode(value), { code: 'CBOR_TOO_DEEP' });
});

test('readValue leaves the reader behind the item', () => {
  const reader = new CborReader(Uint8Array.of(0x82, 1, 2, 3));
  assert.deepEqual(readValue(reader), [1, 2]);
  assert.equal(reader.uint(), 3);
  reader.end();
});

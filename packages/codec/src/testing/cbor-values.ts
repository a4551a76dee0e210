import * as fc from 'fast-check';
import { encode, type CborKey, type CborValue } from '../cbor/value.ts';
import { hex } from './vector-files.ts';

/** Text of every kind but with a byte order mark first, which cborg swallows. */
const text = fc
  .string({ unit: 'binary', maxLength: 40 })
  .filter((each) => !each.startsWith('\ufeff'));

const integer = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }).map(narrow),
);

const key: fc.Arbitrary<CborKey> = fc.oneof(integer, text);

const tree = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    integer,
    text,
    fc.uint8Array({ maxLength: 40 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 6 }).map(sortedMap),
  ),
}));

/** Any value, as `decode` would return it: maps in the order of their encoded keys. */
export const cborValue: fc.Arbitrary<CborValue> = tree.value;

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function sortedMap(entries: [CborKey, CborValue][]): CborValue {
  const sorted = entries
    .map(([name, value]) => ({ name, value, order: hex(encode(name)) }))
    .sort((left, right) => (left.order < right.order ? -1 : 1));
  return new Map(sorted.map(({ name, value }) => [name, value]));
}

import fc from 'fast-check';
import type { Write } from '../store.ts';

/** Short keys over few bytes: many prefixes of each other, many shared bits, many repeats. */
const crowdedKey = fc
  .array(fc.constantFrom(0x00, 0x01, 0x61, 0x62, 0x80, 0xff), { minLength: 1, maxLength: 4 })
  .map((bytes) => Uint8Array.from(bytes));

const anyKey = fc.uint8Array({ minLength: 1, maxLength: 40 });

const longKey = fc
  .tuple(fc.nat(510), fc.uint8Array({ minLength: 1, maxLength: 2 }))
  .map(([length, tail]) => Uint8Array.from([...new Uint8Array(length).fill(0x55), ...tail]));

export const keyArbitrary: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: crowdedKey },
  { weight: 3, arbitrary: anyKey },
  { weight: 1, arbitrary: longKey },
);

const valueArbitrary = fc.oneof(
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 12 }) },
  { weight: 1, arbitrary: fc.nat(9000).map((length) => new Uint8Array(length).fill(length)) },
);

export const writesArbitrary: fc.Arbitrary<Write[]> = fc.array(
  fc.record({ key: keyArbitrary, value: fc.option(valueArbitrary, { freq: 3 }) }),
  { maxLength: 60 },
);

/** Several blocks' writes, one after the other. */
export const historyArbitrary: fc.Arbitrary<Write[][]> = fc.array(writesArbitrary, {
  minLength: 1,
  maxLength: 8,
});

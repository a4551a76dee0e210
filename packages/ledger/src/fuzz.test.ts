import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode } from '@touchmark/codec';
import type { Action, CborInput, CborValue } from '@touchmark/codec';
import * as fc from 'fast-check';
import { ledger } from './index.ts';
import { decodeReceipt } from './kernel/receipt.ts';
import { EXAMPLES } from './testing/example-actions.ts';
import { sandboxWithItem } from './testing/named-sandbox.ts';
import { CHAIN_ID, testKey } from './testing/sandbox.ts';

const sandbox = sandboxWithItem();

const known: fc.Arbitrary<CborInput> = fc.oneof(
  fc.constantFrom('88', '77', '88.118.8', '88.118.8/item', '88/none', 'x', ''),
  fc.constantFrom('maker', 'nobody', 'ed25519', 0, 1, 2, 12, 14),
);
const scalar: fc.Arbitrary<CborInput> = fc.oneof(
  known,
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.uint8Array({ maxLength: 40 }),
  fc.integer(),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }),
  fc.constantFrom(null, true, 0, 1, 2, 14, 12, 2 ** 32, 2n ** 64n - 1n),
);
const { any } = fc.letrec<{ any: CborInput }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(fc.string({ maxLength: 8 }), tie('any'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** One place of a value, counted in the order of a walk, replaced by another value. */
function replaced(value: CborValue, place: { left: number }, by: CborInput): CborInput {
  if (place.left === 0) {
    place.left = -1;
    return by;
  }
  place.left -= 1;
  if (isList(value)) return value.map((item) => replaced(item, place, by));
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [key, replaced(item, place, by)]));
  }
  return value;
}

function isList(value: CborValue): value is readonly CborValue[] {
  return Array.isArray(value);
}

/** Executes as the engine would; whatever comes, there must be a receipt and no exception. */
function receiptOf(author: string, action: Action): string {
  const transactions = [sandbox.transaction([testKey(author)], [action])];
  const { height, timeMs } = sandbox;
  const block = { chainId: CHAIN_ID, height: height + 1, timeMs, transactions };
  const { results } = ledger.executeBlock(block, sandbox.state, () => true);
  const { code, details } = decodeReceipt(results[0]!.data);
  assert.equal(ledger.registry.errors.get(code)?.number ?? 0, results[0]!.code);
  assert.doesNotMatch(ledger.describeRefusal(code, details, 'en'), /\?/);
  return code;
}

const example = fc.constantFrom(...Object.values(EXAMPLES));
const stranger = fc.option(fc.constantFrom('admin', 'top', 'maker', 'stranger'));

test('arbitrary params of every action get a receipt, never an exception', () => {
  fc.assert(
    fc.property(example, fc.dictionary(fc.string(), any), ({ author, action }, params) => {
      receiptOf(author, { type: action.type, params: encode({ ...params }) });
    }),
    { numRuns: 500 },
  );
});

test('good params with one place spoiled get a receipt, never an exception', () => {
  const codes = new Set<string>();
  fc.assert(
    fc.property(
      example,
      stranger,
      fc.nat(12),
      fc.oneof(known, any),
      ({ author, action }, by, place, value) => {
        const params = encode(replaced(decode(action.params), { left: place + 1 }, value));
        codes.add(receiptOf(by ?? author, { type: action.type, params }));
      },
    ),
    { numRuns: 4000 },
  );
  assert.ok(codes.size >= 15, `only ${[...codes].join()}`);
});

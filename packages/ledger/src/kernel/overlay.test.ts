import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { PlainState } from '../testing/plain-state.ts';
import { Overlay } from './overlay.ts';

const key = fc.uint8Array({ minLength: 1, maxLength: 2, max: 5 });
const write = fc.record({ key, value: fc.option(fc.uint8Array({ maxLength: 1 })) });
const range = fc.record(
  { start: key, end: fc.option(key), limit: fc.integer({ min: 0, max: 4 }), reverse: fc.boolean() },
  { requiredKeys: ['start', 'end'] },
);

test('two overlays on a state read as the state with all writes applied', () => {
  const layer = fc.array(write, { maxLength: 12 });
  fc.assert(
    fc.property(
      layer,
      layer,
      layer,
      fc.array(range),
      fc.array(key),
      (base, low, high, ranges, keys) => {
        const below = new PlainState();
        below.apply(base);
        const block = new Overlay(below);
        lay(block, low);
        const transaction = new Overlay(block);
        lay(transaction, high);
        const model = new PlainState();
        model.apply([...base, ...low, ...high]);
        check(transaction, model, ranges, keys);
        transaction.mergeInto(block);
        check(block, model, ranges, keys);
        const written = new PlainState();
        written.apply(base);
        written.apply(block.sortedWrites());
        assert.deepEqual(written.entries(), model.entries());
      },
    ),
  );
});

test('reads no further in what lies below than a limit needs', () => {
  const below = new PlainState();
  const limits: (number | undefined)[] = [];
  const spied = {
    get: (at: Uint8Array) => below.get(at),
    range(given: { start: Uint8Array; end: Uint8Array | null; limit?: number }) {
      limits.push(given.limit);
      return below.range(given);
    },
  };
  const overlay = new Overlay(spied);
  overlay.remove(Uint8Array.of(1));
  assert.deepEqual([...overlay.range({ start: Uint8Array.of(0), end: null, limit: 5 })], []);
  assert.deepEqual(limits, [6]);
});

function lay(overlay: Overlay, writes: readonly { key: Uint8Array; value: Uint8Array | null }[]) {
  for (const { key: at, value } of writes) {
    if (value === null) overlay.remove(at);
    else overlay.put(at, value);
  }
}

function check(
  overlay: Overlay,
  model: PlainState,
  ranges: readonly { start: Uint8Array; end: Uint8Array | null }[],
  keys: readonly Uint8Array[],
): void {
  for (const at of keys) assert.deepEqual(overlay.get(at), model.get(at));
  for (const given of ranges) assert.deepEqual([...overlay.range(given)], model.range(given));
}

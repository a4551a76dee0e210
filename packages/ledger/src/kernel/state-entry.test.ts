import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeVersioned } from '@touchmark/state/proof';
import { GenesisContext } from './genesis-context.ts';
import { map } from './map-schema.ts';
import { list, uint } from './schema.ts';
import { stateEntry } from './state-entry.ts';

const form = {
  name: 'score',
  about: 'A score.',
  lead: [0x50, 0x73],
  of: 'organization id',
  value: map({ points: list(uint(0, 9), 0, 3) }),
};

test('an entry is declared once: layout, key, reading, writing and listing', () => {
  const entry = stateEntry({ ...form, versioned: false });
  assert.deepEqual([entry.key, entry.value], ["0x50 's' || organization id", '{points: [uint …]}']);
  const state = new GenesisContext(0, 0);
  assert.equal(entry.get(state, 'acme'), undefined);
  entry.put(state, 'bolts', { points: [] });
  entry.put(state, 'acme', { points: [1, 2] });
  state.put(Uint8Array.of(0x50, 0x74), Uint8Array.of(0));
  assert.deepEqual(entry.get(state, 'acme'), { points: [1, 2] });
  assert.deepEqual(entry.list(state), [
    { text: 'acme', value: { points: [1, 2] } },
    { text: 'bolts', value: { points: [] } },
  ]);
  assert.throws(() => entry.keyOf('é'), RangeError);
});

test('a versioned entry lies in an envelope', () => {
  const entry = stateEntry({ ...form, versioned: true });
  const state = new GenesisContext(7, 70);
  entry.put(state, 'acme', { points: [3] });
  assert.deepEqual(entry.get(state, 'acme'), { points: [3] });
  const { version, height } = decodeVersioned(state.get(entry.keyOf('acme'))!);
  assert.deepEqual([version, height], [1, 7]);
});

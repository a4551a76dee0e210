import { openMemoryStateStore } from '../memory/memory-store.ts';
import { valueHash } from '../proof/hashes.ts';
import type { StateSnapshot } from '../store.ts';
import { hex, utf8 } from './vector-files.ts';

type Entries = readonly (readonly [key: string, value: string])[];

/** Maps by name; keys and values as text, read as Latin-1 so that any byte can be written. */
export const MAPS: Readonly<Record<string, Entries>> = {
  empty: [],
  'one entry': [['a', 'one']],
  'empty value': [['a', '']],
  'two keys that part in their first bit': [
    ['\x01', 'low'],
    ['\x81', 'high'],
  ],
  'keys that begin other keys': [
    ['a', '1'],
    ['aa', '2'],
    ['aaa', '3'],
    ['ab', '4'],
  ],
  'a key of one zero byte among others': [
    ['\x00', 'zero'],
    ['\x00\x00', 'two zeros'],
    ['\xff', 'last'],
  ],
  'the longest key': [
    ['k'.repeat(512), 'long'],
    [`${'k'.repeat(511)}l`, 'neighbour'],
    ['k', 'short'],
  ],
  'a prefix and its records': [
    ['\x2088.118.7', 'prefix'],
    ['\x2088.118.7/X', 'other'],
    ['\x2088.118.8', 'prefix'],
    ['\x2088.118.8/A-1', 'pump'],
    ['\x2088.118.8/A-2', 'valve'],
    ['\x2088.118.8/B/7', 'gear'],
    ['\x2088.118.80', 'prefix'],
  ],
};

export const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

function withMap<T>(entries: Entries, use: (snapshot: StateSnapshot) => T): Promise<T> {
  const store = openMemoryStateStore({ tables: [] });
  const update = store.begin();
  update.write(entries.map(([key, value]) => ({ key: latin1(key), value: utf8(value) })));
  return update.commit().then(() => store.read(use));
}

export async function rootCases(): Promise<object[]> {
  const cases: object[] = [];
  for (const [name, entries] of Object.entries(MAPS)) {
    const root = await withMap(entries, (snapshot) => hex(snapshot.root));
    const pairs = entries.map(([key, value]) => [hex(latin1(key)), hex(utf8(value))]);
    cases.push({ name, entries: pairs, root });
  }
  return cases;
}

const QUESTIONS = ['a', 'aa', 'aab', 'b', '\x00', '\x80', '\x2088.118.8/A-1', '\x2088.118.8/A'];

export async function keyProofCases(): Promise<object[]> {
  const cases: object[] = [];
  for (const [name, entries] of Object.entries(MAPS)) {
    for (const question of new Set([...QUESTIONS, ...entries.map(([key]) => key)])) {
      const key = latin1(question);
      await withMap(entries, (snapshot) => {
        const value = snapshot.get(key);
        cases.push({
          name,
          root: hex(snapshot.root),
          key: hex(key),
          proof: hex(snapshot.proveKey(key)),
          valueHash: value === undefined ? null : hex(valueHash(value)),
        });
      });
    }
  }
  return cases;
}

const RANGES: readonly (readonly [start: string, end: string | null])[] = [
  ['', null],
  ['a', 'b'],
  ['aa', 'aaa'],
  ['b', 'c'],
  ['\x2088.118.8/', '\x2088.118.80'],
  ['\x2088.118.8/A-2', null],
  ['', '\x00'],
];

export async function rangeProofCases(): Promise<object[]> {
  const cases: object[] = [];
  for (const [name, entries] of Object.entries(MAPS)) {
    for (const [from, to] of RANGES) {
      const range = { start: latin1(from), end: to === null ? null : latin1(to) };
      await withMap(entries, (snapshot) => {
        cases.push({
          name,
          root: hex(snapshot.root),
          start: hex(range.start),
          end: range.end === null ? null : hex(range.end),
          proof: hex(snapshot.proveRange(range)),
          entries: [...snapshot.range(range)].map(({ key, value }) => [hex(key), hex(value)]),
        });
      });
    }
  }
  return cases;
}

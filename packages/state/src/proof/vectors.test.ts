import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { NaiveMap } from '../testing/naive-map.ts';
import { hex, readCases, unhex, VECTORS_FOLDER } from '../testing/vector-files.ts';
import { generateVectors } from '../testing/vectors.ts';
import { verifyHistory } from './history.ts';
import { verifyKeyProof } from './verify-key.ts';
import { verifyRangeProof } from './verify-range.ts';

interface Range {
  start: string;
  end: string | null;
}

const rangeOf = ({ start, end }: Range): { start: Uint8Array; end: Uint8Array | null } => ({
  start: unhex(start),
  end: end === null ? null : unhex(end),
});

test('the files of vectors are what their cases say', async () => {
  for (const [name, text] of await generateVectors()) {
    assert.equal(readFileSync(new URL(`${name}.json`, VECTORS_FOLDER), 'utf8'), text, name);
  }
});

test('roots', () => {
  const cases = readCases<{ name: string; entries: [string, string][]; root: string }>(
    'state/root',
  );
  for (const { name, entries, root } of cases) {
    const map = new NaiveMap();
    for (const [key, value] of entries) map.set(unhex(key), unhex(value));
    assert.equal(hex(map.root()), root, name);
  }
});

test('key proofs that hold', () => {
  const cases = readCases<{ root: string; key: string; proof: string; valueHash: string | null }>(
    'state/key-proof-valid',
  );
  for (const { root, key, proof, valueHash } of cases) {
    const found = verifyKeyProof(unhex(proof), unhex(root), unhex(key));
    assert.equal(found === null ? null : hex(found), valueHash);
  }
});

test('key proofs that do not hold', () => {
  const cases = readCases<{ name: string; root: string; key: string; proof: string; code: string }>(
    'state/key-proof-invalid',
  );
  for (const { name, root, key, proof, code } of cases) {
    assert.throws(() => verifyKeyProof(unhex(proof), unhex(root), unhex(key)), { code }, name);
  }
});

test('range proofs that hold', () => {
  const cases = readCases<Range & { root: string; proof: string; entries: [string, string][] }>(
    'state/range-proof-valid',
  );
  for (const each of cases) {
    const { entries } = verifyRangeProof(unhex(each.proof), unhex(each.root), rangeOf(each));
    assert.deepEqual(
      entries.map(({ key, value }) => [hex(key), hex(value)]),
      each.entries,
    );
  }
});

test('range proofs that do not hold', () => {
  const cases = readCases<Range & { name: string; root: string; proof: string; code: string }>(
    'state/range-proof-invalid',
  );
  for (const each of cases) {
    const { name, code } = each;
    const verify = () => verifyRangeProof(unhex(each.proof), unhex(each.root), rangeOf(each));
    assert.throws(verify, { code }, name);
  }
});

test('histories that hold', () => {
  const cases = readCases<{ current: string; older: string[]; versions: number[] }>(
    'state/history-valid',
  );
  for (const { current, older, versions } of cases) {
    const found = verifyHistory(unhex(current), older.map(unhex));
    assert.deepEqual(
      found.map(({ version }) => version),
      versions,
    );
  }
});

test('histories that do not hold', () => {
  const cases = readCases<{ name: string; current: string; older: string[]; code: string }>(
    'state/history-invalid',
  );
  for (const { name, current, older, code } of cases) {
    assert.throws(() => verifyHistory(unhex(current), older.map(unhex)), { code }, name);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openMemoryStateStore } from '../memory/memory-store.ts';
import type { StateSnapshot, Write } from '../store.ts';
import { keyArbitrary } from '../testing/arbitraries.ts';
import { compareKeys } from './key-bits.ts';
import { verifyKeyProof } from './verify-key.ts';
import { verifyRangeProof } from './verify-range.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function mapOf(writes: readonly Write[]): Promise<(use: (s: StateSnapshot) => void) => void> {
  const store = openMemoryStateStore({ tables: [] });
  const update = store.begin();
  update.write(writes);
  await update.commit();
  return (use) => store.read(use);
}

const records = Array.from({ length: 12 }, (_, index) => ({
  key: utf8(`88.118.${index % 4}/${(index * 7919) % 1000}`),
  value: utf8(`value ${index}`),
}));

/** Calls `verify` with each of the bytes changed to each other value. */
function changeEachByte(proof: Uint8Array, verify: (changed: Uint8Array) => void): number {
  let accepted = 0;
  for (let index = 0; index < proof.length; index += 1) {
    for (let change = 1; change < 256; change += 1) {
      const changed = Uint8Array.from(proof);
      changed[index] = (changed[index] as number) ^ change;
      try {
        verify(changed);
        accepted += 1;
      } catch (error) {
        assert.match((error as { code: string }).code, /^PROOF_/);
      }
    }
  }
  return accepted;
}

test('no byte of a key proof can be changed', async () => {
  const read = await mapOf(records);
  read((snapshot) => {
    for (const key of [utf8('88.118.2/762'), utf8('88.118.2/763')]) {
      const proof = snapshot.proveKey(key);
      const verify = (changed: Uint8Array): void => {
        verifyKeyProof(changed, snapshot.root, key);
      };
      assert.equal(changeEachByte(proof, verify), 0);
    }
  });
});

test('no byte of a range proof can be changed', async () => {
  const read = await mapOf(records);
  read((snapshot) => {
    const range = { start: utf8('88.118.1/'), end: utf8('88.118.1/5') };
    const proof = snapshot.proveRange(range);
    const verify = (changed: Uint8Array): void => {
      verifyRangeProof(changed, snapshot.root, range);
    };
    assert.equal(changeEachByte(proof, verify), 0);
  });
});

const map = fc.uniqueArray(fc.tuple(keyArbitrary, fc.uint8Array({ maxLength: 4 })), {
  minLength: 2,
  maxLength: 40,
  selector: ([key]) => Buffer.from(key).toString('hex'),
});

test('a proof about one key says nothing false about another', async () => {
  await fc.assert(
    fc.asyncProperty(map, keyArbitrary, keyArbitrary, async (entries, asked, other) => {
      const read = await mapOf(entries.map(([key, value]) => ({ key, value })));
      read((snapshot) => {
        const proof = snapshot.proveKey(asked);
        let found: Uint8Array | null;
        try {
          found = verifyKeyProof(proof, snapshot.root, other);
        } catch {
          return;
        }
        // The same leaf may show that both are absent; whatever it shows has to be true.
        assert.equal(found === null, snapshot.get(other) === undefined);
      });
    }),
    { numRuns: 400 },
  );
});

test('a proof about one range says nothing false about another', async () => {
  const range = fc.tuple(keyArbitrary, fc.option(keyArbitrary));
  await fc.assert(
    fc.asyncProperty(map, range, range, async (entries, asked, other) => {
      const read = await mapOf(entries.map(([key, value]) => ({ key, value })));
      read((snapshot) => {
        const [start, end] = asked;
        if (end !== null && compareKeys(start, end) >= 0) return;
        const proof = snapshot.proveRange({ start, end });
        const question = { start: other[0], end: other[1] };
        let found: { key: Uint8Array; value: Uint8Array }[];
        try {
          found = verifyRangeProof(proof, snapshot.root, question).entries;
        } catch {
          return;
        }
        assert.deepEqual(found, [...snapshot.range(question)]);
      });
    }),
    { numRuns: 400 },
  );
});

test('keys made to lie deep are bounded in proof and time', async () => {
  // Each key parts from the long one at another bit: the deepest tree that keys of 512 bytes can make.
  const long = new Uint8Array(512).fill(0xaa);
  const writes: Write[] = [{ key: long, value: utf8('target') }];
  for (let bit = 0; bit < 4096; bit += 1) {
    const key = long.slice(0, (bit >> 3) + 1);
    key[bit >> 3] = ((key[bit >> 3] as number) ^ (0x80 >> (bit & 7))) & (0xff << (7 - (bit & 7)));
    writes.push({ key, value: utf8('x') });
  }
  const read = await mapOf(writes);
  read((snapshot) => {
    const proof = snapshot.proveKey(long);
    assert.ok(proof.length > 4096 * 34 && proof.length <= 157_253, `${proof.length}`);
    const start = performance.now();
    assert.notEqual(verifyKeyProof(proof, snapshot.root, long), null);
    assert.ok(performance.now() - start < 500);
    const range = { start: new Uint8Array(0), end: null };
    const { entries } = verifyRangeProof(snapshot.proveRange(range), snapshot.root, range);
    assert.equal(entries.length, snapshot.size);
    assert.throws(() => verifyRangeProof(proof, snapshot.root, range, { maxBytes: 1000 }), {
      code: 'PROOF_TOO_LARGE',
    });
  });
});

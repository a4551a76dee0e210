import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLedger } from '../ledger.ts';
import { MODULES } from '../modules.ts';
import { entryKindOf } from './state-entries.ts';

const { registry } = createLedger(MODULES);

/** Bytes as the definitions write them: one of them a part. */
function keyOf(...parts: (number | string | Uint8Array)[]): Uint8Array {
  const bytes = parts.flatMap((part) =>
    typeof part === 'number'
      ? [part]
      : [...(typeof part === 'string' ? new TextEncoder().encode(part) : part)],
  );
  return Uint8Array.from(bytes);
}

const CASES: readonly [string, Uint8Array, string, boolean][] = [
  ['organization', keyOf(0x10, 'oadmin'), 'organization', true],
  ['key', keyOf(0x10, 'k', new Uint8Array(20).fill(0x6f)), 'key', true],
  ['key index', keyOf(0x10, 'iok', 0, 1, new Uint8Array(20)), 'keys of an organization', false],
  ['role index', keyOf(0x10, 'r', 3, 'iod'), 'organizations by role', false],
  [
    'end of a suspension',
    keyOf(0x10, 's', new Uint8Array(8), 'dodo'),
    'suspensions that end',
    false,
  ],
  ['membership', keyOf(0x10, 'm'), 'membership', false],
  ['document', keyOf(0x10, 'dsix', 0, 'licence'), 'document', true],
  ['constitution', keyOf(0x30, 'c'), 'constitution', true],
  ['proposal', keyOf(0x30, 'p', new Uint8Array(8), 0), 'proposal', true],
  ['vote', keyOf(0x30, 'p', new Uint8Array(8), 3, 'admin'), 'vote', false],
  ['activations', keyOf(0x01, 'unaming'), 'activations', false],
  ['record', keyOf(0x20, 3, 'a.b/c'), 'record', true],
];

for (const [about, key, entry, versioned] of CASES) {
  test(`the kind of an entry is known by its key: ${about}`, () => {
    const kind = entryKindOf(registry, key);
    assert.equal(kind?.definition.name, entry);
    assert.equal(kind?.definition.versioned, versioned);
  });
}

test("the kernel's bookkeeping is of no module's kind", () => {
  assert.equal(entryKindOf(registry, keyOf(0x01, 'r', new Uint8Array(40))), undefined);
});

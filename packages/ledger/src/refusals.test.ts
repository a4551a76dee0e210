import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ledger } from './index.ts';
import { GOVERNANCE_REFUSALS } from './testing/governance-refusals.ts';
import { KERNEL_REFUSALS } from './testing/kernel-refusals.ts';
import { NAMING_REFUSALS } from './testing/naming-refusals.ts';
import { ORGANIZATIONS_REFUSALS } from './testing/organizations-refusals.ts';
import type { Submitted } from './testing/sandbox.ts';

const CASES: Readonly<Record<string, () => Submitted>> = {
  ...KERNEL_REFUSALS,
  ...ORGANIZATIONS_REFUSALS,
  ...NAMING_REFUSALS,
  ...GOVERNANCE_REFUSALS,
};

for (const [code, definition] of ledger.registry.errors) {
  test(`${code} is given, with its number and words in both languages`, () => {
    const provoke = CASES[code];
    assert.ok(provoke !== undefined, `no case provokes ${code}: add one`);
    const submitted = provoke();
    assert.equal(submitted.word, code);
    assert.equal(submitted.code, definition.number);
    assert.deepEqual(submitted.events, []);
    for (const language of ['en', 'zh'] as const) {
      const words = ledger.describeRefusal(code, submitted.details, language);
      assert.doesNotMatch(words, /[{}?]/, 'a detail that the words need is missing');
    }
  });
}

test('a code of a later version is described as unknown', () => {
  assert.match(ledger.describeRefusal('SOME_NEW_CODE', {}, 'en'), /SOME_NEW_CODE/);
  assert.match(ledger.describeRefusal('SOME_NEW_CODE', {}, 'zh'), /SOME_NEW_CODE/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  IdentifierInvalidCase,
  IdentifierValidCase,
} from '../testing/identifier-canonical-cases.ts';
import type {
  CanonicalizeInvalidCase,
  CanonicalizeValidCase,
  ConfusableCase,
} from '../testing/identifier-edge-cases.ts';
import { readVectors, utf8 } from '../testing/vector-files.ts';
import { canonicalizeIdentifier } from './canonicalize.ts';
import { confusableWarning } from './confusable.ts';
import { displayIdentifier } from './display.ts';
import { isCanonicalIdentifier, parseIdentifier } from './parse.ts';
import { isCanonicalPrefix, isCanonicalSuffix } from './parse.ts';
import { checkPrefixBytes } from './prefix.ts';
import { checkSuffixBytes } from './suffix.ts';

for (const each of readVectors<IdentifierValidCase>('identifier/valid').cases) {
  test(`canonical: ${each.name}`, () => {
    const { prefix, suffix } = each;
    assert.deepEqual(parseIdentifier(each.identifier), { prefix, suffix });
    assert.equal(displayIdentifier(each.identifier), each.display);
    assert.ok(isCanonicalPrefix(prefix));
    assert.ok(isCanonicalSuffix(suffix));
    const bytes = utf8(each.identifier);
    assert.ok(checkPrefixBytes(bytes, 0, prefix.length));
    assert.ok(checkSuffixBytes(bytes, prefix.length + 1, bytes.length));
  });
}

for (const each of readVectors<IdentifierInvalidCase>('identifier/invalid').cases) {
  test(`not canonical, ${each.code}: ${each.name}`, () => {
    const refusal = { name: 'IdentifierError', code: each.code };
    assert.throws(() => parseIdentifier(each.identifier), refusal);
    assert.equal(isCanonicalIdentifier(each.identifier), false);
    const slash = each.identifier.indexOf('/');
    const [prefix, suffix] = [each.identifier.slice(0, slash), each.identifier.slice(slash + 1)];
    assert.equal(slash >= 0 && isCanonicalPrefix(prefix) && isCanonicalSuffix(suffix), false);
  });
}

for (const each of readVectors<CanonicalizeValidCase>('identifier/canonicalize-valid').cases) {
  test(`canonicalize: ${each.name}`, () => {
    assert.equal(canonicalizeIdentifier(each.input), each.canonical);
    assert.equal(canonicalizeIdentifier(each.canonical), each.canonical);
  });
}

for (const each of readVectors<CanonicalizeInvalidCase>('identifier/canonicalize-invalid').cases) {
  test(`canonicalize refuses, ${each.code}: ${each.name}`, () => {
    const refusal = { name: 'IdentifierError', code: each.code };
    assert.throws(() => canonicalizeIdentifier(each.input), refusal);
  });
}

for (const each of readVectors<ConfusableCase>('identifier/confusable').cases) {
  test(`${each.warns ? 'warns of' : 'is silent on'}: ${each.name}`, () => {
    canonicalizeIdentifier(each.input);
    const warning = confusableWarning(each.input);
    assert.equal(warning !== undefined, each.warns, warning);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { canonicalizeIdentifier, canonicalizePrefix } from './canonicalize.ts';
import { isForbiddenCodePoint } from './forbidden.ts';
import { IdentifierError } from './identifier-error.ts';
import { isCanonicalSuffix, parseIdentifier } from './parse.ts';

/** Text rich in what the rules are about. */
const unit = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Array.from('aZ09-._~%/ ?#\\é汉🏭')) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('%41', '%2F', '%C3', '%A9', '%c3%a9', '%E6%B1%89', '%25'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
);
const suffixText = fc.array(unit, { minLength: 1, maxLength: 12 }).map((units) => units.join(''));

test('what canonicalize returns is canonical, and stays as it is', () => {
  fc.assert(
    fc.property(suffixText, (text) => {
      let canonical: string;
      try {
        canonical = canonicalizeIdentifier(`88.118/${text}`);
      } catch (error) {
        assert.ok(error instanceof IdentifierError, String(error));
        return;
      }
      parseIdentifier(canonical);
      assert.equal(canonicalizeIdentifier(canonical), canonical);
    }),
    { numRuns: 5000 },
  );
});

/** The rule again, by other means: decode with the platform, judge the text, encode, compare. */
function isCanonicalByPlatform(suffix: string): boolean {
  let text: string;
  try {
    text = decodeURIComponent(suffix);
  } catch {
    return false;
  }
  const encoded = Array.from(text, (character) =>
    /[A-Za-z0-9\-._~!$&'()*+,;=:@/]/.test(character)
      ? character
      : [...new TextEncoder().encode(character)]
          .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
          .join(''),
  ).join('');
  const forbidden = Array.from(text).some((character) =>
    isForbiddenCodePoint(character.codePointAt(0)!),
  );
  const segments = text.split('/');
  return (
    encoded === suffix &&
    !forbidden &&
    suffix.length <= 255 &&
    !segments.some((segment) => segment === '' || segment === '.' || segment === '..')
  );
}

test('the byte check agrees with decoding and encoding again', () => {
  fc.assert(
    fc.property(suffixText, (text) => {
      assert.equal(isCanonicalSuffix(text), isCanonicalByPlatform(text), text);
    }),
    { numRuns: 20_000 },
  );
});

test('every single character, encoded, is judged as the platform judges it', () => {
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += codePoint < 0x3000 ? 1 : 61) {
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
    const encoded = encodeURIComponent(String.fromCodePoint(codePoint));
    assert.equal(isCanonicalSuffix(encoded), isCanonicalByPlatform(encoded), encoded);
  }
});

test('the frozen list holds what Unicode calls invisible, control or no character', () => {
  const listed =
    /[\p{Control}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Surrogate}]/u;
  // Line and paragraph separator, interlinear annotation, object replacement and replacement
  // character.
  const beyond = new Set([0x2028, 0x2029, 0xfff9, 0xfffa, 0xfffb, 0xfffc, 0xfffd]);
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
    const expected = listed.test(String.fromCodePoint(codePoint)) || beyond.has(codePoint);
    assert.equal(isForbiddenCodePoint(codePoint), expected, codePoint.toString(16));
  }
});

test('a lone surrogate has no canonical form', () => {
  assert.throws(() => canonicalizeIdentifier('88/\ud800'), { code: 'IDENTIFIER_UTF8' });
  assert.throws(() => canonicalizeIdentifier('88/\udc00%20'), { code: 'IDENTIFIER_UTF8' });
});

test('a prefix alone is folded and checked', () => {
  assert.equal(canonicalizePrefix('88.ORG'), '88.org');
  for (const wrong of ['', '88.', '88/x', '\u212a', 'a'.repeat(33)]) {
    assert.throws(() => canonicalizePrefix(wrong), { code: 'IDENTIFIER_PREFIX' }, wrong);
  }
});

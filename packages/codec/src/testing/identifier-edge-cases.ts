import type { IdentifierErrorCode } from '../identifier/identifier-error.ts';

export interface CanonicalizeValidCase {
  name: string;
  input: string;
  canonical: string;
}

export interface CanonicalizeInvalidCase {
  name: string;
  input: string;
  code: IdentifierErrorCode;
}

export interface ConfusableCase {
  name: string;
  input: string;
  /** Whether people should be warned; the words are up to the implementation. */
  warns: boolean;
}

const VALID: readonly (readonly [name: string, input: string, canonical: string])[] = [
  ['canonical already', '88.118.8/JXDY2106023', '88.118.8/JXDY2106023'],
  ['case of the prefix', '88.Org-A/aBc', '88.org-a/aBc'],
  ['spaces and quotes', '88/a "b"', '88/a%20%22b%22'],
  ['NFC', '88/caf\u00e9', '88/caf%C3%A9'],
  ['NFD', '88/cafe\u0301', '88/caf%C3%A9'],
  ['NFD, encoded', '88/cafe%CC%81', '88/caf%C3%A9'],
  ['NFD, the letter encoded too', '88/caf%65%CC%81', '88/caf%C3%A9'],
  ['lower-case hexadecimal', '88/%c3%a9%3f', '88/%C3%A9%3F'],
  ['encoded letters', '88/%41%62%63', '88/Abc'],
  ['encoded slash', '88/a%2Fb%2fc', '88/a/b/c'],
  ['decoded once and no more', '88/%2541', '88/%2541'],
  ['decoded once: a slash', '88/%252F', '88/%252F'],
  ['decoded once: two dots', '88/%252E%252E', '88/%252E%252E'],
  ['percent sign', '88/100%25', '88/100%25'],
  ['query and fragment are text', '88/a?b=c#d', '88/a%3Fb=c%23d'],
  ['Han', '88/\u6c7d\u8f66', '88/%E6%B1%BD%E8%BD%A6'],
  ['emoji', '88/\u{1f3ed}', '88/%F0%9F%8F%AD'],
  ['Hangul jamo compose', '88/\u1112\u1161\u11ab', '88/%ED%95%9C'],
  ['Kelvin sign is K under NFC', '88/\u212a', '88/K'],
  ['Angstrom sign', '88/\u212b', '88/%C3%85'],
  ['Ohm sign', '88/\u2126', '88/%CE%A9'],
  ['Greek question mark is a semicolon under NFC', '88/a\u037eb', '88/a;b'],
  ['compatibility ideograph with a canonical mapping', '88/\uf900', '88/%E8%B1%88'],
  ['full width stays: NFC is not NFKC', '88/\uff11\uff0f\uff05', '88/%EF%BC%91%EF%BC%8F%EF%BC%85'],
  ['ligature stays', '88/\ufb01', '88/%EF%AC%81'],
  ['capital I with dot stays', '88/\u0130', '88/%C4%B0'],
  ['capital sharp s stays', '88/\u1e9e', '88/%E1%BA%9E'],
  ['trailing dot stays', '88/a.', '88/a.'],
];

const INVALID: readonly (readonly [name: string, input: string, code: IdentifierErrorCode])[] = [
  ['no slash', '88.118.8', 'IDENTIFIER_NO_SUFFIX'],
  ['slash of full width', '88\uff0fx', 'IDENTIFIER_NO_SUFFIX'],
  ['encoded slash between prefix and suffix', '88.118.8%2FX', 'IDENTIFIER_NO_SUFFIX'],
  ['Kelvin sign in the prefix: no k', '\u212a/x', 'IDENTIFIER_PREFIX'],
  ['capital I with dot in the prefix: no i', '\u0130/x', 'IDENTIFIER_PREFIX'],
  ['capital sharp s in the prefix: no ss', '\u1e9e/x', 'IDENTIFIER_PREFIX'],
  ['full-width prefix', '\uff18\uff18/x', 'IDENTIFIER_PREFIX'],
  ['Cyrillic a in the prefix', '88.\u0430/x', 'IDENTIFIER_PREFIX'],
  ['encoded prefix', '%38%38/x', 'IDENTIFIER_PREFIX'],
  ['space around', ' 88/x', 'IDENTIFIER_PREFIX'],
  ['trailing dot of the prefix', '88.118.8./x', 'IDENTIFIER_PREFIX'],
  ['plain percent sign', '88/100%', 'IDENTIFIER_PERCENT'],
  ['percent sign before letters', '88/%zz', 'IDENTIFIER_PERCENT'],
  ['JavaScript escape', '88/%u0041', 'IDENTIFIER_PERCENT'],
  ['bytes that are not UTF-8', '88/%FF', 'IDENTIFIER_UTF8'],
  ['overlong slash', '88/%C0%AF', 'IDENTIFIER_UTF8'],
  ['overlong dots', '88/%C0%AE%C0%AE/x', 'IDENTIFIER_UTF8'],
  ['half a character', '88/%F0%9F', 'IDENTIFIER_UTF8'],
  ['GB 18030', '88/%C6%FB%B3%B5', 'IDENTIFIER_UTF8'],
  ['NUL', '88/a%00b', 'IDENTIFIER_CHARACTER'],
  ['raw line feed', '88/a\nb', 'IDENTIFIER_CHARACTER'],
  ['raw zero-width space', '88/a\u200bb', 'IDENTIFIER_CHARACTER'],
  ['raw zero-width joiner', '88/a\u200db', 'IDENTIFIER_CHARACTER'],
  ['raw right-to-left override', '88/\u202ecba', 'IDENTIFIER_CHARACTER'],
  ['raw isolate', '88/\u2066a\u2069', 'IDENTIFIER_CHARACTER'],
  ['raw byte order mark', '88/\ufeffa', 'IDENTIFIER_CHARACTER'],
  ['raw soft hyphen', '88/a\u00adb', 'IDENTIFIER_CHARACTER'],
  ['raw noncharacter', '88/\uffff', 'IDENTIFIER_CHARACTER'],
  ['two dots', '88/..', 'IDENTIFIER_SEGMENT'],
  ['two dots, encoded', '88/%2e%2E', 'IDENTIFIER_SEGMENT'],
  ['two dots, encoded, inside', '88/a/%2e./b', 'IDENTIFIER_SEGMENT'],
  ['path traversal', '88/../../etc/passwd', 'IDENTIFIER_SEGMENT'],
  ['path traversal, encoded', '88/..%2f..%2fetc%2fpasswd', 'IDENTIFIER_SEGMENT'],
  ['two slashes', '88//x', 'IDENTIFIER_SEGMENT'],
  ['two slashes, one encoded', '88/%2Fx', 'IDENTIFIER_SEGMENT'],
  ['slash last', '88/x/', 'IDENTIFIER_SEGMENT'],
  ['nothing after the slash', '88/', 'IDENTIFIER_NO_SUFFIX'],
  ['longer than 255 once encoded', `88/${'\u6c7d'.repeat(29)}`, 'IDENTIFIER_LENGTH'],
  ['much too long', `88/${'x'.repeat(2000)}`, 'IDENTIFIER_LENGTH'],
];

const CONFUSABLE: readonly (readonly [name: string, input: string, warns: boolean])[] = [
  ['ASCII', '88/JXDY-2106023', false],
  ['encoded ASCII', '88/a%20b', false],
  ['French', '88/%C3%A9t%C3%A9', false],
  ['German', '88/Stra\u00dfe', false],
  ['Turkish', '88/\u0130stanbul', false],
  ['Han', '88/\u6c7d\u8f66', false],
  ['Han and Latin', '88/\u6c7d\u8f66ABC', false],
  ['Japanese', '88/\u30c8\u30e8\u30bf\u81ea\u52d5\u8eca', false],
  ['Russian', '88/\u0417\u0430\u0432\u043e\u0434', false],
  ['Greek', '88/\u03bb\u03cc\u03b3\u03bf\u03c2', false],
  ['Cyrillic a in a Latin word', '88/p\u0430ypal', true],
  ['the same, encoded', '88/p%D0%B0ypal', true],
  ['Cyrillic that reads as Latin', '88/\u0410\u0412\u0421', true],
  ['Greek that reads as Latin', '88/\u039f\u039a', true],
  ['Latin and Greek', '88/A\u03a91', true],
  ['full-width digits', '88/\uff11\uff12', true],
  ['full-width slash', '88/a\uff0fb', true],
  ['ligature', '88/\ufb01le', true],
  ['superscript', '88/m\u00b2', true],
  ['Arabic-Indic digits', '88/\u0663', true],
  ['no-break space', '88/a\u00a0b', true],
  ['ideographic space', '88/a\u3000b', true],
];

export function canonicalizeValidCases(): CanonicalizeValidCase[] {
  return VALID.map(([name, input, canonical]) => ({ name, input, canonical }));
}

export function canonicalizeInvalidCases(): CanonicalizeInvalidCase[] {
  return INVALID.map(([name, input, code]) => ({ name, input, code }));
}

export function confusableCases(): ConfusableCase[] {
  return CONFUSABLE.map(([name, input, warns]) => ({ name, input, warns }));
}

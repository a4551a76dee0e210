import type { IdentifierErrorCode } from '../identifier/identifier-error.ts';

export interface IdentifierValidCase {
  name: string;
  identifier: string;
  prefix: string;
  suffix: string;
  /** Percent-decoded, for people. */
  display: string;
}

export interface IdentifierInvalidCase {
  name: string;
  identifier: string;
  code: IdentifierErrorCode;
}

type Row = readonly (readonly [name: string, identifier: string, display?: string])[];

const label = 'a'.repeat(32);
/** 127 characters. */
const longestPrefix = `${label}.${label}.${label}.${'a'.repeat(28)}`;

const VALID: Row = [
  ['a code of the national system', '88.118.8/JXDY2106023'],
  ['shortest', 'a/b'],
  ['digits alone', '88/1'],
  ['hyphen and underscore inside a label', 'a-b_c.d--e/x'],
  ['label of 32', `${label}/x`],
  ['16 labels', `${'a.'.repeat(15)}a/x`],
  ['prefix of 127', `${longestPrefix}/x`],
  ['suffix of 255', `88/${'x'.repeat(255)}`],
  [
    'suffix of 255 with encoded bytes',
    `88/${'%E6%B1%89'.repeat(28)}xxx`,
    `88/${'汉'.repeat(28)}xxx`,
  ],
  ['every mark that may stand raw', "88/-._~!$&'()*+,;=:@"],
  ['case of the suffix is kept', '88/aBcD'],
  ['slashes inside', '88/a/b/c'],
  ['three dots', '88/...'],
  ['dots inside and around', '88/.a..b./..c/d..'],
  ['trailing dot', '88/a.'],
  ['space', '88/a%20b', '88/a b'],
  ['percent sign', '88/100%25', '88/100%'],
  ['percent sign before two digits: text, not an encoding', '88/%2541', '88/%41'],
  ['question mark and hash', '88/a%3Fb%23c', '88/a?b#c'],
  ['ASCII that must be encoded', '88/%22%3C%3E%5B%5C%5D%5E%60%7B%7C%7D', '88/"<>[\\]^`{|}'],
  ['two-byte character', '88/%C3%A9', '88/é'],
  ['three-byte characters', '88/%E6%B1%BD%E8%BD%A6', '88/汽车'],
  ['four-byte character', '88/%F0%9F%8F%AD', '88/🏭'],
  ['private use', '88/%EE%80%80', '88/\ue000'],
  ['no-break space', '88/a%C2%A0b', '88/a\u00a0b'],
  [
    'not in NFC: the ledger has no tables and takes it; the edge never sends it',
    '88/e%CC%81',
    '88/e\u0301',
  ],
];

const PREFIX: Row = [
  ['no prefix', '/x'],
  ['upper case', 'Ab/x'],
  ['dot first', '.88/x'],
  ['dot last', '88./x'],
  ['two dots', '88..118/x'],
  ['hyphen first', '-a/x'],
  ['hyphen last', 'a-/x'],
  ['hyphen first in an inner label', 'a.-b/x'],
  ['hyphen last in an inner label', 'a-.b/x'],
  ['underscore first', '_a/x'],
  ['underscore last', 'a_/x'],
  ['label of 33', `${label}a/x`],
  ['17 labels', `${'a.'.repeat(16)}a/x`],
  ['space', 'a b/x'],
  ['space first', ' a/x'],
  ['percent-encoded letter', '%61/x'],
  ['plus', 'a+b/x'],
  ['accent', 'é/x'],
  ['full-width digits', '８８/x'],
  ['Kelvin sign', '\u212a/x'],
  ['capital I with dot', '\u0130/x'],
  ['capital sharp s', '\u1e9e/x'],
  ['Cyrillic a', '\u0430/x'],
  ['zero-width joiner', 'a\u200db/x'],
  ['line feed', 'a\nb/x'],
  ['NUL', 'a\u0000/x'],
];

const NO_SUFFIX: Row = [
  ['empty', ''],
  ['prefix alone', '88.118.8'],
  ['nothing after the slash', '88.118.8/'],
  ['slash encoded', '88.118.8%2FX'],
  ['slash alone of full width', '88／x'],
];

const LENGTH: Row = [
  ['prefix of 128', `${longestPrefix}a/x`],
  ['suffix of 256', `88/${'x'.repeat(256)}`],
  ['a thousand', `88/${'x'.repeat(1000)}`],
];

const SUFFIX: Row = [
  ...Array.from(' "<>\\^`{|}#?[]', (character): [string, string] => [
    `raw ${character}`,
    `88/a${character}b`,
  ]),
  ['raw accent', '88/é'],
  ['raw Han', '88/汉'],
  ['raw full-width digit', '88/１'],
  ['raw Cyrillic', '88/\u0430'],
  ['raw NUL', '88/\u0000'],
  ['raw tab', '88/a\tb'],
  ['raw line feed', '88/a\n'],
  ['raw DEL', '88/\u007f'],
  ['raw zero-width space', '88/a\u200bb'],
  ['raw right-to-left override', '88/\u202eabc'],
];

const PERCENT: Row = [
  ['percent at the end', '88/100%'],
  ['one digit at the end', '88/a%4'],
  ['no digits', '88/%zz'],
  ['one digit', '88/%4x'],
  ['lower case', '88/%c3%a9'],
  ['lower case in the second byte', '88/%C3%a9'],
  ['lower case of ASCII', '88/%3f'],
  ['JavaScript escape', '88/%u0041'],
];

const NOT_CANONICAL: Row = [
  ['letter', '88/%41'],
  ['digit', '88/%30'],
  ['slash', '88/a%2Fb'],
  ['dot', '88/%2E%2E'],
  ['tilde', '88/%7E'],
  ['colon', '88/a%3Ab'],
  ['apostrophe', '88/%27'],
];

const UTF8: Row = [
  ['byte that never occurs', '88/%FF'],
  ['lone continuation byte', '88/%80'],
  ['cut by the end', '88/%C3'],
  ['cut by a letter', '88/%C3A9'],
  ['cut by an ASCII byte', '88/%C3%20'],
  ['overlong slash', '88/%C0%AF'],
  ['overlong slash in three', '88/%E0%80%AF'],
  ['overlong slash in four', '88/%F0%80%80%AF'],
  ['surrogate', '88/%ED%A0%80'],
  ['CESU-8', '88/%ED%A0%81%ED%B0%80'],
  ['beyond U+10FFFF', '88/%F4%90%80%80'],
  ['three of four bytes', '88/%F0%9F%8F'],
];

const CHARACTER: Row = [
  ['NUL', '88/%00'],
  ['tab', '88/a%09b'],
  ['line feed', '88/a%0Ab'],
  ['carriage return and line feed', '88/a%0D%0Ab'],
  ['unit separator', '88/%1F'],
  ['DEL', '88/%7F'],
  ['first C1 control', '88/%C2%80'],
  ['next line', '88/%C2%85'],
  ['last C1 control', '88/%C2%9F'],
  ['soft hyphen', '88/a%C2%ADb'],
  ['combining grapheme joiner', '88/a%CD%8Fb'],
  ['Arabic letter mark', '88/%D8%9C'],
  ['Hangul filler', '88/%E3%85%A4'],
  ['half-width Hangul filler', '88/%EF%BE%A0'],
  ['Mongolian vowel separator', '88/%E1%A0%8E'],
  ['zero-width space', '88/a%E2%80%8Bb'],
  ['zero-width non-joiner', '88/a%E2%80%8Cb'],
  ['zero-width joiner', '88/a%E2%80%8Db'],
  ['left-to-right mark', '88/%E2%80%8E'],
  ['right-to-left mark', '88/%E2%80%8F'],
  ['line separator', '88/%E2%80%A8'],
  ['paragraph separator', '88/%E2%80%A9'],
  ['left-to-right embedding', '88/%E2%80%AA'],
  ['right-to-left override', '88/%E2%80%AEcba'],
  ['word joiner', '88/a%E2%81%A0b'],
  ['invisible times', '88/%E2%81%A2'],
  ['left-to-right isolate', '88/%E2%81%A6'],
  ['pop directional isolate', '88/%E2%81%A9'],
  ['noncharacter U+FDD0', '88/%EF%B7%90'],
  ['variation selector', '88/a%EF%B8%8F'],
  ['byte order mark', '88/%EF%BB%BFa'],
  ['interlinear annotation', '88/%EF%BF%B9'],
  ['replacement character', '88/%EF%BF%BD'],
  ['noncharacter U+FFFE', '88/%EF%BF%BE'],
  ['noncharacter U+FFFF', '88/%EF%BF%BF'],
  ['noncharacter U+1FFFE', '88/%F0%9F%BF%BE'],
  ['tag letter', '88/%F3%A0%81%81'],
  ['variation selector 17', '88/%F3%A0%84%80'],
  ['noncharacter U+10FFFF', '88/%F4%8F%BF%BF'],
];

const SEGMENT: Row = [
  ['one dot', '88/.'],
  ['two dots', '88/..'],
  ['two dots first', '88/../x'],
  ['two dots inside', '88/a/../b'],
  ['two dots last', '88/a/..'],
  ['one dot inside', '88/a/./b'],
  ['two slashes', '88//a'],
  ['two slashes inside', '88/a//b'],
  ['slash last', '88/a/'],
];

function group(code: IdentifierErrorCode, rows: Row): IdentifierInvalidCase[] {
  return rows.map(([name, identifier]) => ({ name, identifier, code }));
}

export function identifierValidCases(): IdentifierValidCase[] {
  return VALID.map(([name, identifier, display = identifier]) => {
    const slash = identifier.indexOf('/');
    const [prefix, suffix] = [identifier.slice(0, slash), identifier.slice(slash + 1)];
    return { name, identifier, prefix, suffix, display };
  });
}

export function identifierInvalidCases(): IdentifierInvalidCase[] {
  return [
    ...group('IDENTIFIER_PREFIX', PREFIX),
    ...group('IDENTIFIER_NO_SUFFIX', NO_SUFFIX),
    ...group('IDENTIFIER_LENGTH', LENGTH),
    ...group('IDENTIFIER_SUFFIX', SUFFIX),
    ...group('IDENTIFIER_PERCENT', PERCENT),
    ...group('IDENTIFIER_NOT_CANONICAL', NOT_CANONICAL),
    ...group('IDENTIFIER_UTF8', UTF8),
    ...group('IDENTIFIER_CHARACTER', CHARACTER),
    ...group('IDENTIFIER_SEGMENT', SEGMENT),
  ];
}

import type { CborErrorCode } from '../cbor/cbor-error.ts';
import type { CborLimits } from '../cbor/limits.ts';
import type { RepeatedHex } from './vector-files.ts';

export interface CborInvalidCase {
  name: string;
  cbor: string | RepeatedHex;
  code: CborErrorCode;
  /** Limits other than the defaults (16 levels, 2^20 items, 2^26 bytes). */
  limits?: CborLimits;
}

type Group = readonly (readonly [name: string, cbor: string | RepeatedHex])[];

const TRUNCATED: Group = [
  ['nothing', ''],
  ['one-byte head without its byte', '18'],
  ['two-byte head cut', '1901'],
  ['four-byte head cut', '1a000100'],
  ['eight-byte head cut', '1b00000001000000'],
  ['byte string cut', '4401'],
  ['text cut', '6261'],
  ['array without its item', '81'],
  ['array cut', '8301'],
  ['map without its pair', 'a1'],
  ['map without a value', 'a101'],
  ['byte string of 4 GiB announced', '5affffffff00'],
  ['text of 2^64 - 1 announced', '7bffffffffffffffff00'],
  ['array of 2^32 - 1 announced', '9affffffff00'],
  ['array of 2^64 - 1 announced', '9bffffffffffffffff00'],
  ['map of 2^63 announced', 'bb800000000000000000'],
  ['array one short', '83f4f5'],
  ['map whose pairs cannot fit', 'a2010203'],
];

const TRAILING: Group = [
  ['a second item', '0000'],
  ['a break code', '80ff'],
  ['a byte after a map', 'a000'],
];

const NOT_MINIMAL: Group = [
  ['0 in one byte', '1800'],
  ['23 in one byte', '1817'],
  ['24 in two bytes', '190018'],
  ['255 in two bytes', '1900ff'],
  ['65535 in four bytes', '1a0000ffff'],
  ['2^32 - 1 in eight bytes', '1b00000000ffffffff'],
  ['-1 in one byte', '3800'],
  ['-24 in one byte', '3817'],
  ['-256 in two bytes', '3900ff'],
  ['length of bytes', '580101'],
  ['length of text', '780161'],
  ['length of text in eight bytes', '7b000000000000000161'],
  ['count of an array', '980100'],
  ['count of a map', 'b8010000'],
  ['empty array with a longer head', '9800'],
  ['empty map with a longer head', 'b90000'],
  ['a map key', 'a1180000'],
];

const INDEFINITE: Group = [
  ['bytes', '5f4101ff'],
  ['text', '7f6161ff'],
  ['array', '9f01ff'],
  ['empty array', '9fff'],
  ['map', 'bf0102ff'],
  ['a break code alone', 'ff'],
  ['a break code as an item', '81ff'],
  ['integer', '1f'],
  ['negative integer', '3f'],
];

const RESERVED: Group = [
  ['integer 28', '1c'],
  ['integer 29', '1d'],
  ['integer 30', '1e'],
  ['negative 28', '3c'],
  ['bytes 28', '5c'],
  ['text 29', '7d'],
  ['array 30', '9e'],
  ['map 28', 'bc'],
  ['simple 28', 'fc'],
  ['simple 29', 'fd'],
  ['simple 30', 'fe'],
];

const FLOAT: Group = [
  ['1.0 as half', 'f93c00'],
  ['NaN as half', 'f97e00'],
  ['infinity as half', 'f97c00'],
  ['100000.0 as single', 'fa47c35000'],
  ['1.1 as double', 'fb3ff199999999999a'],
  ['inside an array', '81f93c00'],
];

const SIMPLE: Group = [
  ['undefined', 'f7'],
  ['simple(0)', 'e0'],
  ['simple(16)', 'f0'],
  ['simple(19)', 'f3'],
  ['simple(32)', 'f820'],
  ['simple(255)', 'f8ff'],
  ['false in two bytes', 'f814'],
  ['undefined in an array', '81f7'],
];

const TAG: Group = [
  ['date text', 'c074323031332d30332d32315432303a30343a30305a'],
  ['epoch time', 'c11a514b67b0'],
  ['bignum', 'c249010000000000000000'],
  ['self-described CBOR', 'd9d9f700'],
  ['COSE_Sign1 where a plain item is wanted', 'd28440a04040'],
  ['inside an array', '81c000'],
  ['as a map key', 'a1c00000'],
];

const UTF8: Group = [
  ['lone continuation byte', '6180'],
  ['0xff', '61ff'],
  ['overlong slash in two bytes', '62c0af'],
  ['overlong NUL in two bytes', '62c080'],
  ['overlong slash in three bytes', '63e080af'],
  ['overlong slash in four bytes', '64f08080af'],
  ['first surrogate', '63eda080'],
  ['last surrogate', '63edbfbf'],
  ['CESU-8 pair', '66eda081edb080'],
  ['beyond U+10FFFF', '64f4908080'],
  ['lead byte of five', '65f888808080'],
  ['sequence cut by the end', '61c3'],
  ['sequence cut by a letter', '62c361'],
  ['four-byte sequence with three', '63f09f98'],
  [
    'in long text',
    [
      ['7828', 1],
      ['61', 39],
      ['ff', 1],
    ],
  ],
  ['in a map key', 'a161ff00'],
];

const KEY_ORDER: Group = [
  ['integers', 'a202000100'],
  ['text', 'a2616200616100'],
  ['long text before short text', 'a262616100617a00'],
  ['negative before unsigned', 'a220000000'],
  ['text before integer', 'a26161000000'],
  ['in an inner map', '81a202000100'],
  ['after an inner map', 'a302a10000010003'],
];

const KEY_DUPLICATE: Group = [
  ['integer', 'a201000101'],
  ['text', 'a2616100616101'],
  ['empty text', 'a260006001'],
  ['in an inner map', 'a100a201000101'],
  ['third of three', 'a3010002000201'],
];

const KEY_TYPE: Group = [
  ['bytes', 'a1410100'],
  ['array', 'a18000'],
  ['array with items', 'a1810000'],
  ['map', 'a1a000'],
  ['true', 'a1f500'],
  ['null', 'a1f600'],
];

const TOO_DEEP: Group = [
  [
    '17 arrays',
    [
      ['81', 17],
      ['00', 1],
    ],
  ],
  [
    '17 arrays, the last empty',
    [
      ['81', 16],
      ['80', 1],
    ],
  ],
  [
    '17 maps',
    [
      ['a100', 17],
      ['00', 1],
    ],
  ],
  [
    'arrays and maps',
    [
      ['81a100', 9],
      ['00', 1],
    ],
  ],
  [
    '100,000 arrays',
    [
      ['81', 100_000],
      ['00', 1],
    ],
  ],
  [
    '100,000 maps',
    [
      ['a100', 100_000],
      ['00', 1],
    ],
  ],
  [
    '100,000 arrays of two',
    [
      ['8200', 100_000],
      ['00', 1],
    ],
  ],
];

function group(code: CborErrorCode, cases: Group): CborInvalidCase[] {
  return cases.map(([name, cbor]) => ({ name, cbor, code }));
}

export function cborInvalidCases(): CborInvalidCase[] {
  return [
    ...group('CBOR_TRUNCATED', TRUNCATED),
    ...group('CBOR_TRAILING', TRAILING),
    ...group('CBOR_NOT_MINIMAL', NOT_MINIMAL),
    ...group('CBOR_INDEFINITE', INDEFINITE),
    ...group('CBOR_RESERVED', RESERVED),
    ...group('CBOR_FLOAT', FLOAT),
    ...group('CBOR_SIMPLE', SIMPLE),
    ...group('CBOR_TAG', TAG),
    ...group('CBOR_UTF8', UTF8),
    ...group('CBOR_KEY_ORDER', KEY_ORDER),
    ...group('CBOR_KEY_DUPLICATE', KEY_DUPLICATE),
    ...group('CBOR_KEY_TYPE', KEY_TYPE),
    ...group('CBOR_TOO_DEEP', TOO_DEEP),
    {
      name: 'four levels of three',
      cbor: '8181818100',
      code: 'CBOR_TOO_DEEP',
      limits: { maxDepth: 3 },
    },
    {
      name: 'eleven items of ten',
      cbor: '8a00000000000000000000',
      code: 'CBOR_TOO_MANY_ITEMS',
      limits: { maxItems: 10 },
    },
    {
      name: 'five bytes of four',
      cbor: '4401020304',
      code: 'CBOR_TOO_LARGE',
      limits: { maxBytes: 4 },
    },
    {
      name: 'more than 2^20 items',
      cbor: [
        ['9a00100000', 1],
        ['00', 1_048_576],
      ],
      code: 'CBOR_TOO_MANY_ITEMS',
    },
  ];
}

import { encode, type CborValue } from '../cbor/value.ts';
import { diagnostic } from './diagnostic.ts';
import { hex } from './vector-files.ts';

export interface CborValidCase {
  name: string;
  cbor: string;
  /** RFC 8949 §8. */
  diagnostic: string;
}

/** Hand-written: what RFC 8949 appendix A says, so that no encoder of ours is believed. */
const QUOTED: readonly (readonly [cbor: string, diagnostic: string])[] = [
  ['00', '0'],
  ['01', '1'],
  ['0a', '10'],
  ['17', '23'],
  ['1818', '24'],
  ['1819', '25'],
  ['1864', '100'],
  ['18ff', '255'],
  ['190100', '256'],
  ['1903e8', '1000'],
  ['19ffff', '65535'],
  ['1a00010000', '65536'],
  ['1a000f4240', '1000000'],
  ['1affffffff', '4294967295'],
  ['1b0000000100000000', '4294967296'],
  ['1b000000e8d4a51000', '1000000000000'],
  ['1b001fffffffffffff', '9007199254740991'],
  ['1b0020000000000000', '9007199254740992'],
  ['1b0020000000000001', '9007199254740993'],
  ['1bffffffffffffffff', '18446744073709551615'],
  ['20', '-1'],
  ['29', '-10'],
  ['37', '-24'],
  ['3818', '-25'],
  ['3863', '-100'],
  ['38ff', '-256'],
  ['390100', '-257'],
  ['3903e7', '-1000'],
  ['3affffffff', '-4294967296'],
  ['3b0000000100000000', '-4294967297'],
  ['3b001ffffffffffffe', '-9007199254740991'],
  ['3b001fffffffffffff', '-9007199254740992'],
  ['3bffffffffffffffff', '-18446744073709551616'],
  ['40', "h''"],
  ['4401020304', "h'01020304'"],
  ['60', '""'],
  ['6161', '"a"'],
  ['6449455446', '"IETF"'],
  ['62225c', '"\\"\\\\"'],
  ['62c3bc', '"ü"'],
  ['63e6b0b4', '"水"'],
  ['64f0908591', '"𐅑"'],
  ['80', '[]'],
  ['83010203', '[1, 2, 3]'],
  ['8301820203820405', '[1, [2, 3], [4, 5]]'],
  ['a0', '{}'],
  ['a201020304', '{1: 2, 3: 4}'],
  ['a26161016162820203', '{"a": 1, "b": [2, 3]}'],
  ['826161a161626163', '["a", {"b": "c"}]'],
  ['f4', 'false'],
  ['f5', 'true'],
  ['f6', 'null'],
];

const nested = (depth: number): CborValue => (depth === 0 ? 0 : [nested(depth - 1)]);

const MADE: readonly (readonly [name: string, value: CborValue])[] = [
  ['23 bytes, the last with a one-byte head', new Uint8Array(23).fill(1)],
  ['24 bytes', new Uint8Array(24).fill(1)],
  ['256 bytes', new Uint8Array(256).fill(1)],
  ['text of 23 characters', 'x'.repeat(23)],
  ['text of 24 characters', 'x'.repeat(24)],
  ['text of 33 characters', 'x'.repeat(33)],
  ['text of 256 characters', 'x'.repeat(256)],
  ['a byte order mark is a character like any other', '\ufeffa'],
  ['noncharacters are valid UTF-8', '\uffff\ufdd0'],
  ['text that is not in NFC stays as it is', 'e\u0301'],
  ['array of 24', Array.from({ length: 24 }, (_, index) => index)],
  ['16 levels of arrays', nested(16)],
  ['empty containers inside', [[], new Map(), [[]]]],
  [
    'order of keys: by encoding, so integers, negatives, short text, long text (RFC 8949 §4.2.1)',
    new Map<number | string, CborValue>([
      [10, 0],
      [100, 0],
      [-1, 0],
      ['z', 0],
      ['aa', 0],
    ]),
  ],
];

export function cborValidCases(): CborValidCase[] {
  const quoted = QUOTED.map(([cbor, text]) => ({ name: text, cbor, diagnostic: text }));
  const made = MADE.map(([name, value]) => {
    return { name, cbor: hex(encode(value)), diagnostic: diagnostic(value) };
  });
  return [...quoted, ...made];
}

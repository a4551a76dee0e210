import { sha256 } from '@touchmark/crypto';
import { decode, encode, type CborValue } from '../cbor/value.ts';
import type { CometErrorCode } from '../comet/comet-error.ts';
import { headerHash } from '../comet/header-hash.ts';
import { validatorsHash } from '../comet/hashes.ts';
import { encodeSignedHeader } from '../comet/signed-header-transport.ts';
import type { Header, SignedHeader } from '../comet/types.ts';
import { encodeValidators, MAX_TOTAL_POWER } from '../comet/validators-transport.ts';
import { commitSignBytes } from '../comet/vote.ts';
import { signedHeader, testHeader, testValidators } from './comet-chain.ts';
import { commitJson, headerJson, upperHex, validatorJson } from './comet-json.ts';
import { hex, utf8 } from './vector-files.ts';

export interface CometInvalidCase {
  name: string;
  cbor: string;
  code: CometErrorCode;
}

export const validators = testValidators([10n, 10n, 7n, 1n]);
export const sample: SignedHeader = signedHeader(testHeader(validators), validators, [2, 1, 2, 3]);

export function signedHeaderValidCases(): object[] {
  const one = testValidators([1n]);
  const later: Partial<Header> = {
    height: 2,
    lastBlockId: sample.commit.blockId,
    time: { seconds: 1_790_000_001n, nanos: 0 },
  };
  const cases: [name: string, signed: SignedHeader, voters: typeof one][] = [
    ['one validator', signedHeader(testHeader(one), one, [2]), one],
    ['four validators, one absent, one for nil', sample, validators],
    ['second block, round 3', signedHeader(testHeader(one, later), one, [2], 3), one],
    ['no app hash', signedHeader(testHeader(one, { appHash: new Uint8Array(0) }), one, [2]), one],
  ];
  return cases.map(([name, signed, voters]) => ({
    name,
    cbor: hex(encodeSignedHeader(signed)),
    header: headerJson(signed.header),
    commit: commitJson(signed.commit),
    hash: upperHex(headerHash(signed.header)),
    signBytes: signed.commit.signatures.map(({ flag }, index) =>
      flag === 1 ? null : hex(commitSignBytes(signed.header.chainId, signed.commit, index)),
    ),
    validators: voters.map(({ publicKey }) => hex(publicKey)),
  }));
}

/** The sample's CBOR with the item at `path` replaced. */
function changed(path: readonly number[], value: CborValue): string {
  const replace = (item: CborValue, [index, ...rest]: readonly number[]): CborValue => {
    if (index === undefined) return value;
    if (!Array.isArray(item)) throw new Error('the path leads into no array');
    return item.map((each: CborValue, at) => (at === index ? replace(each, rest) : each));
  };
  return hex(encode(replace(decode(encodeSignedHeader(sample)), path)));
}

type Row = readonly (readonly [name: string, cbor: string, code: CometErrorCode])[];

export function signedHeaderInvalidCases(): CometInvalidCase[] {
  const whole = hex(encodeSignedHeader(sample));
  const sig = (...items: CborValue[]): string => changed([1, 3, 0], items);
  const { validatorAddress: address, signature } = sample.commit.signatures[0]!;
  const rows: Row = [
    ['nothing', '', 'COMET_ENCODING'],
    ['cut', whole.slice(0, -2), 'COMET_ENCODING'],
    ['a byte after it', `${whole}00`, 'COMET_ENCODING'],
    ['header alone', hex(encode([[]])), 'COMET_ENCODING'],
    ['count not minimal', `9802${whole.slice(2)}`, 'COMET_ENCODING'],
    ['indefinite length', `9f${whole.slice(2)}ff`, 'COMET_ENCODING'],
    [
      'header of 13',
      changed(
        [0],
        Array.from({ length: 13 }, () => 0),
      ),
      'COMET_ENCODING',
    ],
    ['height is text', changed([0, 2], '1'), 'COMET_ENCODING'],
    ['height is negative', changed([0, 2], -1), 'COMET_ENCODING'],
    ['height of 2^53', changed([0, 2], 2n ** 53n), 'COMET_ENCODING'],
    ['no chain id', changed([0, 1], ''), 'COMET_CHAIN_ID'],
    ['chain id of 51', changed([0, 1], 'c'.repeat(51)), 'COMET_CHAIN_ID'],
    ['nanos of 10^9', changed([0, 3, 1], 1_000_000_000), 'COMET_TIME'],
    ['before the year 1', changed([0, 3, 0], -62_135_596_801), 'COMET_TIME'],
    ['after the year 9999', changed([0, 3, 0], 253_402_300_800), 'COMET_TIME'],
    ['hash of 31 bytes', changed([0, 5], new Uint8Array(31)), 'COMET_HASH_LENGTH'],
    ['block hash of 33 bytes', changed([0, 4, 0], new Uint8Array(33)), 'COMET_HASH_LENGTH'],
    ['app hash of 65 bytes', changed([0, 10], new Uint8Array(65)), 'COMET_HASH_LENGTH'],
    ['proposer of 19 bytes', changed([0, 13], new Uint8Array(19)), 'COMET_ENCODING'],
    ['2^32 parts', changed([1, 2, 1], 2 ** 32), 'COMET_RANGE'],
    ['round 2^31', changed([1, 1], 2 ** 31), 'COMET_RANGE'],
    ['flag 0', sig(0, address, [0, 0], signature), 'COMET_COMMIT_SIG'],
    ['flag 4', sig(4, address, [0, 0], signature), 'COMET_COMMIT_SIG'],
    ['absent with an address', sig(1, address, [0, 0], signature), 'COMET_COMMIT_SIG'],
    ['present without the rest', sig(2), 'COMET_COMMIT_SIG'],
    ['address of 32 bytes', sig(2, sha256(address), [0, 0], signature), 'COMET_ENCODING'],
    ['no signature', sig(2, address, [0, 0], new Uint8Array(0)), 'COMET_ENCODING'],
    ['signature of 65 bytes', sig(2, address, [0, 0], new Uint8Array(65)), 'COMET_ENCODING'],
    [
      '10,001 signatures',
      changed(
        [1, 3],
        Array.from({ length: 10_001 }, () => [1]),
      ),
      'COMET_RANGE',
    ],
  ];
  return rows.map(([name, cbor, code]) => ({ name, cbor, code }));
}

export function validatorsValidCases(): object[] {
  const sets: [name: string, powers: bigint[]][] = [
    ['one', [1n]],
    ['four, two of equal power', [10n, 10n, 7n, 1n]],
    ['largest power', [MAX_TOTAL_POWER]],
    ['hundred', Array.from({ length: 100 }, (_, index) => BigInt(100 - index))],
  ];
  return sets.map(([name, powers]) => {
    const set = testValidators(powers);
    const hash = upperHex(validatorsHash(set));
    return { name, cbor: hex(encodeValidators(set)), validators: set.map(validatorJson), hash };
  });
}

const of = (...items: CborValue[]): string => hex(encode(items));

export function validatorsInvalidCases(): CometInvalidCase[] {
  const [a, b] = testValidators([10n, 10n]);
  const [keyA, keyB] = [a!.publicKey, b!.publicKey];
  const rows: Row = [
    ['none', of(), 'COMET_VALIDATOR'],
    ['power 0', of([keyA, 0]), 'COMET_VALIDATOR'],
    ['power negative', of([keyA, -1]), 'COMET_ENCODING'],
    ['power is text', of([keyA, '1']), 'COMET_ENCODING'],
    ['key of 33 bytes', of([new Uint8Array(33), 1]), 'COMET_ENCODING'],
    ['a third item', of([keyA, 1, utf8('name')]), 'COMET_ENCODING'],
    ['power not descending', of([keyA, 1], [keyB, 2]), 'COMET_VALIDATOR_ORDER'],
    ['address not ascending', of([keyB, 10], [keyA, 10]), 'COMET_VALIDATOR_ORDER'],
    ['twice', of([keyA, 10], [keyA, 10]), 'COMET_VALIDATOR_ORDER'],
    ['twice with different powers', of([keyA, 10], [keyA, 9]), 'COMET_VALIDATOR'],
    ['power above (2^63 - 1) / 8', of([keyA, MAX_TOTAL_POWER + 1n]), 'COMET_TOTAL_POWER'],
    ['sum above (2^63 - 1) / 8', of([keyA, MAX_TOTAL_POWER], [keyB, 1]), 'COMET_TOTAL_POWER'],
    ['power of 2^64', '81825820' + hex(keyA) + 'c249010000000000000000', 'COMET_ENCODING'],
    ['a byte after it', `${of([keyA, 1])}00`, 'COMET_ENCODING'],
    ['power not minimal', `81825820${hex(keyA)}1801`, 'COMET_ENCODING'],
  ];
  return rows.map(([name, cbor, code]) => ({ name, cbor, code }));
}

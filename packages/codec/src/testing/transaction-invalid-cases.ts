import type { TransactionErrorCode } from '../transaction/transaction-error.ts';
import {
  action,
  bstr,
  cbor,
  content,
  EMPTY_MAP,
  header,
  join,
  joint,
  jointContent,
  list,
  NOTHING,
  part,
  second,
  secondHeader,
  signature,
  signer,
  single,
  tstr,
  type ContentParts,
} from './transaction-builder.ts';
import { testKey } from './transaction-keys.ts';
import { hex, unhex, type RepeatedHex } from './vector-files.ts';

export interface TransactionInvalidCase {
  name: string;
  transaction: string | RepeatedHex;
  code: TransactionErrorCode;
}

type Row = readonly (readonly [name: string, bytes: Uint8Array])[];

const withContent = (parts: ContentParts): Uint8Array => single({ payload: bstr(content(parts)) });
const withParams = (params: string): Uint8Array =>
  withContent({ actions: list(action('naming.register', unhex(params))) });
const withHeader = (encoded: string): Uint8Array => single({ header: bstr(unhex(encoded)) });
const kid = hex(bstr(signer.keyId));
const many = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => testKey('ed25519', String(index)).keyId);
const whole = single({});

const ENCODING: Row = [
  ['nothing', NOTHING],
  ['cut', whole.subarray(0, whole.length - 1)],
  ['a byte after it', join(whole, Uint8Array.of(0))],
  ['tag in one more byte', join(unhex('d812'), whole.subarray(1))],
  ['tag twice', join(unhex('d2'), whole)],
  ['envelope of indefinite length', join(unhex('d29f'), whole.subarray(2), unhex('ff'))],
  ['length of the content not minimal', single({ payload: join(unhex('5a000000a0'), content()) })],
  ['content cut', single({ payload: bstr(content().subarray(0, -1)) })],
  ['a byte after the content', withContent({ after: Uint8Array.of(0) })],
  ['content of indefinite length', withContent({ head: unhex('9f'), after: unhex('ff') })],
  ['expiry not minimal', withContent({ expiresAtMs: unhex('1b0000000000000001') })],
  ['expiry with a fraction', withContent({ expiresAtMs: unhex('f93e00') })],
  ['chain id not UTF-8', withContent({ chainId: unhex('62c328') })],
  ['params: keys not sorted', withParams('a2616200616100')],
  ['params: key twice', withParams('a2616100616101')],
  ['params: float', withParams('a16161f93c00')],
  ['params: undefined', withParams('a16161f7')],
  ['params: tag', withParams('a16161c11a514b67b0')],
  ['params: text not UTF-8', withParams('a1616162c080')],
  ['params: integer not minimal', withParams('a161611817')],
  ['params: indefinite length', withParams('bf616100ff')],
  ['params: key of bytes', withParams('a1416100')],
  ['params: 17 levels', withParams(`${'a16161'.repeat(16)}a0`)],
  ['params: a thousand levels', withParams(`a16161${'81'.repeat(1000)}00`)],
  ['params: array of 2^32 - 1 announced', withParams('a161619affffffff')],
];

const SHAPE: Row = [
  ['envelope of three', join(unhex('d2'), list(bstr(header), EMPTY_MAP, bstr(content())))],
  [
    'envelope of five',
    join(unhex('d2'), list(bstr(header), EMPTY_MAP, bstr(content()), bstr(signature), EMPTY_MAP)),
  ],
  ['envelope is a map', unhex('d2a0')],
  ['protected header not wrapped', single({ header })],
  ['unprotected header is null', single({ unprotected: unhex('f6') })],
  ['detached content', single({ payload: unhex('f6') })],
  ['content is text', single({ payload: tstr('content') })],
  ['signature is text', single({ signature: tstr('x'.repeat(64)) })],
  ['content of five', withContent({ head: unhex('85'), actions: NOTHING })],
  ['content of seven', withContent({ head: unhex('87'), after: unhex('00') })],
  ['content is a map', single({ payload: bstr(unhex('a0')) })],
  ['domain is bytes', withContent({ domain: bstr(new Uint8Array(23)) })],
  ['chain id is bytes', withContent({ chainId: unhex('4161') })],
  ['expiry is text', withContent({ expiresAtMs: unhex('6131') })],
  ['expiry is negative', withContent({ expiresAtMs: unhex('20') })],
  ['expiry is null', withContent({ expiresAtMs: unhex('f6') })],
  ['nonce is text', withContent({ nonce: tstr('x'.repeat(16)) })],
  ['signers is one key id', withContent({ signers: bstr(signer.keyId) })],
  ['actions is a map', withContent({ actions: unhex('a0') })],
  ['action of one', withContent({ actions: list(list(tstr('a.b'))) })],
  ['action of three', withContent({ actions: list(list(tstr('a.b'), EMPTY_MAP, EMPTY_MAP)) })],
  ['action type is bytes', withContent({ actions: list(list(bstr(unhex('61')), EMPTY_MAP)) })],
  ['signatures is a map', joint({ signatures: EMPTY_MAP })],
  ['signature entry of two', joint({ signatures: list(part(), list(bstr(header), EMPTY_MAP)) })],
];

const TAG: Row = [
  ['no tag', whole.subarray(1)],
  ['COSE_Encrypt0', join(unhex('d0'), whole.subarray(1))],
  ['COSE_Mac0', join(unhex('d1'), whole.subarray(1))],
  ['COSE_Mac', join(unhex('d861'), whole.subarray(1))],
  ['self-described CBOR', join(unhex('d9d9f7'), whole)],
  ['CBOR web token', join(unhex('d83d'), whole)],
  ['text', tstr('transaction')],
];

const HEADERS: Row = [
  ['empty', single({ header: bstr(NOTHING) })],
  ['empty map', withHeader('a0')],
  ['no key id', withHeader('a10127')],
  ['no algorithm', withHeader(`a104${kid}`)],
  ['a content type besides', withHeader(`a30127032a04${kid}`)],
  ['a critical header besides', withHeader(`a3012702810104${kid}`)],
  ['a text header besides', withHeader(`a3012704${kid}617800`)],
  ['not sorted', withHeader(`a204${kid}0127`)],
  ['algorithm twice', withHeader('a201270127')],
  ['algorithm by name', withHeader(`a20165456444534104${kid}`)],
  ['key id of 19 bytes', withHeader(`a2012704${hex(bstr(signer.keyId.subarray(1)))}`)],
  ['key id of 32 bytes', withHeader(`a2012704${hex(bstr(new Uint8Array(32)))}`)],
  ['key id is text', withHeader(`a2012704${hex(tstr('x'.repeat(20)))}`)],
  ['not minimal', withHeader(`a201380704${kid}`)],
  ['indefinite length', withHeader(`bf012704${kid}ff`)],
  ['a byte after it', withHeader(`${hex(header)}00`)],
  ['joint: the body has one', joint({ header: bstr(header) })],
  ['joint: the body has an empty map', joint({ header: bstr(EMPTY_MAP) })],
  ['joint: no key id', joint({ signatures: list(part(), part(unhex('a10127'))) })],
];

const UNPROTECTED: Row = [
  ['key id', single({ unprotected: unhex(`a104${kid}`) })],
  ['text', single({ unprotected: unhex('a1617800') })],
  ['joint: body', joint({ unprotected: unhex('a1617800') })],
  ['joint: one signer', joint({ signatures: list(part(), part(secondHeader, unhex('a10100'))) })],
];

const ALGORITHM: Row = [
  ['ES384 (-35)', withHeader(`a201382204${kid}`)],
  ['ES256K (-47)', withHeader(`a201382e04${kid}`)],
  ['PS256 (-37)', withHeader(`a201382404${kid}`)],
  ['Ed25519 (-19): the same as -8, but a second form', withHeader(`a2013204${kid}`)],
  ['HMAC (5)', withHeader(`a2010504${kid}`)],
  ['none (0)', withHeader(`a2010004${kid}`)],
  ['another private number', withHeader(`a2013a0001000104${kid}`)],
];

const SIGNATURE: Row = [
  ['none', single({ signature: bstr(NOTHING) })],
  ['63 bytes', single({ signature: bstr(signature.subarray(1)) })],
  ['65 bytes', single({ signature: bstr(new Uint8Array(65)) })],
  ['DER of 70', single({ signature: bstr(new Uint8Array(70)) })],
];

const SIGNER_COUNT: Row = [
  ['COSE_Sign with one', joint({ payload: bstr(content()), signatures: list(part()) })],
  ['COSE_Sign with none', joint({ signatures: list() })],
  ['COSE_Sign with 17', joint({ signatures: list(...Array.from({ length: 17 }, () => part())) })],
  ['two named, one signed', single({ payload: bstr(jointContent(signer.keyId, second.keyId)) })],
  ['one named, two signed', joint({ payload: bstr(content()) })],
  ['none named', withContent({ signers: list() })],
  ['17 named', withContent({ signers: list(...many(17).map(bstr)) })],
];

const SIGNER_MISMATCH: Row = [
  ['another key', single({ header: bstr(secondHeader) })],
  ['other order', joint({ signatures: list(part(secondHeader), part()) })],
  ['the first twice', joint({ signatures: list(part(), part()) })],
  ['key id of 19 bytes named', withContent({ signers: list(bstr(new Uint8Array(19))) })],
];

const SIGNER_DUPLICATE: Row = [
  [
    'the same key twice',
    joint({
      payload: bstr(jointContent(signer.keyId, signer.keyId)),
      signatures: list(part(), part()),
    }),
  ],
];

const CONTENT: readonly (readonly [
  code: TransactionErrorCode,
  name: string,
  parts: ContentParts,
])[] = [
  ['TRANSACTION_DOMAIN', 'next version', { domain: tstr('touchmark/transaction/2') }],
  ['TRANSACTION_DOMAIN', 'empty', { domain: tstr('') }],
  ['TRANSACTION_DOMAIN', 'other case', { domain: tstr('Touchmark/transaction/1') }],
  ['TRANSACTION_CHAIN_ID', 'empty', { chainId: tstr('') }],
  ['TRANSACTION_CHAIN_ID', '51 characters', { chainId: tstr('c'.repeat(51)) }],
  ['TRANSACTION_CHAIN_ID', 'space', { chainId: tstr('touch mark') }],
  ['TRANSACTION_CHAIN_ID', 'line feed at the end', { chainId: tstr('touchmark\n') }],
  ['TRANSACTION_CHAIN_ID', 'dot first', { chainId: tstr('.touchmark') }],
  ['TRANSACTION_CHAIN_ID', 'accent', { chainId: tstr('touchm\u00e4rk') }],
  ['TRANSACTION_EXPIRY', '2^53', { expiresAtMs: cbor((writer) => writer.uint(2n ** 53n)) }],
  [
    'TRANSACTION_EXPIRY',
    '2^64 - 1',
    { expiresAtMs: cbor((writer) => writer.uint(2n ** 64n - 1n)) },
  ],
  ['TRANSACTION_NONCE', 'none', { nonce: bstr(NOTHING) }],
  ['TRANSACTION_NONCE', '15 bytes', { nonce: bstr(new Uint8Array(15)) }],
  ['TRANSACTION_NONCE', '17 bytes', { nonce: bstr(new Uint8Array(17)) }],
  ['TRANSACTION_ACTION_COUNT', 'none', { actions: list() }],
  [
    'TRANSACTION_ACTION_COUNT',
    '257',
    { actions: list(...Array.from({ length: 257 }, () => action('a.b', EMPTY_MAP))) },
  ],
  ['TRANSACTION_ACTION_TYPE', 'empty', { actions: list(action('')) }],
  ['TRANSACTION_ACTION_TYPE', 'no module', { actions: list(action('register')) }],
  ['TRANSACTION_ACTION_TYPE', 'no verb', { actions: list(action('naming.')) }],
  ['TRANSACTION_ACTION_TYPE', 'three parts', { actions: list(action('a.b.c')) }],
  ['TRANSACTION_ACTION_TYPE', 'upper case', { actions: list(action('Naming.register')) }],
  ['TRANSACTION_ACTION_TYPE', 'digit first', { actions: list(action('naming.1')) }],
  ['TRANSACTION_ACTION_TYPE', 'line feed', { actions: list(action('naming.register\n')) }],
  ['TRANSACTION_ACTION_TYPE', '65 characters', { actions: list(action(`a.${'b'.repeat(63)}`)) }],
  ['TRANSACTION_ACTION_PARAMS', 'array', { actions: list(action('a.b', unhex('80'))) }],
  ['TRANSACTION_ACTION_PARAMS', 'text', { actions: list(action('a.b', tstr('x'))) }],
  ['TRANSACTION_ACTION_PARAMS', 'wrapped map', { actions: list(action('a.b', bstr(EMPTY_MAP))) }],
  ['TRANSACTION_ACTION_PARAMS', 'null', { actions: list(action('a.b', unhex('f6'))) }],
  ['TRANSACTION_ACTION_PARAMS', 'tag', { actions: list(action('a.b', unhex('c0a0'))) }],
  [
    'TRANSACTION_ACTION_PARAMS',
    'null in the second action',
    { actions: list(action('a.b', EMPTY_MAP), action('a.b', unhex('f6'))) },
  ],
];

function group(code: TransactionErrorCode, rows: Row): TransactionInvalidCase[] {
  return rows.map(([name, bytes]) => ({ name, transaction: hex(bytes), code }));
}

export function transactionInvalidCases(): TransactionInvalidCase[] {
  return [
    { name: 'a byte above 1 MiB', transaction: [['00', 1_048_577]], code: 'TRANSACTION_TOO_LARGE' },
    ...group('TRANSACTION_ENCODING', ENCODING),
    ...group('TRANSACTION_SHAPE', SHAPE),
    ...group('TRANSACTION_TAG', TAG),
    ...group('TRANSACTION_HEADERS', HEADERS),
    ...group('TRANSACTION_UNPROTECTED', UNPROTECTED),
    ...group('TRANSACTION_ALGORITHM', ALGORITHM),
    ...group('TRANSACTION_SIGNATURE', SIGNATURE),
    ...group('TRANSACTION_SIGNER_COUNT', SIGNER_COUNT),
    ...group('TRANSACTION_SIGNER_MISMATCH', SIGNER_MISMATCH),
    ...group('TRANSACTION_SIGNER_DUPLICATE', SIGNER_DUPLICATE),
    ...CONTENT.flatMap(([code, name, parts]) => group(code, [[name, withContent(parts)]])),
  ];
}

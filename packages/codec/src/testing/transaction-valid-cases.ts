import { sha256 } from '@touchmark/crypto';
import { encode, type CborInput } from '../cbor/value.ts';
import {
  encodeTransactionContent,
  type Action,
  type TransactionContent,
} from '../transaction/content.ts';
import { decodeTransaction } from '../transaction/decode.ts';
import { signTransaction } from '../transaction/sign.ts';
import { testKey, type TestKey } from './transaction-keys.ts';
import { hex, utf8 } from './vector-files.ts';

export interface TransactionValidCase {
  name: string;
  transaction: string;
  /** SHA-256 of `content`. */
  id: string;
  content: string;
  chainId: string;
  expiresAtMs: number;
  nonce: string;
  actions: readonly { type: string; params: string }[];
  /** In the order of the content's signers. */
  signatures: readonly {
    algorithm: string;
    publicKey: string;
    keyId: string;
    /** COSE Sig_structure. */
    message: string;
    signature: string;
  }[];
}

export const REGISTER: Action = {
  type: 'naming.register',
  params: encode({
    prefix: '88.118.8',
    entries: [['JXDY2106023', [[1, 'URL', 'https://example.com/JXDY2106023', 86_400, 14]]]],
  }),
};

export function contentFor(
  keys: readonly TestKey[],
  change: Partial<TransactionContent> = {},
): TransactionContent {
  return {
    chainId: 'touchmark-test-1',
    expiresAtMs: 1_790_000_000_000,
    nonce: sha256(utf8('nonce')).slice(0, 16),
    signers: keys.map((key) => key.keyId),
    actions: [REGISTER],
    ...change,
  };
}

const ed25519 = testKey('ed25519', 'a');
const p256 = testKey('p256', 'b');
const sm2 = testKey('sm2', 'c');
const many = Array.from({ length: 16 }, (_, index) => testKey('ed25519', String(index)));

function nestedMap(depth: number): CborInput {
  return depth === 1 ? {} : { a: nestedMap(depth - 1) };
}

const small = (index: number): Action => ({ type: 'test.note', params: encode({ index }) });

const CASES: readonly (readonly [
  name: string,
  keys: readonly TestKey[],
  change?: Partial<TransactionContent>,
])[] = [
  ['Ed25519', [ed25519]],
  ['P-256', [p256]],
  ['SM2', [sm2]],
  ['two signers', [ed25519, p256]],
  ['the same two, the other way round: another author', [p256, ed25519]],
  ['three algorithms', [sm2, ed25519, p256]],
  ['16 signers', many],
  ['two actions', [ed25519], { actions: [REGISTER, small(1)] }],
  ['256 actions', [ed25519], { actions: Array.from({ length: 256 }, (_, index) => small(index)) }],
  ['empty params', [ed25519], { actions: [{ type: 'a.b', params: encode({}) }] }],
  [
    'params of 16 levels',
    [ed25519],
    { actions: [{ type: 'test.deep', params: encode(nestedMap(16)) }] },
  ],
  [
    'action type of 64 characters',
    [ed25519],
    { actions: [{ ...REGISTER, type: `a.${'b'.repeat(62)}` }] },
  ],
  ['chain id of 50 characters', [ed25519], { chainId: 'c'.repeat(50) }],
  ['expired in 1970', [ed25519], { expiresAtMs: 0 }],
  ['expires at 2^53 - 1', [ed25519], { expiresAtMs: Number.MAX_SAFE_INTEGER }],
];

export function transactionValidCases(): TransactionValidCase[] {
  return CASES.map(([name, keys, change]) => {
    const content = contentFor(keys, change);
    const bytes = signTransaction(encodeTransactionContent(content), keys);
    const decoded = decodeTransaction(bytes);
    return {
      name,
      transaction: hex(bytes),
      id: hex(decoded.id),
      content: hex(decoded.contentBytes),
      chainId: content.chainId,
      expiresAtMs: content.expiresAtMs,
      nonce: hex(content.nonce),
      actions: content.actions.map(({ type, params }) => ({ type, params: hex(params) })),
      signatures: decoded.signatures.map((signature, index) => ({
        algorithm: signature.algorithm,
        publicKey: hex(keys[index]!.publicKey),
        keyId: hex(signature.keyId),
        message: hex(signature.message),
        signature: hex(signature.signature),
      })),
    };
  });
}

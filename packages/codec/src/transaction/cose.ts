import type { SignatureAlgorithm } from '@touchmark/crypto';
import { CborError } from '../cbor/cbor-error.ts';
import { CborReader } from '../cbor/reader.ts';
import { CborWriter } from '../cbor/writer.ts';
import { algorithmOfCose, COSE_ALGORITHMS } from './algorithms.ts';
import { KEY_ID_LENGTH } from './limits.ts';
import { TransactionError } from './transaction-error.ts';

export const COSE_SIGN1_TAG = 18;
export const COSE_SIGN_TAG = 98;
const ALGORITHM_LABEL = 1;
const KEY_ID_LABEL = 4;
const NOTHING = new Uint8Array(0);

/**
 * Protected header `{1: algorithm, 4: key id}` (RFC 9052 §3.1), the only one a transaction may
 * have.
 */
export function encodeProtectedHeader(
  algorithm: SignatureAlgorithm,
  keyId: Uint8Array,
): Uint8Array {
  const writer = new CborWriter(40);
  writer.map(2).uint(ALGORITHM_LABEL).int(COSE_ALGORITHMS[algorithm]);
  return writer.uint(KEY_ID_LABEL).bytes(keyId).finish();
}

export interface ProtectedHeader {
  algorithm: SignatureAlgorithm;
  keyId: Uint8Array;
}

/** Throws TransactionError TRANSACTION_HEADERS or, for another algorithm, TRANSACTION_ALGORITHM. */
export function decodeProtectedHeader(bytes: Uint8Array): ProtectedHeader {
  try {
    const reader = new CborReader(bytes);
    if (reader.map() !== 2 || reader.uint() !== ALGORITHM_LABEL) throw headerError();
    const algorithm = algorithmOfCose(reader.int());
    if (reader.uint() !== KEY_ID_LABEL) throw headerError();
    const keyId = reader.bytesOf(KEY_ID_LENGTH);
    reader.end();
    return { algorithm, keyId };
  } catch (error) {
    if (error instanceof CborError) throw headerError();
    throw error;
  }
}

function headerError(): TransactionError {
  return new TransactionError(
    'TRANSACTION_HEADERS',
    'the protected header must be exactly {1: algorithm, 4: key id of 20 bytes}',
  );
}

/** What a single signer signs: Sig_structure with context "Signature1" (RFC 9052 §4.4). */
export function singleSignatureMessage(header: Uint8Array, payload: Uint8Array): Uint8Array {
  const writer = new CborWriter(header.length + payload.length + 32);
  return writer.array(4).text('Signature1').bytes(header).bytes(NOTHING).bytes(payload).finish();
}

/** What each of several signers signs: context "Signature", with an empty body header. */
export function jointSignatureMessage(header: Uint8Array, payload: Uint8Array): Uint8Array {
  const writer = new CborWriter(header.length + payload.length + 32);
  writer.array(5).text('Signature').bytes(NOTHING).bytes(header);
  return writer.bytes(NOTHING).bytes(payload).finish();
}

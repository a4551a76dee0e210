import { keyId, publicKeyOf, sign, type SignatureAlgorithm } from '@touchmark/crypto';
import { equalBytes } from '../cbor/compare.ts';
import { CborWriter } from '../cbor/writer.ts';
import { decodeTransactionContent } from './content.ts';
import {
  COSE_SIGN1_TAG,
  COSE_SIGN_TAG,
  encodeProtectedHeader,
  jointSignatureMessage,
  singleSignatureMessage,
} from './cose.ts';
import { TRANSACTION_LIMITS } from './limits.ts';
import { TransactionError } from './transaction-error.ts';

export interface SigningKey {
  algorithm: SignatureAlgorithm;
  /** 32 bytes. */
  secretKey: Uint8Array;
}

/** One signer's part, made wherever the secret key lives. */
export interface SignaturePart {
  algorithm: SignatureAlgorithm;
  keyId: Uint8Array;
  /** 64 bytes over `signatureMessage(...)`. */
  signature: Uint8Array;
}

/**
 * Signs `contentBytes` with every key; `keys` in the order of the content's signers. Returns the
 * envelope.
 */
export function signTransaction(contentBytes: Uint8Array, keys: readonly SigningKey[]): Uint8Array {
  const parts = keys.map(({ algorithm, secretKey }) => {
    const id = keyId(algorithm, publicKeyOf(algorithm, secretKey));
    const message = signatureMessage(contentBytes, algorithm, id, keys.length);
    return { algorithm, keyId: id, signature: sign(algorithm, secretKey, message) };
  });
  return assembleTransaction(contentBytes, parts);
}

/** The bytes one signer signs: for keys in hardware, or signers who are not at the same place. */
export function signatureMessage(
  contentBytes: Uint8Array,
  algorithm: SignatureAlgorithm,
  id: Uint8Array,
  signerCount: number,
): Uint8Array {
  const header = encodeProtectedHeader(algorithm, id);
  return signerCount === 1
    ? singleSignatureMessage(header, contentBytes)
    : jointSignatureMessage(header, contentBytes);
}

/**
 * Puts content and signatures together: COSE_Sign1 for one signer, COSE_Sign for several (RFC 9052
 * §4).
 */
export function assembleTransaction(
  contentBytes: Uint8Array,
  parts: readonly SignaturePart[],
): Uint8Array {
  checkSize(contentBytes.length);
  checkSigners(decodeTransactionContent(contentBytes).signers, parts);
  const [first] = parts;
  const bytes =
    parts.length === 1 && first !== undefined
      ? encodeSingle(contentBytes, first)
      : encodeJoint(contentBytes, parts);
  checkSize(bytes.length);
  return bytes;
}

function encodeSingle(contentBytes: Uint8Array, part: SignaturePart): Uint8Array {
  const writer = new CborWriter(contentBytes.length + 128);
  writer.tag(COSE_SIGN1_TAG).array(4);
  writer.bytes(encodeProtectedHeader(part.algorithm, part.keyId)).map(0);
  return writer.bytes(contentBytes).bytes(part.signature).finish();
}

function encodeJoint(contentBytes: Uint8Array, parts: readonly SignaturePart[]): Uint8Array {
  const writer = new CborWriter(contentBytes.length + parts.length * 128 + 32);
  writer.tag(COSE_SIGN_TAG).array(4).bytes(new Uint8Array(0)).map(0).bytes(contentBytes);
  writer.array(parts.length);
  for (const part of parts) {
    writer.array(3).bytes(encodeProtectedHeader(part.algorithm, part.keyId)).map(0);
    writer.bytes(part.signature);
  }
  return writer.finish();
}

function checkSize(size: number): void {
  if (size <= TRANSACTION_LIMITS.bytes) return;
  throw new TransactionError(
    'TRANSACTION_TOO_LARGE',
    `${size} bytes; a transaction has at most ${TRANSACTION_LIMITS.bytes}: split it`,
  );
}

function checkSigners(signers: readonly Uint8Array[], parts: readonly SignaturePart[]): void {
  const same =
    signers.length === parts.length &&
    parts.every((part, index) => equalBytes(part.keyId, signers[index]!));
  if (same) return;
  throw new TransactionError(
    'TRANSACTION_SIGNER_MISMATCH',
    'the signing keys must be those the content names, in its order',
  );
}

import { sha256, type SignatureAlgorithm } from '@touchmark/crypto';
import { equalBytes } from '../cbor/compare.ts';
import { CborReader } from '../cbor/reader.ts';
import { decodeTransactionContent, type TransactionContent } from './content.ts';
import {
  COSE_SIGN1_TAG,
  COSE_SIGN_TAG,
  decodeProtectedHeader,
  jointSignatureMessage,
  singleSignatureMessage,
} from './cose.ts';
import { SIGNATURE_LENGTH, TRANSACTION_LIMITS, type TransactionLimits } from './limits.ts';
import { asTransactionError, TransactionError } from './transaction-error.ts';

export interface TransactionSignature {
  keyId: Uint8Array;
  algorithm: SignatureAlgorithm;
  /** COSE Sig_structure: what was signed. */
  message: Uint8Array;
  /** 64 bytes; not checked here. */
  signature: Uint8Array;
}

export interface DecodedTransaction {
  /**
   * SHA-256 of the content: signatures are no part of it, so nobody can give a transaction a second
   * id.
   */
  id: Uint8Array;
  content: TransactionContent;
  contentBytes: Uint8Array;
  bytes: Uint8Array;
  /** One for each of `content.signers`, in its order. */
  signatures: TransactionSignature[];
}

interface Envelope {
  contentBytes: Uint8Array;
  signatures: TransactionSignature[];
}

/**
 * Reads a transaction: form and limits, not signatures. Byte strings in the result are views of
 * `bytes`, which must not change afterwards. Throws TransactionError.
 */
export function decodeTransaction(
  bytes: Uint8Array,
  limits: TransactionLimits = TRANSACTION_LIMITS,
): DecodedTransaction {
  if (bytes.length > limits.bytes) {
    throw new TransactionError(
      'TRANSACTION_TOO_LARGE',
      `${bytes.length} bytes; a transaction has at most ${limits.bytes}: split it`,
    );
  }
  const { contentBytes, signatures } = asTransactionError(() => readEnvelope(bytes, limits));
  const content = decodeTransactionContent(contentBytes, limits);
  checkSigners(content.signers, signatures);
  return { id: sha256(contentBytes), content, contentBytes, bytes, signatures };
}

function readEnvelope(bytes: Uint8Array, limits: TransactionLimits): Envelope {
  const reader = new CborReader(bytes);
  const tag = reader.peek() === 'tag' ? reader.tag() : undefined;
  if (tag !== COSE_SIGN1_TAG && tag !== COSE_SIGN_TAG) {
    throw new TransactionError(
      'TRANSACTION_TAG',
      `a transaction starts with CBOR tag ${COSE_SIGN1_TAG} (COSE_Sign1) or ${COSE_SIGN_TAG} (COSE_Sign)`,
    );
  }
  reader.arrayOf(4);
  const envelope = tag === COSE_SIGN1_TAG ? readSingle(reader) : readJoint(reader, limits);
  reader.end();
  return envelope;
}

function readSingle(reader: CborReader): Envelope {
  const header = reader.bytes();
  const { algorithm, keyId } = decodeProtectedHeader(header);
  readUnprotected(reader);
  const contentBytes = reader.bytes();
  const message = singleSignatureMessage(header, contentBytes);
  const signature = readSignature(reader);
  return { contentBytes, signatures: [{ keyId, algorithm, message, signature }] };
}

function readJoint(reader: CborReader, limits: TransactionLimits): Envelope {
  if (reader.skipBytes() !== 0) {
    throw new TransactionError(
      'TRANSACTION_HEADERS',
      'the protected header of COSE_Sign itself must be empty',
    );
  }
  readUnprotected(reader);
  const contentBytes = reader.bytes();
  const count = reader.array();
  if (count < 2 || count > limits.signers) {
    throw new TransactionError(
      'TRANSACTION_SIGNER_COUNT',
      `COSE_Sign holds 2 to ${limits.signers} signatures, not ${count}; one goes into COSE_Sign1`,
    );
  }
  const signatures: TransactionSignature[] = [];
  for (let left = count; left > 0; left -= 1) {
    reader.arrayOf(3);
    const header = reader.bytes();
    const { algorithm, keyId } = decodeProtectedHeader(header);
    readUnprotected(reader);
    const message = jointSignatureMessage(header, contentBytes);
    signatures.push({ keyId, algorithm, message, signature: readSignature(reader) });
  }
  return { contentBytes, signatures };
}

function readUnprotected(reader: CborReader): void {
  if (reader.map() === 0) return;
  throw new TransactionError(
    'TRANSACTION_UNPROTECTED',
    'unprotected headers are not signed and must be empty',
  );
}

function readSignature(reader: CborReader): Uint8Array {
  const signature = reader.bytes();
  if (signature.length === SIGNATURE_LENGTH) return signature;
  throw new TransactionError('TRANSACTION_SIGNATURE', `a signature has ${SIGNATURE_LENGTH} bytes`);
}

function checkSigners(
  signers: readonly Uint8Array[],
  signatures: readonly TransactionSignature[],
): void {
  if (signers.length !== signatures.length) {
    throw new TransactionError(
      'TRANSACTION_SIGNER_COUNT',
      `${signers.length} signers named, ${signatures.length} signatures given`,
    );
  }
  for (const [index, signature] of signatures.entries()) {
    if (equalBytes(signature.keyId, signers[index]!)) continue;
    throw new TransactionError(
      'TRANSACTION_SIGNER_MISMATCH',
      'signatures must come in the order of the content’s signers',
    );
  }
}

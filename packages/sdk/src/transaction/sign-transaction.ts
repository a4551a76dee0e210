import {
  assembleTransaction,
  encodeHex,
  equalBytes,
  type SignaturePart,
  signatureMessage,
  type SigningKey,
} from '@touchmark/codec';
import { SdkError } from '../sdk-error.ts';
import { type Signer, signerOf } from '../key/signer.ts';
import type { UnsignedTransaction } from './create-transaction.ts';

/** A transaction that some of its signers have signed. */
export interface PartialTransaction extends UnsignedTransaction {
  readonly parts: readonly SignaturePart[];
}

function partOf(
  transaction: UnsignedTransaction | PartialTransaction,
  keyId: Uint8Array,
): SignaturePart | undefined {
  const parts = 'parts' in transaction ? transaction.parts : [];
  return parts.find((part) => equalBytes(part.keyId, keyId));
}

/**
 * Adds one signature. Signers may do so at different places and in any order; see
 * `encodePartialTransaction`.
 *
 * @throws SdkError SDK_SIGNER_UNKNOWN if the transaction does not name this key.
 */
export async function addSignature(
  transaction: UnsignedTransaction | PartialTransaction,
  key: SigningKey | Signer,
): Promise<PartialTransaction> {
  const signer = signerOf(key);
  const { algorithm, keyId } = signer;
  const { contentBytes, signers } = transaction;
  if (!signers.some((named) => equalBytes(named, keyId))) {
    throw new SdkError(
      'SDK_SIGNER_UNKNOWN',
      `The transaction does not ask for key ${encodeHex(keyId)}. Name it when you create the transaction.`,
    );
  }
  const message = signatureMessage(contentBytes, algorithm, keyId, signers.length);
  const signature = await signer.sign(message);
  const others = ('parts' in transaction ? transaction.parts : []).filter(
    (part) => !equalBytes(part.keyId, keyId),
  );
  return { ...transaction, parts: [...others, { algorithm, keyId, signature }] };
}

/** Key ids whose signatures are still missing, in order. */
export function missingSigners(
  transaction: UnsignedTransaction | PartialTransaction,
): Uint8Array[] {
  return transaction.signers.filter((keyId) => partOf(transaction, keyId) === undefined);
}

/**
 * Puts content and signatures together, ready to be submitted.
 *
 * @throws SdkError SDK_SIGNATURES_MISSING, naming the keys.
 */
export function completeTransaction(transaction: PartialTransaction): Uint8Array {
  const missing = missingSigners(transaction);
  if (missing.length > 0) {
    const names = missing.map(encodeHex).join(', ');
    throw new SdkError('SDK_SIGNATURES_MISSING', `These keys have not signed yet: ${names}.`);
  }
  const parts = transaction.signers.flatMap((keyId) => partOf(transaction, keyId) ?? []);
  return assembleTransaction(transaction.contentBytes, parts);
}

/** Signs with all keys at once; they must be all that the transaction names. */
export async function signTransaction(
  transaction: UnsignedTransaction,
  keys: readonly (SigningKey | Signer)[],
): Promise<Uint8Array> {
  let partial: PartialTransaction = { ...transaction, parts: [] };
  for (const key of keys) partial = await addSignature(partial, key);
  return completeTransaction(partial);
}

import { decodeTransaction, type DecodedTransaction } from '@touchmark/codec';
import {
  completeTransaction,
  decodePartialTransaction,
  type PartialTransaction,
  SdkError,
} from '@touchmark/sdk';

/** A file holds a transaction on its way between signers, or a finished one. */
export type TransactionFile =
  | { readonly kind: 'partial'; readonly partial: PartialTransaction }
  | { readonly kind: 'signed'; readonly signed: DecodedTransaction };

/** @throws SdkError or TransactionError for anything else. */
export function readTransaction(bytes: Uint8Array): TransactionFile {
  try {
    return { kind: 'partial', partial: decodePartialTransaction(bytes) };
  } catch (error) {
    if (!(error instanceof SdkError)) throw error;
    return { kind: 'signed', signed: decodeTransaction(bytes) };
  }
}

/** The bytes to submit. @throws SdkError SDK_SIGNATURES_MISSING. */
export function finishedTransaction(file: TransactionFile): Uint8Array {
  return file.kind === 'signed' ? file.signed.bytes : completeTransaction(file.partial);
}

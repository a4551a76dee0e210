import {
  assembleTransaction,
  decodeBase64,
  decodeHex,
  decodeTransactionContent,
  encodeBase64,
  encodeHex,
  equalBytes,
  type SignaturePart,
  type TransactionContent,
} from '@touchmark/codec';
import { SIGNATURE_ALGORITHMS } from '@touchmark/crypto';
import { UsageError } from '../command/usage-error.ts';
import { isJsonObject, parseJsonObject } from '../files/json-object.ts';

const FORMAT = 'transaction-to-sign/1';

/** A transaction on its way from signer to signer: its content and the signatures made so far. */
export interface TransactionToSign {
  readonly content: TransactionContent;
  readonly contentBytes: Uint8Array;
  readonly signatures: readonly SignaturePart[];
}

export function encodeTransactionFile(
  contentBytes: Uint8Array,
  signatures: readonly SignaturePart[],
): string {
  const document = {
    touchmark: FORMAT,
    content: encodeBase64(contentBytes),
    signatures: signatures.map(({ algorithm, keyId, signature }) => ({
      algorithm,
      keyId: encodeHex(keyId),
      signature: encodeBase64(signature),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** @throws UsageError when the file is something else; TransactionError when its content is damaged. */
export function decodeTransactionFile(bytes: Uint8Array, path: string): TransactionToSign {
  const document = parseJsonObject(new TextDecoder().decode(bytes)) ?? {};
  const { touchmark, content, signatures } = document;
  const contentBytes = typeof content === 'string' ? decodeBase64(content) : undefined;
  const parts = Array.isArray(signatures) ? signatures.map(partOf) : [undefined];
  if (touchmark !== FORMAT || contentBytes === undefined || parts.includes(undefined)) {
    throw new UsageError(
      `${path} is not a transaction to be signed. Make one with: touchmark transaction create`,
    );
  }
  return {
    content: decodeTransactionContent(contentBytes),
    contentBytes,
    signatures: parts.filter((part) => part !== undefined),
  };
}

function partOf(given: unknown): SignaturePart | undefined {
  const { algorithm: name, keyId, signature } = isJsonObject(given) ? given : {};
  const algorithm = SIGNATURE_ALGORITHMS.find((known) => known === name);
  const id = typeof keyId === 'string' ? decodeHex(keyId) : undefined;
  const bytes = typeof signature === 'string' ? decodeBase64(signature) : undefined;
  if (algorithm === undefined || id === undefined || bytes === undefined) return undefined;
  return { algorithm, keyId: id, signature: bytes };
}

/** The complete transaction once every signer has signed, in the content's order; until then, who is missing. */
export function completeTransaction(
  { content, contentBytes }: TransactionToSign,
  signatures: readonly SignaturePart[],
): { transaction: Uint8Array } | { missing: Uint8Array[] } {
  const inOrder = content.signers.map((signer) =>
    signatures.find(({ keyId }) => equalBytes(keyId, signer)),
  );
  const missing = content.signers.filter((_, index) => inOrder[index] === undefined);
  if (missing.length > 0) return { missing };
  const parts = inOrder.filter((part) => part !== undefined);
  return { transaction: assembleTransaction(contentBytes, parts) };
}

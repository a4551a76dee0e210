import { CborReader, CborWriter, CodecError, type SignaturePart } from '@touchmark/codec';
import { ALGORITHM_CODES, SIGNATURE_ALGORITHMS, SIGNATURE_BYTES } from '@touchmark/crypto';
import { SdkError } from '../sdk-error.ts';
import { openTransaction, type UnsignedTransaction } from './create-transaction.ts';
import type { PartialTransaction } from './sign-transaction.ts';

const PARTIAL_TAG = 'touchmark/partial-transaction/1';
const KEY_ID_BYTES = 20;

/** Bytes with which a transaction travels between its signers (spec/partial-transaction.md). */
export function encodePartialTransaction(
  transaction: UnsignedTransaction | PartialTransaction,
): Uint8Array {
  const parts = 'parts' in transaction ? transaction.parts : [];
  const writer = new CborWriter(transaction.contentBytes.length + 256);
  writer.array(3).text(PARTIAL_TAG).bytes(transaction.contentBytes).array(parts.length);
  for (const { algorithm, keyId, signature } of parts) {
    writer.array(3).uint(ALGORITHM_CODES[algorithm]).bytes(keyId).bytes(signature);
  }
  return writer.finish();
}

function readPart(reader: CborReader): SignaturePart {
  reader.arrayOf(3);
  const code = reader.uint();
  const algorithm = SIGNATURE_ALGORITHMS.find((name) => ALGORITHM_CODES[name] === code);
  if (algorithm === undefined) throw malformed(`there is no algorithm ${code}`);
  return {
    algorithm,
    keyId: reader.bytesOf(KEY_ID_BYTES),
    signature: reader.bytesOf(SIGNATURE_BYTES),
  };
}

/**
 * Reads what `encodePartialTransaction` wrote. Signatures are not checked here. Throws SdkError.
 */
export function decodePartialTransaction(bytes: Uint8Array): PartialTransaction {
  try {
    const reader = new CborReader(bytes);
    reader.arrayOf(3);
    if (reader.text() !== PARTIAL_TAG) throw malformed('it begins with something else');
    const unsigned = openTransaction(reader.bytes());
    const parts: SignaturePart[] = [];
    for (let left = reader.array(); left > 0; left -= 1) parts.push(readPart(reader));
    reader.end();
    return { ...unsigned, parts };
  } catch (error) {
    if (error instanceof CodecError) throw malformed(error.message, error);
    throw error;
  }
}

function malformed(problem: string, cause?: unknown): SdkError {
  return new SdkError(
    'SDK_PARTIAL_MALFORMED',
    `These bytes are no transaction on its way between signers: ${problem}.`,
    { cause },
  );
}

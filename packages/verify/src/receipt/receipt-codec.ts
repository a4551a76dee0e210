import { CborReader, CborWriter, equalBytes } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { orRefuse, VerifyError } from '../verify-error.ts';

/** First element of every receipt with a proof: what the bytes are, and their version. */
export const RECEIPT_TAG = 'touchmark/receipt/1';
/** The same of a transaction that travelled in a bundle: with its place there. */
export const BUNDLED_RECEIPT_TAG = 'touchmark/receipt/2';
const MAX_RECEIPT_BYTES = 4 * 1024 * 1024;
const DIGEST_LENGTH = 32;

/** A receipt with its proof, taken apart; nothing of it is verified. */
export interface ReceiptProof {
  /** 0: done; else the number of a refusal. */
  code: number;
  /** The receipt itself (CBOR, see spec/block.md). */
  data: Uint8Array;
  /** Place of the result among the results of its block, and their number. */
  index: number;
  total: number;
  /** Sibling hashes from the result up to the results hash, lowest first (RFC 6962). */
  path: readonly Uint8Array[];
  /** Of a transaction that travelled in a bundle: the way to the root that is the bundle's result. */
  bundle?: {
    root: Uint8Array;
    index: number;
    total: number;
    path: readonly Uint8Array[];
  };
  /** Of the block after the transaction's: the one that holds the results hash. */
  signedHeader: Uint8Array;
  validators: Uint8Array;
}

/** The one encoding of a receipt with its proof; see spec/answer.md. */
export function encodeReceiptProof(receipt: ReceiptProof): Uint8Array {
  const writer = new CborWriter(receipt.data.length + receipt.signedHeader.length + 1024);
  const { bundle } = receipt;
  writer.array(bundle === undefined ? 9 : 13);
  writer.text(bundle === undefined ? RECEIPT_TAG : BUNDLED_RECEIPT_TAG);
  writer.uint(receipt.code).bytes(receipt.data);
  if (bundle !== undefined) writePlace(writer.bytes(bundle.root), bundle);
  writePlace(writer, receipt);
  writer.bytes(receipt.signedHeader).bytes(receipt.validators);
  return writer.bytes(sha256(writer.finish())).finish();
}

interface Place {
  readonly index: number;
  readonly total: number;
  readonly path: readonly Uint8Array[];
}

function writePlace(writer: CborWriter, { index, total, path }: Place): void {
  writer.uint(index).uint(total).array(path.length);
  for (const hash of path) writer.bytes(hash);
}

function readPlace(reader: CborReader): Place {
  const index = reader.uint();
  const total = reader.uint();
  const path: Uint8Array[] = [];
  for (let left = reader.array(); left > 0; left -= 1) path.push(reader.bytesOf(DIGEST_LENGTH));
  return { index, total, path };
}

function read(bytes: Uint8Array): ReceiptProof {
  const reader = new CborReader(bytes, { maxBytes: MAX_RECEIPT_BYTES });
  const length = reader.array();
  const tag = reader.text();
  const isBundled = tag === BUNDLED_RECEIPT_TAG;
  if (!isBundled && tag !== RECEIPT_TAG) {
    throw new VerifyError('VERIFY_MALFORMED', `it begins with "${tag}", not "${RECEIPT_TAG}"`);
  }
  if (length !== (isBundled ? 13 : 9)) {
    throw new VerifyError('VERIFY_MALFORMED', `it has ${length} elements`);
  }
  const code = reader.uint();
  const data = reader.bytes();
  const bundle = isBundled
    ? { root: reader.bytesOf(DIGEST_LENGTH), ...readPlace(reader) }
    : undefined;
  const place = readPlace(reader);
  const signedHeader = reader.bytes();
  const validators = reader.bytes();
  const digest = sha256(bytes.subarray(0, reader.offset));
  // One path can fit several totals: this binds the bytes that no hash above covers.
  if (!equalBytes(reader.bytesOf(DIGEST_LENGTH), digest)) {
    throw new VerifyError('VERIFY_MALFORMED', 'its bytes were changed on the way; fetch it again');
  }
  reader.end();
  const receipt = { code, data, ...place, signedHeader, validators };
  return bundle === undefined ? receipt : { ...receipt, bundle };
}

/**
 * Takes a receipt with its proof apart, strictly. Throws VerifyError. Proves nothing: that is
 * `verifyReceipt`.
 */
export function decodeReceiptProof(bytes: Uint8Array): ReceiptProof {
  return orRefuse('VERIFY_MALFORMED', 'These bytes are not a receipt with its proof', () =>
    read(bytes),
  );
}

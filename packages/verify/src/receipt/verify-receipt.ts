import { CborReader, encodeResult } from '@touchmark/codec';
import { verifyMerkleProof } from '@touchmark/crypto';
import type { HeaderCheck } from '../answer/verify-answer.ts';
import type { ClockOptions } from '../header/clock.ts';
import { verifyAgainst } from '../header/signed-header.ts';
import type { Signer } from '../header/signer.ts';
import { anchorOf, type Trust } from '../header/trust.ts';
import { orRefuse, VerifyError } from '../verify-error.ts';
import { decodeReceiptProof, type ReceiptProof } from './receipt-codec.ts';

/** Proof that a transaction was executed, and with what outcome. */
export interface VerifiedReceipt {
  chainId: string;
  /** SHA-256 of the transaction's content, 32 bytes. */
  transactionId: Uint8Array;
  /** 0: done; else the number of a refusal. */
  code: number;
  /** "OK", or the refusal's stable code. */
  codeText: string;
  /**
   * False: this try was turned away before the signatures were known to hold, or as a repetition,
   * and says nothing about the transaction, which may be done by another try.
   */
  final: boolean;
  /** The receipt as it was hashed; the ledger's decoder gives the details of a refusal. */
  data: Uint8Array;
  /** Hash over the transaction's events, 32 bytes. */
  eventsHash: Uint8Array;
  /** The block that executed it. */
  height: number;
  /** The header that proves it: of the block after. */
  block: { height: number; timeMs: number; hash: Uint8Array };
  signers: Signer[];
  power: { signed: bigint; total: bigint };
}

/** Codes of a try that was turned away: spec/ledger.md, section 3, rules 1 to 8 and 11. */
const TURNED_AWAY: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13];

function readData(data: Uint8Array): {
  transactionId: Uint8Array;
  codeText: string;
  eventsHash: Uint8Array;
} {
  const reader = new CborReader(data);
  reader.arrayOf(5);
  const version = reader.uint();
  if (version !== 1) {
    throw new VerifyError('VERIFY_MALFORMED', `receipts of version ${version} are not known here`);
  }
  const transactionId = reader.bytesOf(32);
  const codeText = reader.text();
  checkDetails(reader.raw());
  const eventsHash = reader.bytesOf(32);
  reader.end();
  return { transactionId, codeText, eventsHash };
}

/** A map from text to text, unsigned integers or byte strings; its order and form `raw` has checked. */
function checkDetails(bytes: Uint8Array): void {
  const reader = new CborReader(bytes);
  for (let left = reader.map(); left > 0; left -= 1) {
    reader.text();
    const kind = reader.peek();
    if (kind === 'text') reader.text();
    else if (kind === 'bytes') reader.skipBytes();
    else reader.uint();
  }
}

/** `verifyReceipt` with another way to check headers, for instance one that remembers them. */
export function verifyReceiptWith(
  checkHeader: HeaderCheck,
  bytes: Uint8Array,
  options: ClockOptions,
): VerifiedReceipt {
  const receipt = decodeReceiptProof(bytes);
  const verified = checkHeader(receipt.signedHeader, receipt.validators, options);
  const { code, data } = receipt;
  if (!isAmong(receipt, verified.header.lastResultsHash)) {
    throw new VerifyError(
      'VERIFY_RECEIPT_MISMATCH',
      `The receipt is not among the results that header ${verified.header.height} commits to. Ask another node.`,
    );
  }
  const fields = orRefuse('VERIFY_MALFORMED', 'The receipt cannot be read', () => readData(data));
  const { header, hash, timeMs, signers, power } = verified;
  return {
    chainId: header.chainId,
    ...fields,
    code,
    final: !TURNED_AWAY.includes(code),
    data,
    height: header.height - 1,
    block: { height: header.height, timeMs, hash },
    signers,
    power,
  };
}

/** Whether the result leads to a results hash, through its bundle if it has one. */
function isAmong(receipt: ReceiptProof, resultsHash: Uint8Array): boolean {
  const { code, data, index, total, path, bundle } = receipt;
  const own = encodeResult({ code, data });
  if (bundle === undefined) return verifyMerkleProof(resultsHash, own, index, total, path);
  const { root } = bundle;
  if (!verifyMerkleProof(root, own, bundle.index, bundle.total, bundle.path)) return false;
  return verifyMerkleProof(resultsHash, encodeResult({ code: 0, data: root }), index, total, path);
}

/**
 * Checks a receipt: result, path to the results hash, header, signatures. Works offline.
 *
 * @throws VerifyError if any of it does not hold.
 */
export function verifyReceipt(
  receipt: Uint8Array,
  trust: Trust,
  options: ClockOptions = {},
): VerifiedReceipt {
  const anchor = anchorOf(trust);
  return verifyReceiptWith(
    (signedHeader, validators, clock) =>
      verifyAgainst(() => ({ anchor }), signedHeader, validators, clock),
    receipt,
    options,
  );
}

import { encodeHex } from '@touchmark/codec';
import { decodeReceipt, describeRefusal } from '@touchmark/ledger';
import type { Receipt } from '@touchmark/sdk';
import type { VerifiedReceipt } from '@touchmark/verify';

/** A receipt that was checked offline, in the form of one that a client fetched. */
export function receiptOf(verified: VerifiedReceipt, bytes: Uint8Array): Receipt {
  const { code, details } = decodeReceipt(verified.data);
  const { height, block, signers, power } = verified;
  return {
    status: verified.code === 0 ? 'done' : 'refused',
    transactionId: encodeHex(verified.transactionId),
    code,
    message: describeRefusal(code, details, 'en'),
    details,
    height,
    block,
    signers,
    power,
    bytes,
  };
}

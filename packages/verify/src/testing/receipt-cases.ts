import { encodeHex } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { buildReceiptProof } from '../receipt/build-receipt-proof.ts';
import { decodeReceiptProof, encodeReceiptProof } from '../receipt/receipt-codec.ts';
import { verifyReceipt } from '../receipt/verify-receipt.ts';
import { VerifyError } from '../verify-error.ts';
import { RESULTS, vectorChain } from './vector-chain.ts';
import { receiptJson } from './verified-json.ts';

/** Receipts that hold, with what they prove. */
export async function receiptValidCases(): Promise<object[]> {
  const chain = await vectorChain([10n]);
  const trust = { genesis: encodeHex(sha256(chain.genesisBytes)) };
  return ['done', 'refused', 'turned away: says nothing for good'].map((name, index) => {
    const receipt = buildReceiptProof(RESULTS, index, chain.signedHeader());
    const verified = verifyReceipt(receipt, { genesis: chain.genesisBytes });
    return { name, receipt: encodeHex(receipt), trust, verified: receiptJson(verified) };
  });
}

/** Receipts that do not hold, with the code of the refusal. */
export async function receiptInvalidCases(): Promise<object[]> {
  const chain = await vectorChain([10n]);
  const trust = { genesis: encodeHex(sha256(chain.genesisBytes)) };
  const bytes = buildReceiptProof(RESULTS, 0, chain.signedHeader());
  const good = decodeReceiptProof(bytes);
  const other = decodeReceiptProof(buildReceiptProof(RESULTS, 1, chain.signedHeader()));
  const damaged = bytes.slice();
  damaged[30] = (damaged[30] ?? 0) ^ 1;
  const forgeries: [name: string, receipt: Uint8Array][] = [
    ['a changed byte', damaged],
    ['another code', encodeReceiptProof({ ...good, code: 1 })],
    ['the data of another receipt', encodeReceiptProof({ ...good, data: other.data })],
    ['another place', encodeReceiptProof({ ...good, index: 1 })],
    ['another number of results', encodeReceiptProof({ ...good, total: 5 })],
    ['a path that is too short', encodeReceiptProof({ ...good, path: [] })],
    ['the header of another block', encodeReceiptProof({ ...good, ...chain.signedHeader(7) })],
  ];
  return forgeries.map(([name, receipt]) => {
    let code = 'accepted';
    try {
      verifyReceipt(receipt, { genesis: chain.genesisBytes });
    } catch (error) {
      code = error instanceof VerifyError ? error.code : String(error);
    }
    return { name, receipt: encodeHex(receipt), trust, code };
  });
}

import { encodeHex } from '@touchmark/codec';
import type { Query } from '../answer/query.ts';
import type { VerifiedAnswer, VerifiedRecord } from '../answer/verified-answer.ts';
import type { VerifiedReceipt } from '../receipt/verify-receipt.ts';
import type { RecordValue } from '../record/record.ts';

function dataJson({ data }: RecordValue): object {
  if (data.kind === 'text') return { text: data.text };
  return data.kind === 'bytes'
    ? { bytes: encodeHex(data.bytes) }
    : { digest: encodeHex(data.digest) };
}

function recordJson(record: VerifiedRecord): object {
  return {
    ...record,
    transactionId: encodeHex(record.transactionId),
    values: record.values.map((value) => ({ ...value, data: dataJson(value) })),
  };
}

function vouchedJson({
  chainId,
  block,
  signers,
  power,
}: Pick<VerifiedAnswer, 'chainId' | 'signers' | 'power'> & {
  block: { height: number; timeMs: number; hash: Uint8Array; root?: Uint8Array };
}): object {
  return {
    chainId,
    header: {
      ...block,
      hash: encodeHex(block.hash),
      ...(block.root === undefined ? {} : { root: encodeHex(block.root) }),
    },
    signers: signers.map((signer) => ({ ...signer, power: Number(signer.power) })),
    power: { signed: Number(power.signed), total: Number(power.total) },
  };
}

/** A query as it stands in an answer. */
export function queryJson(query: Query): unknown[] {
  return Object.values(query);
}

/** What verification finds out, as the vectors write it. */
export function answerJson(answer: VerifiedAnswer): object {
  const { query, status } = answer;
  const about =
    answer.status === 'list'
      ? {
          records: answer.records.map(recordJson),
          complete: answer.complete,
          more: answer.more,
        }
      : {
          ...(answer.record === undefined ? {} : { record: recordJson(answer.record) }),
          ...(answer.registeredLater === undefined
            ? {}
            : { registeredLater: answer.registeredLater }),
        };
  return { query: queryJson(query), status, ...about, ...vouchedJson(answer) };
}

export function receiptJson(receipt: VerifiedReceipt): object {
  const { transactionId, code, codeText, final, eventsHash, height } = receipt;
  return {
    transactionId: encodeHex(transactionId),
    code,
    codeText,
    final,
    eventsHash: encodeHex(eventsHash),
    height,
    ...vouchedJson(receipt),
  };
}

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
  return Object.values(query).map((part: unknown) =>
    part instanceof Uint8Array ? encodeHex(part) : part,
  );
}

/** What verification finds out, as the vectors write it. */
export function answerJson(answer: VerifiedAnswer): object {
  const { query, status } = answer;
  return { query: queryJson(query), status, ...findingJson(answer), ...vouchedJson(answer) };
}

function findingJson(answer: VerifiedAnswer): object {
  switch (answer.status) {
    case 'list': {
      const { records, complete, more } = answer;
      return { records: records.map(recordJson), complete, more };
    }
    case 'life':
      return { versions: answer.versions.map(recordJson) };
    case 'follow': {
      const { outcome, identifier, steps } = answer;
      return { outcome, identifier, steps: steps.map(recordJson) };
    }
    case 'changes': {
      const { blocks, complete, more } = answer;
      return { blocks, complete, more };
    }
    case 'entries': {
      const { entries, complete, more } = answer;
      const { start, last } = complete;
      return {
        entries: entries.map(({ key, value }) => [encodeHex(key), encodeHex(value)]),
        complete: { start: encodeHex(start), last: last === null ? null : encodeHex(last) },
        more,
      };
    }
    default:
      return {
        ...(answer.record === undefined ? {} : { record: recordJson(answer.record) }),
        ...(answer.registeredLater === undefined
          ? {}
          : { registeredLater: answer.registeredLater }),
      };
  }
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

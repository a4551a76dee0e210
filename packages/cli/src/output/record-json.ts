import { encodeBase64, encodeHex } from '@touchmark/codec';
import type {
  RecordValue,
  Signer,
  VerifiedBlock,
  VerifiedListAnswer,
  VerifiedRecord,
  VerifiedRecordAnswer,
} from '@touchmark/verify';
import { isoTime } from './plain.ts';

function dataJson({ data }: RecordValue): { format: string; value: string } {
  if (data.kind === 'text') return { format: 'text', value: data.text };
  if (data.kind === 'bytes') return { format: 'base64', value: encodeBase64(data.bytes) };
  return { format: 'digest', value: encodeHex(data.digest) };
}

/** Four digits, Handle's order: administrator read and write, public read and write. */
export function permissionsText(permissions: number): string {
  return permissions.toString(2).padStart(4, '0');
}

function valueJson(value: RecordValue): object {
  const { index, type, ttlSeconds: ttl, permissions } = value;
  return { index, type, data: dataJson(value), ttl, permissions: permissionsText(permissions) };
}

/** A proven record in the shape of the HTTP interface. */
export function recordJson(record: VerifiedRecord): object {
  const { identifier, status, version, holder, reason, updated } = record;
  return {
    identifier,
    status,
    version,
    holder,
    values: record.values.map(valueJson),
    updated: { block: updated.height, time: isoTime(updated.timeMs) },
    transaction: encodeHex(record.transactionId),
    ...(reason === null ? {} : { reason }),
  };
}

export interface Vouched {
  readonly chainId: string;
  readonly block: VerifiedBlock;
  readonly signers: readonly Signer[];
  readonly power: { readonly signed: bigint; readonly total: bigint };
}

/**
 * Who vouches for an answer. `state` is what was proven, `header` the signed header that leads to
 * it.
 */
export function vouchedJson({ chainId, block, signers, power }: Vouched): object {
  return {
    chainId,
    state: { block: block.height - 1, root: encodeHex(block.root) },
    header: { block: block.height, time: isoTime(block.timeMs), hash: encodeHex(block.hash) },
    signers: signers.map((signer) => ({ ...signer, power: Number(signer.power) })),
    power: { signed: Number(power.signed), total: Number(power.total) },
  };
}

function askedJson(answer: VerifiedRecordAnswer): object {
  const { query } = answer;
  if (query.kind === 'record-at-block') return { asOf: { block: query.height } };
  if (query.kind === 'record-at-time') return { asOf: { time: isoTime(query.timeMs) } };
  return {};
}

/** What is proven about one identifier. */
export function recordAnswerJson(answer: VerifiedRecordAnswer): object {
  const { query, record, registeredLater: later } = answer;
  const found =
    record === undefined ? { identifier: query.identifier, status: 'absent' } : recordJson(record);
  return {
    ...found,
    ...askedJson(answer),
    ...(later === undefined
      ? {}
      : { registeredLater: { block: later.height, time: isoTime(later.timeMs) } }),
    verified: vouchedJson(answer),
  };
}

export function listJson(answers: readonly VerifiedListAnswer[], prefix: string): object {
  const last = answers.at(-1);
  return {
    prefix,
    records: answers.flatMap(({ records }) => records.map(recordJson)),
    complete: {
      after: answers[0]?.complete.after ?? null,
      last: last?.more === true ? last.complete.last : null,
    },
    next: last?.more === true ? last.complete.last : null,
    verified: last === undefined ? null : vouchedJson(last),
  };
}

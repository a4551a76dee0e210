import { equalBytes } from '@touchmark/codec';
import {
  decodeVersioned,
  valueHash,
  verifyHistory,
  verifyKeyProof,
  type VersionedValue,
} from '@touchmark/state/proof';
import type { VerifiedHeader } from '../header/signed-header.ts';
import { decodeRecordBody } from '../record/record.ts';
import { recordKey } from '../record/record-keys.ts';
import { orRefuse, VerifyError } from '../verify-error.ts';
import type { Answer, AnswerResult } from './answer-codec.ts';
import { type RecordQuery, requireCovered, versionInForce } from './point-in-time.ts';
import type { RecordFinding, VerifiedRecord } from './verified-answer.ts';

type RecordResult = Extract<AnswerResult, { kind: 'record' }>;

/** A record as the envelope under its key shows it. Throws VERIFY_RECORD_MALFORMED. */
export function recordOf(identifier: string, version: VersionedValue): VerifiedRecord {
  return {
    identifier,
    version: version.version,
    ...decodeRecordBody(version.body),
    updated: { height: version.height, timeMs: version.timeMs },
  };
}

/** Reads an envelope on its own, without older ones. */
export function readEnvelope(envelope: Uint8Array): VersionedValue {
  return orRefuse('VERIFY_RECORD_MALFORMED', 'The record cannot be read', () =>
    decodeVersioned(envelope),
  );
}

/** Throws unless the proof shows exactly this envelope (null: none) under the key. */
export function requireInState(
  proof: Uint8Array,
  key: Uint8Array,
  root: Uint8Array,
  current: Uint8Array | null,
): void {
  const proven = orRefuse('VERIFY_PROOF_INVALID', 'The proof does not lead to the state root', () =>
    verifyKeyProof(proof, root, key),
  );
  if (current === null && proven === null) return;
  if (current !== null && proven !== null && equalBytes(valueHash(current), proven)) return;
  const problem =
    proven === null
      ? 'The proof shows that nothing is registered here, and yet a record came along.'
      : 'The record is not the one that the proof leads to.';
  throw new VerifyError('VERIFY_RECORD_MISMATCH', `${problem} Ask another node.`);
}

function chainOf(
  query: RecordQuery,
  current: Uint8Array,
  older: readonly Uint8Array[],
): VersionedValue[] {
  if (older.length === 0) return [readEnvelope(current)];
  if (query.kind === 'record') {
    throw new VerifyError('VERIFY_MALFORMED', 'Older versions came along that were not asked for.');
  }
  return orRefuse('VERIFY_HISTORY_BROKEN', 'The older versions do not belong to the record', () =>
    verifyHistory(current, [...older]),
  );
}

/** Checks everything below the state root of a verified header. */
export function proveRecord(
  answer: Answer,
  query: RecordQuery,
  result: RecordResult,
  verified: VerifiedHeader,
): RecordFinding {
  const { header, timeMs } = verified;
  requireCovered(query, header, timeMs);
  requireInState(answer.proof, recordKey(query.identifier), header.appHash, result.current);
  if (result.current === null) {
    if (result.older.length === 0) return { status: 'absent' };
    throw new VerifyError('VERIFY_MALFORMED', 'Older versions of a record that never was.');
  }
  const chain = chainOf(query, result.current, result.older);
  const inForce = versionInForce(query, chain);
  if (inForce === undefined) {
    const { height = 0, timeMs: registeredMs = 0 } = chain.at(-1) ?? {};
    return { status: 'absent', registeredLater: { height, timeMs: registeredMs } };
  }
  const record = recordOf(query.identifier, inForce);
  return { status: record.status === 'active' ? 'present' : 'retired', record };
}

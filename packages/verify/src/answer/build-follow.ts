import { decodeVersioned } from '@touchmark/state/proof';
import { decodeRecordBody } from '../record/record.ts';
import { recordKey } from '../record/record-keys.ts';
import type { AnswerResult } from './answer-codec.ts';
import type { AnswerSource } from './answer-source.ts';
import { aliasOf, encodeProofs, MAX_ALIAS_STEPS } from './follow-answer.ts';

/** Each record on the way that aliases lead, with its proof. */
export function buildFollow(
  source: AnswerSource,
  identifier: string,
): { result: AnswerResult; proof: Uint8Array } {
  const steps: (Uint8Array | null)[] = [];
  const proofs: Uint8Array[] = [];
  let next: string | undefined = identifier;
  while (next !== undefined && steps.length <= MAX_ALIAS_STEPS) {
    const key = recordKey(next);
    const envelope = source.get(key) ?? null;
    steps.push(envelope);
    proofs.push(source.proveKey(key));
    next =
      envelope === null ? undefined : aliasOf(decodeRecordBody(decodeVersioned(envelope).body));
  }
  return { result: { kind: 'follow', steps }, proof: encodeProofs(proofs) };
}

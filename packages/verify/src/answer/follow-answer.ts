import { CborReader, CborWriter, isCanonicalIdentifier } from '@touchmark/codec';
import type { VerifiedHeader } from '../header/signed-header.ts';
import { recordKey } from '../record/record-keys.ts';
import type { RecordBody } from '../record/record.ts';
import { orRefuse, VerifyError } from '../verify-error.ts';
import type { Answer } from './answer-codec.ts';
import type { Query } from './query.ts';
import { readEnvelope, recordOf, requireInState } from './record-answer.ts';
import type { VerifiedFollowAnswer, VerifiedRecord } from './verified-answer.ts';

type FollowQuery = Extract<Query, { kind: 'follow' }>;
type Proven = Pick<VerifiedFollowAnswer, 'status' | 'outcome' | 'steps' | 'identifier'>;

/** Type of the value that makes a record an alias; its data is the identifier meant. */
export const ALIAS_TYPE = 'HS_ALIAS';
/** Aliases that are followed. */
export const MAX_ALIAS_STEPS = 8;

/** Where a record leads on to; undefined: it is no alias, or retired. */
export function aliasOf(record: Pick<RecordBody, 'status' | 'values'>): string | undefined {
  if (record.status === 'retired') return undefined;
  const data = record.values.find(({ type }) => type === ALIAS_TYPE)?.data;
  return data?.kind === 'text' && isCanonicalIdentifier(data.text) ? data.text : undefined;
}

/** The proofs of all steps, in the place of the one proof of other answers. */
export function encodeProofs(proofs: readonly Uint8Array[]): Uint8Array {
  const writer = new CborWriter().array(proofs.length);
  for (const proof of proofs) writer.bytes(proof);
  return writer.finish();
}

function readProofs(bytes: Uint8Array): Uint8Array[] {
  const reader = new CborReader(bytes, { maxBytes: bytes.length });
  const proofs: Uint8Array[] = [];
  for (let left = reader.array(); left > 0; left -= 1) proofs.push(reader.bytes());
  reader.end();
  return proofs;
}

/** Checks each step from the identifier asked for to the end. */
export function proveFollow(answer: Answer, query: FollowQuery, verified: VerifiedHeader): Proven {
  const { result } = answer;
  const proofs = orRefuse('VERIFY_MALFORMED', 'The proofs cannot be read', () =>
    readProofs(answer.proof),
  );
  if (result.kind !== 'follow' || proofs.length !== result.steps.length) {
    throw new VerifyError('VERIFY_MALFORMED', 'there must be a proof for each step');
  }
  const steps: VerifiedRecord[] = [];
  let identifier: string | undefined = query.identifier;
  for (const [place, envelope] of result.steps.entries()) {
    if (identifier === undefined || place > MAX_ALIAS_STEPS) throw surplus();
    const proof = proofs[place] ?? new Uint8Array(0);
    requireInState(proof, recordKey(identifier), verified.header.appHash, envelope);
    if (envelope === null) {
      if (place + 1 < result.steps.length) throw surplus();
      return { status: 'follow', outcome: 'absent', steps, identifier };
    }
    const record = recordOf(identifier, readEnvelope(envelope));
    steps.push(record);
    identifier = aliasOf(record);
  }
  return concluded(steps, identifier);
}

function concluded(steps: VerifiedRecord[], next: string | undefined): Proven {
  const last = steps.at(-1);
  if (last === undefined || (next !== undefined && steps.length <= MAX_ALIAS_STEPS)) {
    throw new VerifyError(
      'VERIFY_LIST_INCOMPLETE',
      'The answer stops at an alias that leads on. Ask another node.',
    );
  }
  if (next !== undefined) return { status: 'follow', outcome: 'too-long', steps, identifier: next };
  const outcome = last.status === 'active' ? 'present' : 'retired';
  return { status: 'follow', outcome, steps, identifier: last.identifier };
}

function surplus(): VerifyError {
  return new VerifyError('VERIFY_MALFORMED', 'Steps came along that nothing leads to.');
}

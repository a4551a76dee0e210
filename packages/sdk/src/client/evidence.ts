import { type Evidence, evidenceRange, listEvidence } from '@touchmark/ledger';
import { type ProvenAt, readEntries } from './governance.ts';
import type { ReadOptions, Session } from './session.ts';

/** What blocks have proven of the validators of an organization. */
export interface ProvenEvidence extends ProvenAt {
  /** All of it, in the order of the blocks at which they did it. */
  readonly evidence: readonly Evidence[];
}

/** What is proven of an organization's validators, verified. See `Client.evidence`. */
export async function readProvenEvidence(
  session: Session,
  id: string,
  { signal }: ReadOptions = {},
): Promise<ProvenEvidence> {
  const path = `/v1/organizations/${encodeURIComponent(id)}/evidence`;
  const { entries, block } = await readEntries(session, path, evidenceRange(id), signal);
  const evidence = listEvidence({ get: () => undefined, range: () => entries }, id);
  return { evidence, block };
}

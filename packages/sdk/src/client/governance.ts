import {
  type Constitution,
  CONSTITUTION_KEY,
  contentKey,
  decodeContent,
  decodeTally,
  decodeVote,
  describeConstitution,
  describeProposal,
  type ListedVote,
  type Proposal,
  type ProposalContent,
  proposalKey,
  proposalRange,
  type Tally,
  tallyKey,
  vetoKey,
  voteKey,
} from '@touchmark/ledger';
import { compareBytes } from '@touchmark/codec';
import { verifyRangeProof } from '@touchmark/state/proof';
import { SdkError } from '../sdk-error.ts';
import { underHeader } from './follow-validators.ts';
import { readJson } from './read-json.ts';
import { clockOptions, readFresh, type ReadOptions, type Session } from './session.ts';

/** The header whose state root proves it. */
export interface ProvenAt {
  readonly block: { readonly height: number };
}

/** A proposal with all that decided it: nothing was left out, nothing made up. */
export interface ProvenProposal extends ProvenAt, ProposalContent {
  readonly number: number;
  readonly proposal: Proposal;
  readonly tally: Tally;
  /** Who voted what; behind them, who stopped it. */
  readonly votes: readonly ListedVote[];
}

export interface ProvenConstitution extends ProvenAt {
  readonly version: number;
  readonly constitution: Constitution;
}

interface Entry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** All entries of a range of the state, as a node gives and proves them at `path`. */
export function readEntries(
  session: Session,
  path: string,
  range: { readonly start: Uint8Array; readonly end: Uint8Array },
  signal: AbortSignal | undefined,
): Promise<ProvenAt & { readonly entries: readonly Entry[] }> {
  return readFresh(session, signal, async () => {
    const answer = await readJson(session, { path, query: { proof: '1' }, signal }, 'answer');
    const proof = answer.member('proof');
    const signedHeader = proof.member('signedHeader').base64();
    const validators = proof.member('validators').base64();
    const { header } = await underHeader(
      session,
      () => ({ signedHeader, validators }),
      () => session.verifier.verifySignedHeader(signedHeader, validators, clockOptions(session)),
      signal,
    );
    const bytes = proof.member('range').base64();
    const { entries } = verifyRangeProof(bytes, header.appHash, range);
    return { entries, block: { height: header.height } };
  });
}

/** A proposal and its votes, verified. See `Client.proposal`. */
export async function readProvenProposal(
  session: Session,
  number: number,
  { signal }: ReadOptions = {},
): Promise<ProvenProposal> {
  const { start, end } = proposalRange(number);
  const range = { start, end: end ?? start };
  const { entries, block } = await readEntries(session, `/v1/proposals/${number}`, range, signal);
  const at = (key: Uint8Array): Uint8Array => {
    const found = entries.find((entry) => compareBytes(entry.key, key) === 0);
    if (found !== undefined) return found.value;
    throw new SdkError(
      'SDK_RESPONSE_INVALID',
      `The node proves that proposal ${number} is not complete: ask another node.`,
    );
  };
  const { proposal } = describeProposal(number, at(proposalKey(number)));
  const votes = [voteKey(number, ''), vetoKey(number, '')].flatMap((prefix) =>
    entries.flatMap(({ key, value }) => {
      if (compareBytes(key.subarray(0, prefix.length), prefix) !== 0) return [];
      const organization = new TextDecoder().decode(key.subarray(prefix.length));
      return [{ organization, ...decodeVote(value) }];
    }),
  );
  const tally = decodeTally(at(tallyKey(number)));
  return { number, proposal, ...decodeContent(at(contentKey(number))), tally, votes, block };
}

/** The constitution, verified. See `Client.constitution`. */
export async function readProvenConstitution(
  session: Session,
  { signal }: ReadOptions = {},
): Promise<ProvenConstitution> {
  const range = { start: CONSTITUTION_KEY, end: Uint8Array.of(...CONSTITUTION_KEY, 0) };
  const { entries, block } = await readEntries(session, '/v1/constitution', range, signal);
  const [entry] = entries;
  if (entry === undefined) {
    throw new SdkError('SDK_RESPONSE_INVALID', 'The node proves that there is no constitution.');
  }
  const { envelope, constitution } = describeConstitution(entry.value);
  return { version: envelope.version, constitution, block };
}

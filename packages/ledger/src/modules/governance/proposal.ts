import { CborReader, encode, readValue } from '@touchmark/codec';
import type { Action } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import type { VersionedValue } from '@touchmark/state/proof';
import { sha256 } from '@touchmark/crypto';
import type { StateView } from '@touchmark/state';
import { readDetails } from '../../kernel/receipt.ts';
import type { Details } from '../../kernel/refusal.ts';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { readRule, writeRule } from './constitution.ts';
import { contentKey, proposalKey } from './keys.ts';
import type { Rule } from './rule.ts';

/** Append only: the place is the number in state. */
export const STATUSES = [
  'open',
  'accepted',
  'executed',
  'failed',
  'rejected',
  'expired',
  'withdrawn',
  'dropped',
] as const;

export type ProposalStatus = (typeof STATUSES)[number];

/** A rule as a proposal is bound to it. */
export interface PinnedRule {
  readonly rule: Rule;
  /** SHA-256 of the rule's CBOR. */
  readonly hash: Uint8Array;
  /** The electorate when the proposal was made: never counted as smaller than that. */
  readonly size: number;
}

export interface Proposal {
  readonly status: ProposalStatus;
  readonly author: string;
  /** The transaction that made it; what it does carries this id. */
  readonly transactionId: Uint8Array;
  readonly openedMs: number;
  readonly closesMs: number;
  /** When an accepted one is carried out; null: not decided, or at once. */
  readonly executesMs: number | null;
  /** SHA-256 of the content. */
  readonly content: Uint8Array;
  readonly rules: readonly PinnedRule[];
  /** What carrying it out led to: `OK` or the code of a refusal; null before. */
  readonly code: string | null;
  readonly details: Details;
}

export interface ProposalContent {
  readonly title: string;
  readonly actions: readonly Action[];
}

export interface KeptProposal {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly envelope: VersionedValue;
  readonly proposal: Proposal;
}

/** True if the rule is among those of a proposal. */
export function isPinned(list: readonly PinnedRule[], { action }: Rule): boolean {
  return list.some(({ rule }) => rule.action === action);
}

export function pinRule(rule: Rule, size: number): PinnedRule {
  return { rule, hash: sha256(writeCbor((writer) => writeRule(writer, rule))), size };
}

export function encodeProposal(proposal: Proposal): Uint8Array {
  const details = encode(proposal.details);
  return writeCbor((writer) => {
    writer.array(10).uint(STATUSES.indexOf(proposal.status));
    writer.text(proposal.author).bytes(proposal.transactionId);
    writer.uint(proposal.openedMs).uint(proposal.closesMs);
    if (proposal.executesMs === null) writer.null();
    else writer.uint(proposal.executesMs);
    writer.bytes(proposal.content).array(proposal.rules.length);
    for (const { rule, hash, size } of proposal.rules) {
      writeRule(writer.array(3), rule);
      writer.bytes(hash).uint(size);
    }
    if (proposal.code === null) writer.null();
    else writer.text(proposal.code);
    writer.raw(details);
  });
}

function decodeProposal(body: Uint8Array): Proposal {
  const reader = new CborReader(body);
  if (reader.array() !== 10) throw new StateFormatError('a proposal');
  const status = STATUSES[reader.uint()];
  if (status === undefined) throw new StateFormatError('a proposal');
  const author = reader.text();
  const transactionId = reader.bytes();
  const openedMs = reader.uint();
  const closesMs = reader.uint();
  const executesMs = reader.peek() === 'null' ? reader.null() : reader.uint();
  const content = reader.bytes();
  const rules: PinnedRule[] = [];
  for (let left = reader.array(); left > 0; left -= 1) {
    reader.array();
    rules.push({ rule: readRule(reader), hash: reader.bytes(), size: reader.uint() });
  }
  const code = reader.peek() === 'null' ? reader.null() : reader.text();
  const details = readDetails(readValue(reader));
  reader.end();
  const times = { openedMs, closesMs, executesMs };
  return { status, author, transactionId, ...times, content, rules, code, details };
}

export function readProposal(state: StateView, number: number): KeptProposal | undefined {
  const bytes = state.get(proposalKey(number));
  return bytes === undefined ? undefined : describeProposal(number, bytes);
}

/** What the envelope of a proposal says. */
export function describeProposal(number: number, bytes: Uint8Array): KeptProposal {
  const envelope = decodeVersioned(bytes);
  return { number, bytes, envelope, proposal: decodeProposal(envelope.body) };
}

/** `[title, [[type, params] …]]`. */
export function encodeContent({ title, actions }: ProposalContent): Uint8Array {
  return writeCbor((writer) => {
    writer.array(2).text(title).array(actions.length);
    for (const { type, params } of actions) writer.array(2).text(type).bytes(params);
  });
}

export function decodeContent(bytes: Uint8Array): ProposalContent {
  const reader = new CborReader(bytes);
  reader.array();
  const title = reader.text();
  const actions: Action[] = [];
  for (let left = reader.array(); left > 0; left -= 1) {
    reader.array();
    actions.push({ type: reader.text(), params: reader.bytes() });
  }
  reader.end();
  return { title, actions };
}

export function readContent(state: StateView, number: number): ProposalContent {
  const bytes = state.get(contentKey(number));
  if (bytes === undefined) throw new StateFormatError("a proposal's content");
  return decodeContent(bytes);
}

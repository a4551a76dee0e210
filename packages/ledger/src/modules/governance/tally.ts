import { CborReader } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import type { StateWriter } from '../../kernel/state-writer.ts';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { readMembership } from '../organizations/membership.ts';
import { committeesOf, countElectorate, isVoter } from './electorate.ts';
import { tallyKey, voterOf, voteRange } from './keys.ts';
import type { Choice } from './params.ts';
import type { PinnedRule, Proposal } from './proposal.ts';
import { judge } from './rule.ts';
import type { Count, Verdict } from './rule.ts';
import { decodeVote } from './vote-entry.ts';

/** The votes on a proposal as they count now, rule by rule. */
export interface Tally {
  /** The membership they were counted against: a later one means to count anew. */
  readonly epoch: number;
  readonly counts: readonly Count[];
}

/** `[epoch, [[active, size, yes, no, abstain] …]]`. */
export function encodeTally({ epoch, counts }: Tally): Uint8Array {
  return writeCbor((writer) => {
    writer.array(2).uint(epoch).array(counts.length);
    for (const { active, size, yes, no, abstain } of counts) {
      writer.array(5).uint(active).uint(size).uint(yes).uint(no).uint(abstain);
    }
  });
}

export function readTally(state: StateView, proposal: number): Tally {
  const bytes = state.get(tallyKey(proposal));
  if (bytes === undefined) throw new StateFormatError('a tally');
  return decodeTally(bytes);
}

export function decodeTally(bytes: Uint8Array): Tally {
  const reader = new CborReader(bytes);
  reader.array();
  const epoch = reader.uint();
  const counts: Count[] = [];
  for (let left = reader.array(); left > 0; left -= 1) {
    reader.array();
    counts.push({
      active: reader.uint(),
      size: reader.uint(),
      yes: reader.uint(),
      no: reader.uint(),
      abstain: reader.uint(),
    });
  }
  reader.end();
  return { epoch, counts };
}

export function putTally(state: StateWriter, proposal: number, tally: Tally): void {
  state.put(tallyKey(proposal), encodeTally(tally));
}

/** The tally as it stands, counted anew if the membership has changed since. */
export function currentTally(
  state: StateWriter,
  proposal: number,
  rules: readonly PinnedRule[],
): Tally {
  const tally = readTally(state, proposal);
  const { epoch } = readMembership(state);
  if (tally.epoch === epoch) return tally;
  const counted = countVotes(state, proposal, rules);
  putTally(state, proposal, counted);
  return counted;
}

/** All votes anew: one counts while its organization may vote. */
export function countVotes(
  state: StateView,
  proposal: number,
  rules: readonly PinnedRule[],
): Tally {
  const { epoch } = readMembership(state);
  const committees = committeesOf(state);
  const votes = [...state.range(voteRange(proposal))].map(({ key, value }) => ({
    organization: voterOf(key),
    choice: decodeVote(value).choice,
  }));
  const counts = rules.map(({ rule, size: least }) => {
    const { active, size } = countElectorate(state, rule.electorate, committees);
    let count: Count = { active, size: Math.max(size, least), yes: 0, no: 0, abstain: 0 };
    for (const { organization, choice } of votes) {
      if (isVoter(state, rule.electorate, organization, committees))
        count = withVote(count, choice);
    }
    return count;
  });
  return { epoch, counts };
}

export function withVote(count: Count, choice: Choice): Count {
  if (choice === 'yes') return { ...count, yes: count.yes + 1 };
  if (choice === 'no') return { ...count, no: count.no + 1 };
  return { ...count, abstain: count.abstain + 1 };
}

/** Every rule must be met; one that can't be any more is enough to reject. */
export function judgeTally({ rules }: Pick<Proposal, 'rules'>, { counts }: Tally): Verdict {
  const verdicts = rules.map(({ rule }, place) => judge(rule, counts[place]!));
  if (verdicts.includes('rejected')) return 'rejected';
  return verdicts.includes('open') ? 'open' : 'accepted';
}

import { CborReader } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { vetoRange, voterOf, voteRange } from './keys.ts';
import type { Choice } from './params.ts';

/** Append only: the place is the number in state. */
const CHOICES: readonly Choice[] = ['yes', 'no', 'abstain', 'veto'];

export interface Vote {
  readonly choice: Choice;
  /** Why, in the voter's words; may be empty. */
  readonly reason: string;
  /** The key that signed for the organization. */
  readonly keyId: Uint8Array;
  readonly transactionId: Uint8Array;
  readonly height: number;
  readonly timeMs: number;
}

export interface ListedVote extends Vote {
  readonly organization: string;
}

/** `[choice, reason, key id, transaction id, height, time]`. */
export function encodeVote(vote: Vote): Uint8Array {
  return writeCbor((writer) => {
    writer.array(6).uint(CHOICES.indexOf(vote.choice)).text(vote.reason);
    writer.bytes(vote.keyId).bytes(vote.transactionId).uint(vote.height).uint(vote.timeMs);
  });
}

export function decodeVote(bytes: Uint8Array): Vote {
  const reader = new CborReader(bytes);
  reader.array();
  const choice = CHOICES[reader.uint()];
  if (choice === undefined) throw new StateFormatError('a vote');
  const reason = reader.text();
  const keyId = reader.bytes();
  const transactionId = reader.bytes();
  const height = reader.uint();
  const timeMs = reader.uint();
  reader.end();
  return { choice, reason, keyId, transactionId, height, timeMs };
}

/** Who voted what, in the order of their ids; behind them, who stopped it. */
export function listVotes(state: StateView, proposal: number): ListedVote[] {
  return [voteRange(proposal), vetoRange(proposal)].flatMap((range) => {
    const votes: ListedVote[] = [];
    for (const { key, value } of state.range(range)) {
      votes.push({ organization: voterOf(key), ...decodeVote(value) });
    }
    return votes;
  });
}

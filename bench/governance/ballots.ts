import type { GenesisConstitution } from '@touchmark/codec';
import { generateSecretKey } from '@touchmark/crypto';
import { encodePropose, encodeSetQuota, encodeSetRoles, encodeVoteAction } from '@touchmark/ledger';
import { type BenchNetwork, type Member, ORGANIZATION, signActions } from '../fixture/network.ts';

/** With the bench's own organization there are a thousand. */
const MEMBERS = 999;
const VOTERS = MEMBERS + 1;
/** As many as leave two thirds possible: the last yes decides, whichever it is. */
const NOES = 333;
/** Proposals voted on at the same time, so that no vote overtakes another by a whole proposal. */
export const PROPOSALS_PER_TURN = 4;
/** Proposals opened before the first vote. The ledger takes 64 open ones. */
const OPENED_BEFORE = 48;

export const VOTES_PER_PROPOSAL: number = VOTERS;

/** Two thirds of all members decide; the bench's organization changes roles by itself. */
export const CONSTITUTION: GenesisConstitution = {
  committees: [],
  rules: [
    {
      action: '*',
      threshold: '2/3',
      electorate: ['members'],
      quorum: '0/1',
      votingMs: 86_400_000,
      delayMs: 0,
      veto: [],
    },
    {
      action: 'organizations.set-roles',
      threshold: 'any',
      electorate: [`organization:${ORGANIZATION}`],
      quorum: '0/1',
      votingMs: 86_400_000,
      delayMs: 0,
      veto: [],
    },
  ],
};

export function makeMembers(): Member[] {
  return Array.from({ length: MEMBERS }, (_, place) => ({
    id: `member-${String(place).padStart(3, '0')}`,
    secretKey: generateSecretKey('ed25519'),
  }));
}

/** What members send, one after another: votes that decide proposals, and the proposals after them. */
export class Ballots {
  readonly #network: BenchNetwork;
  readonly #voters: readonly Uint8Array[];
  readonly #member: string;
  /** Votes between two changes of the membership; absent: it never changes. */
  readonly #votesPerChange: number | undefined;
  #changes = 0;
  #votes = 0;
  #next = 1;

  constructor(network: BenchNetwork, members: readonly Member[], votesPerChange?: number) {
    this.#network = network;
    this.#voters = [network.secretKey, ...members.map(({ secretKey }) => secretKey)];
    this.#member = members[0]!.id;
    this.#votesPerChange = votesPerChange;
  }

  /** The proposals that have to be there before. */
  *opening(): Generator<Uint8Array> {
    for (let number = 1; number <= OPENED_BEFORE; number += 1) yield this.#proposal(number);
  }

  /** The next turns: all votes on some proposals, and the proposals that take their place. */
  *turns(count: number): Generator<Uint8Array> {
    for (let turn = 0; turn < count; turn += 1) {
      const first = this.#next;
      this.#next += PROPOSALS_PER_TURN;
      for (let place = 0; place < VOTERS; place += 1) yield* this.#round(first, place);
      for (let next = 0; next < PROPOSALS_PER_TURN; next += 1) {
        yield this.#proposal(first + OPENED_BEFORE + next);
      }
    }
  }

  /** One voter's votes on all proposals of the turn. */
  *#round(first: number, place: number): Generator<Uint8Array> {
    const choice = place < NOES ? 'no' : 'yes';
    for (let proposal = first; proposal < first + PROPOSALS_PER_TURN; proposal += 1) {
      yield this.#by(place, encodeVoteAction({ proposal, choice, reason: '' }));
      this.#votes += 1;
      if (this.#votesPerChange !== undefined && this.#votes % this.#votesPerChange === 0) {
        yield this.#change();
      }
    }
  }

  #change(): Uint8Array {
    this.#changes += 1;
    const roles = this.#changes % 2 === 0 ? (['reporter'] as const) : (['auditor'] as const);
    return this.#by(0, encodeSetRoles({ id: this.#member, roles }));
  }

  #proposal(number: number): Uint8Array {
    const quota = encodeSetQuota({ role: 'regulator', registrations: number, bytes: 1_000_000 });
    const title = `Bound ${number}`;
    return this.#by(number % VOTERS, encodePropose({ title, actions: [quota], vote: 'none' }));
  }

  #by(voter: number, action: Parameters<typeof signActions>[1][number]): Uint8Array {
    const { chainId } = this.#network;
    return signActions({ chainId, secretKey: this.#voters[voter]! }, [action]);
  }
}

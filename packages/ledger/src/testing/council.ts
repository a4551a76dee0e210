import type { Action, Genesis, GenesisConstitution, GenesisRule } from '@touchmark/codec';
import { encodePropose } from '../modules/governance/propose.ts';
import { readProposal } from '../modules/governance/proposal.ts';
import type { ProposalStatus } from '../modules/governance/proposal.ts';
import { encodeVoteAction } from '../modules/governance/vote.ts';
import type { Choice } from '../modules/governance/params.ts';
import { Sandbox, sandboxGenesis, testKey } from './sandbox.ts';
import type { Submitted } from './sandbox.ts';

export const DAY_MS = 86_400_000;

/** A rule by which administrators decide; changed as a test needs it. */
export function rule(action: string, changes: Partial<GenesisRule> = {}): GenesisRule {
  return {
    action,
    threshold: 'majority',
    electorate: ['role:administrator'],
    quorum: '0/1',
    votingMs: DAY_MS,
    delayMs: 0,
    veto: [],
    ...changes,
  };
}

/** Every administrator may do everything at once. */
export const OPENLY: GenesisRule = rule('*', { threshold: 'any' });

export function openGenesis(): Genesis {
  return genesisWith({ committees: [], rules: [OPENLY] });
}

export function genesisWith(
  constitution: GenesisConstitution,
  organizations: Genesis['appState']['organizations'] = [],
): Genesis {
  const genesis = sandboxGenesis();
  const { appState } = genesis;
  const all = [...appState.organizations, ...organizations];
  return { ...genesis, appState: { ...appState, organizations: all, constitution } };
}

/** The usual sandbox with so many more organizations, `member-1` and so on. */
export class Council extends Sandbox {
  constructor(
    members: number,
    rules: readonly GenesisRule[],
    options: {
      readonly roles?: string[];
      readonly committees?: GenesisConstitution['committees'];
    } = {},
  ) {
    const { roles = ['administrator'], committees = [] } = options;
    const organizations = Array.from({ length: members }, (_, place) => {
      const id = memberId(place + 1);
      const { algorithm, publicKey } = testKey(id);
      return { id, name: id, roles, keys: [{ algorithm, publicKey }] };
    });
    super(undefined, genesisWith({ committees, rules: [...rules] }, organizations));
  }

  /** Proposes, which must succeed; proposals are numbered from 1. */
  propose(author: string, ...actions: readonly Action[]): Submitted {
    return this.must(author, proposal(...actions));
  }

  vote(author: string, choice: Choice, number = 1): Submitted {
    return this.submit(author, encodeVoteAction({ proposal: number, choice, reason: '' }));
  }

  status(number = 1): ProposalStatus | undefined {
    return readProposal(this.state, number)?.proposal.status;
  }
}

export function memberId(number: number): string {
  return `member-${number}`;
}

export function proposal(...actions: readonly Action[]): Action {
  return encodePropose({ title: 'As discussed', actions, vote: 'none' });
}

import { equalBytes, type Header } from '@touchmark/codec';
import { hexOf } from '../header/signer.ts';
import type { LightBlock } from './light-block.ts';

/**
 * `lunatic`: a header that no execution leads to; `equivocation`: two blocks in one round; `amnesia`: two rounds, in
 * the later of which somebody forgot what it was bound to (CometBFT, spec/light-client/accountability).
 */
export type AttackKind = 'lunatic' | 'equivocation' | 'amnesia';

/** Two headers of one height, both with two thirds behind them. */
export interface Divergence {
  readonly kind: AttackKind;
  readonly height: number;
  /** The last header that both sides agree on. */
  readonly commonHeight: number;
  readonly trusted: LightBlock;
  readonly conflicting: LightBlock;
  /** Addresses of those who are proven to have done wrong; in an amnesia attack their logs must tell. */
  readonly culprits: readonly string[];
}

/** What execution leads to: with the same past these can not differ. */
const DETERMINED = [
  'validatorsHash',
  'nextValidatorsHash',
  'consensusHash',
  'appHash',
  'lastResultsHash',
] as const satisfies readonly (keyof Header)[];

function isLunatic(trusted: Header, conflicting: Header): boolean {
  return DETERMINED.some((name) => !equalBytes(trusted[name], conflicting[name]));
}

function votersOf({ commit }: LightBlock): Set<string> {
  const votes = commit.signatures.filter(({ flag }) => flag === 2);
  return new Set(votes.map(({ validatorAddress }) => hexOf(validatorAddress)));
}

/**
 * What happened where two verified headers of one height differ.
 * @param common the last light block that both sides agree on; its validators answer for a made-up header.
 */
export function describeDivergence(
  common: { readonly height: number; readonly validators: LightBlock['validators'] },
  trusted: LightBlock,
  conflicting: LightBlock,
): Divergence {
  const voters = votersOf(conflicting);
  const parts = { height: trusted.header.height, commonHeight: common.height };
  const rest = { ...parts, trusted, conflicting };
  if (isLunatic(trusted.header, conflicting.header)) {
    const known = common.validators.map(({ address }) => hexOf(address));
    const culprits = known.filter((address) => voters.has(address));
    return { kind: 'lunatic', ...rest, culprits };
  }
  if (trusted.commit.round !== conflicting.commit.round) {
    return { kind: 'amnesia', ...rest, culprits: [] };
  }
  const culprits = [...votersOf(trusted)].filter((address) => voters.has(address));
  return { kind: 'equivocation', ...rest, culprits };
}

import {
  type CommitFlag,
  encodeSignedHeader,
  encodeValidators,
  type Header,
  validatorsHash,
} from '@touchmark/codec';
import { type LightBlock, openLightBlock } from '../light/light-block.ts';
import type { LightChain } from './light-chain.ts';
import { signCommit, type TestValidator } from './test-validators.ts';

export interface Forgery {
  /** What the header says in the place of what the chain has. */
  readonly header?: Partial<Header>;
  /** Default: the set of that height. */
  readonly signers?: readonly TestValidator[];
  readonly votes?: readonly CommitFlag[];
  readonly round?: number;
}

/** Another light block of a height than the chain has: its parts belong together and every signature holds. */
export function forgedBlock(chain: LightChain, height: number, forgery: Forgery = {}): LightBlock {
  const { signers = chain.signers(height), votes, round } = forgery;
  const hash = validatorsHash([...signers]);
  const header = { ...chain.header(height), validatorsHash: hash, ...forgery.header };
  const commit = signCommit(header, signers, votes, round);
  return openLightBlock(encodeSignedHeader({ header, commit }), encodeValidators([...signers]));
}

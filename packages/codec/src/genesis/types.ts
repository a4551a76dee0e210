import type { SignatureAlgorithm } from '@touchmark/crypto';
import type { Timestamp, Validator } from '../comet/types.ts';

export interface GenesisValidator extends Validator {
  /** For people; may be empty. */
  name: string;
}

/** CometBFT consensus parameters (types/params.go); durations in nanoseconds. */
export interface ConsensusParams {
  block: { maxBytes: bigint; maxGas: bigint };
  evidence: { maxAgeBlocks: bigint; maxAgeNs: bigint; maxBytes: bigint };
  validator: { publicKeyTypes: string[] };
  version: { app: bigint };
  abci: { voteExtensionsEnableHeight: bigint };
}

export interface GenesisKey {
  algorithm: SignatureAlgorithm;
  publicKey: Uint8Array;
}

export interface GenesisOrganization {
  id: string;
  name: string;
  roles: string[];
  keys: GenesisKey[];
}

/** How a class of actions is decided; see spec/ledger.md for the words. */
export interface GenesisRule {
  action: string;
  threshold: string;
  electorate: string[];
  quorum: string;
  votingMs: number;
  delayMs: number;
  veto: string[];
}

/** Who decides what by which rule; meaning and bounds are the ledger's business. */
export interface GenesisConstitution {
  committees: { name: string; organizations: string[] }[];
  rules: GenesisRule[];
}

/** Where the ledger starts. Organizations with the role `administrator` admit the others. */
export interface GenesisAppState {
  organizations: GenesisOrganization[];
  /** Meaning and bounds are the ledger's business. */
  parameters: Readonly<Record<string, string | number | boolean>>;
  /** Left out: administrators act, and two thirds of them change the rules. */
  constitution?: GenesisConstitution;
}

export interface GenesisContent {
  chainId: string;
  genesisTime: Timestamp;
  /** ≥ 1. */
  initialHeight: number;
  /** In consensus order, whatever the order in the file. */
  validators: GenesisValidator[];
  consensusParams: ConsensusParams;
  appState: GenesisAppState;
}

export interface Genesis extends GenesisContent {
  /** SHA-256 of the file's bytes. */
  hash: Uint8Array;
}

/** CometBFT's defaults with 4 MiB blocks instead of 21 MiB, and without vote extensions. */
export const DEFAULT_CONSENSUS_PARAMS: ConsensusParams = {
  block: { maxBytes: 4_194_304n, maxGas: -1n },
  evidence: { maxAgeBlocks: 100_000n, maxAgeNs: 172_800_000_000_000n, maxBytes: 1_048_576n },
  validator: { publicKeyTypes: ['ed25519'] },
  version: { app: 1n },
  abci: { voteExtensionsEnableHeight: 0n },
};

import type { SignatureAlgorithm } from '@touchmark/crypto';
import type { Params, Plain } from './params.ts';
import type { ModelState } from './state.ts';
import type { RuleRow, ValidatorRow } from './rows.ts';

/** Says whether a signature holds. */
export type Verify = (
  algorithm: SignatureAlgorithm,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean;

export interface Signer {
  readonly organization: string;
  readonly keyId: string;
}

/** What a governed action is measured against: the state before the transaction or the decision. */
export interface Before {
  /** The rule for the constitution. */
  readonly rule: RuleRow;
  readonly voters: readonly string[];
  readonly count: { readonly active: number; readonly size: number };
  readonly validators: readonly ValidatorRow[];
  readonly isVoter: (organization: string) => boolean;
}

/** An action's surroundings. */
export interface Call {
  readonly state: ModelState;
  readonly chainId: string;
  readonly verify: Verify;
  readonly author: string;
  /** Transaction id in hex. */
  readonly tx: string;
  readonly signers: readonly Signer[];
  readonly isDecision: boolean;
  /** A decision by the rule for the constitution. */
  readonly isConstituent: boolean;
  readonly before: () => Before;
  /** Signatures in params that may still be checked: of the transaction, and of the block. */
  readonly checks: { own: number; block: { left: number; ofStrangers: number } };
  readonly quota: { readonly registrations: number; readonly bytes: number } | null;
  readonly events: string[];
  /** Carries out actions as a decision; throws Refused, and then all is as before. */
  readonly carryOut: (decision: Decision, isKept: boolean) => void;
}

export interface Decision {
  readonly author: string;
  readonly tx: string;
  readonly isConstituent: boolean;
  readonly actions: readonly GivenAction[];
}

export interface GivenAction {
  readonly type: string;
  readonly params: Uint8Array;
}

export type Execute = (call: Call, params: Params) => void;

/** Fields of params that were read: of the type that their form says. */
export const textOf = (params: Params, field: string): string => params[field] as string;
export const numberOf = (params: Params, field: string): number => Number(params[field]);
export const bytesIn = (params: Params, field: string): Uint8Array => params[field] as Uint8Array;
export const textsOf = (params: Params, field: string): readonly string[] =>
  params[field] as readonly string[];
export const listOf = (params: Params, field: string): readonly Plain[] =>
  params[field] as readonly Plain[];
export const recordsOf = (params: Params, field: string): readonly Params[] =>
  params[field] as readonly Params[];

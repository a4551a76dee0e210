/** What is kept about each thing, as spec/ledger.md lists it in section 1. */

export interface OrganizationRow {
  readonly status: 0 | 1 | 2;
  readonly name: string;
  readonly roles: readonly string[];
  readonly tx: string | null;
  readonly reason: string | null;
  readonly untilMs: number | null;
}

export interface KeyRow {
  readonly status: 0 | 1 | 2;
  readonly organization: string;
  readonly algorithm: string;
  readonly publicKey: Uint8Array;
  readonly tx: string | null;
  readonly reason: string | null;
  readonly label: string;
  readonly scopes: readonly string[];
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

export interface DocumentRow {
  readonly attached: 0 | 1;
  readonly digest: Uint8Array;
  readonly tx: string;
}

export interface ApplicationRow {
  readonly name: string;
  readonly roles: readonly string[];
  readonly keys: readonly { readonly algorithm: string; readonly publicKey: Uint8Array }[];
  readonly creditCode: string;
  readonly lei: string;
  readonly documents: readonly { readonly name: string; readonly digest: Uint8Array }[];
  readonly statement: string;
  readonly keyId: string;
  /** The organization that vouches for it, or empty. */
  readonly sponsor: string;
  readonly tx: string;
  readonly expiresMs: number;
}

export interface CodesRow {
  readonly creditCode: string;
  readonly lei: string;
  readonly tx: string;
}

export interface Amounts {
  readonly registrations: number;
  readonly bytes: number;
}

export interface TemplateRow {
  readonly others: boolean;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

export interface PrefixRow {
  readonly holder: string;
  readonly tx: string;
  readonly afterMs: number | null;
  readonly template: TemplateRow | null;
  /** One more with each change of the holder. */
  readonly tenure: number;
  /** Why it was taken from the holder before, if it was. */
  readonly reason: string | null;
}

/** `[index, type, data, ttl, permissions]`, as it is kept. */
export type ValueRow = readonly [number, string, string | Uint8Array, number, number];

export interface RecordRow {
  readonly status: 0 | 1;
  readonly holder: string;
  readonly tx: string;
  readonly values: readonly ValueRow[];
  readonly reason: string | null;
}

/** The administration by which something was done: its prefix, and its number then. */
export type ByRow = readonly [string, number];

export interface AdministrationRow {
  readonly status: 0 | 1;
  readonly grantor: string;
  readonly mayDelegate: boolean;
  readonly untilMs: number | null;
  readonly tx: string;
  readonly reason: string | null;
  readonly tenure: number;
  readonly number: number;
  readonly by: ByRow | null;
}

export interface RequestRow {
  readonly status: 0 | 1 | 2;
  readonly value: ValueRow;
  readonly parties: readonly string[];
  readonly required: number;
  readonly withdrawal: 0 | 1 | 2;
  readonly untilMs: number | null;
  readonly signed: readonly (readonly [string, string])[];
  readonly tx: string;
  readonly reason: string | null;
  readonly asker: string;
  readonly by: ByRow | null;
}

export interface RuleRow {
  readonly action: string;
  readonly threshold: string;
  readonly electorate: readonly string[];
  readonly quorum: string;
  readonly votingMs: number;
  readonly delayMs: number;
  readonly veto: readonly string[];
}

export interface CommitteeRow {
  readonly name: string;
  readonly organizations: readonly string[];
}

export interface ConstitutionRow {
  readonly tx: string | null;
  readonly committees: readonly CommitteeRow[];
  readonly rules: readonly RuleRow[];
}

export interface PinnedRow {
  readonly rule: RuleRow;
  /** How many could vote by it when the proposal was made. */
  readonly size: number;
}

export interface ProposalRow {
  readonly status: number;
  readonly author: string;
  readonly tx: string;
  readonly openedMs: number;
  readonly closesMs: number;
  readonly executesMs: number | null;
  readonly content: Uint8Array;
  readonly rules: readonly PinnedRow[];
  readonly code: string | null;
}

export interface CountRow {
  readonly active: number;
  readonly size: number;
  readonly yes: number;
  readonly no: number;
  readonly abstain: number;
}

export interface VoteRow {
  readonly choice: 0 | 1 | 2 | 3;
  readonly reason: string;
  readonly keyId: string;
  readonly tx: string;
  readonly height: number;
  readonly timeMs: number;
}

export interface ValidatorRow {
  readonly organization: string;
  readonly publicKey: Uint8Array;
  readonly power: number;
}

export interface ScopeRow {
  readonly registered: number;
  readonly retired: number;
  readonly delegated: number;
  readonly organizations: number;
  readonly day: number;
  readonly dayRegistered: number;
  readonly dayRetired: number;
}

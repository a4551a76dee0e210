import { areActionParams } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import { isPlainText } from '../../kernel/plain-text.ts';
import { bytes, choice, list, text, uint, uniqueList } from '../../kernel/schema.ts';
import type { Schema } from '../../kernel/schema.ts';
import {
  COMMITTEE_ORGANIZATIONS,
  COMMITTEES,
  DELAY_MAX_MS,
  ELECTORATE_PARTS,
  MAX_BLOCK_BYTES,
  MAX_EVIDENCE_BLOCKS,
  MAX_EVIDENCE_MS,
  MIN_BLOCK_BYTES,
  MIN_EVIDENCE_BLOCKS,
  MIN_EVIDENCE_MS,
  PROPOSAL_ACTIONS,
  REASON_BYTES,
  RULES,
  TITLE_BYTES,
  VALIDATORS,
  VOTING_MIN_MS,
} from '../../limits.ts';
import { organizationId } from '../organizations/params.ts';
import type { Committee } from './constitution.ts';
import type { Rule } from './rule.ts';

const CLASS = /^(\*|[a-z]+\.(\*|[a-z-]+))$/;
const THRESHOLD = /^(any|all|majority|[1-9]\d{0,3}\/[1-9]\d{0,3})$/;
const QUORUM = /^(0|[1-9]\d{0,3})\/[1-9]\d{0,3}$/;
const PART = /^(members|(role|organization|committee):[a-z0-9-]{2,32})$/;
const NAME = /^[a-z0-9-]{2,32}$/;
const POWER_MAX = 1_000_000_000_000;

const matches =
  (pattern: RegExp) =>
  (value: string): boolean =>
    pattern.test(value);

export const number: Schema<number> = uint(1, 0xffff_ffff);

const MODULE = /^[a-z]{1,32}$/;

export const moduleName: Schema<string> = text({
  form: 'a-z',
  minBytes: 1,
  maxBytes: 32,
  accepts: matches(MODULE),
});
/** Every module has its first from the beginning. */
export const moduleVersion: Schema<number> = uint(2, 0xffff);
export const blockHeight: Schema<number> = uint(1, Number.MAX_SAFE_INTEGER);

export const title: Schema<string> = text({
  form: 'no control characters',
  minBytes: 1,
  maxBytes: TITLE_BYTES,
  accepts: isPlainText,
});

/** Words that may be left out. */
export const remark: Schema<string> = text({
  form: 'no control characters',
  minBytes: 0,
  maxBytes: REASON_BYTES,
  accepts: isPlainText,
});

const actionType: Schema<string> = text({
  form: 'module.verb',
  minBytes: 3,
  maxBytes: 64,
  accepts: isPlainText,
});

const paramsBytes = bytes(1, 65_536);

/** Those of an action in a transaction are known to be CBOR; these are a byte string until now. */
const actionParams: Schema<Uint8Array> = {
  ...paramsBytes,
  read(input) {
    const value = paramsBytes.read(input);
    return areActionParams(value) ? value : input.fail('bad-form');
  },
};

export const actions: Schema<
  { type: string; params: Uint8Array }[],
  readonly { readonly type: string; readonly params: Uint8Array }[]
> = list(map({ type: actionType, params: actionParams }), 1, PROPOSAL_ACTIONS);

export const choiceOfVote: Schema<Choice> = choice(['yes', 'no', 'abstain', 'veto']);
export type Choice = 'yes' | 'no' | 'abstain' | 'veto';

export const actionClass: Schema<string> = text({
  form: 'module.verb, module.* or *',
  minBytes: 1,
  maxBytes: 64,
  accepts: matches(CLASS),
});

const part: Schema<string> = text({
  form: 'members, role:R, organization:ID or committee:NAME',
  minBytes: 4,
  maxBytes: 48,
  accepts: matches(PART),
});

export const rules: Schema<Rule[], readonly Rule[]> = list(
  map({
    action: actionClass,
    threshold: text({
      form: 'any, all, majority or n/d',
      minBytes: 3,
      maxBytes: 9,
      accepts: matches(THRESHOLD),
    }),
    electorate: uniqueList(part, 1, ELECTORATE_PARTS),
    quorum: text({ form: 'n/d', minBytes: 3, maxBytes: 9, accepts: matches(QUORUM) }),
    votingMs: uint(VOTING_MIN_MS, DELAY_MAX_MS),
    delayMs: uint(0, DELAY_MAX_MS),
    veto: uniqueList(part, 0, ELECTORATE_PARTS),
  }),
  1,
  RULES,
);

export const committees: Schema<Committee[], readonly Committee[]> = list(
  map({
    name: text({ form: 'a-z 0-9 -', minBytes: 2, maxBytes: 32, accepts: matches(NAME) }),
    organizations: uniqueList(organizationId, 1, COMMITTEE_ORGANIZATIONS),
  }),
  0,
  COMMITTEES,
);

export interface GivenValidator {
  readonly organization: string;
  readonly publicKey: Uint8Array;
  readonly power: number;
}

export const validatorKey: Schema<Uint8Array> = bytes(32);
/** What a machine calls itself: at random, and anew for each claim. */
export const mark: Schema<Uint8Array> = bytes(16);
/** The mark that was there before; empty: there was none. */
export const replacedMark: Schema<Uint8Array> = bytes(0, 16);

/** A block must hold the longest transaction beside what CometBFT adds, and all that may be proven in one. */
export const blockBytes: Schema<number> = uint(MIN_BLOCK_BYTES, MAX_BLOCK_BYTES);
export const evidenceBlocks: Schema<number> = uint(MIN_EVIDENCE_BLOCKS, MAX_EVIDENCE_BLOCKS);
export const evidenceMs: Schema<number> = uint(MIN_EVIDENCE_MS, MAX_EVIDENCE_MS);

export const validators: Schema<GivenValidator[], readonly GivenValidator[]> = list(
  map({ organization: organizationId, publicKey: validatorKey, power: uint(1, POWER_MAX) }),
  1,
  VALIDATORS,
);

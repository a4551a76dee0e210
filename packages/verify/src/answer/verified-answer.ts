import type { Signer } from '../header/signer.ts';
import type { RecordValue } from '../record/record.ts';
import type { Query, RecordQuery } from './query.ts';

/** A record as an answer proves it. */
export interface VerifiedRecord {
  identifier: string;
  status: 'active' | 'retired';
  /** 1 for the first registration, one more for each change. */
  version: number;
  /** Id of the organization that holds the record. */
  holder: string;
  values: RecordValue[];
  /** Why it was retired; null for active records. */
  reason: string | null;
  /** Id of the transaction that wrote this version (32 bytes). */
  transactionId: Uint8Array;
  /** When this version was written. */
  updated: { height: number; timeMs: number };
}

/** Where an answer's proof ends: a signed header. */
export interface VerifiedBlock {
  /** Of the signed header. Its state root is the one after block `height - 1`. */
  height: number;
  /** Milliseconds since 1970. */
  timeMs: number;
  hash: Uint8Array;
  /** State root that the proof leads to. */
  root: Uint8Array;
}

interface Vouched {
  chainId: string;
  block: VerifiedBlock;
  /** Who vouches for it: validators that signed the header. */
  signers: Signer[];
  power: { signed: bigint; total: bigint };
}

interface Registered {
  status: 'present' | 'retired';
  /** The version in force. */
  record: VerifiedRecord;
  registeredLater?: undefined;
}

interface Absent {
  /** Proven not to be registered (at the time asked for). */
  status: 'absent';
  record?: undefined;
  /** For absence in the past: when the identifier was registered later. */
  registeredLater?: { height: number; timeMs: number };
}

/** What is proven about one identifier. */
export type RecordFinding = Registered | Absent;

/** About one identifier. */
export type VerifiedRecordAnswer = Vouched & {
  query: RecordQuery;
} & RecordFinding;

/** About the records under a prefix. */
export interface VerifiedListAnswer extends Vouched {
  query: Extract<Query, { kind: 'list' }>;
  status: 'list';
  /** All records of the proven interval, in bytewise order of their suffixes. */
  records: VerifiedRecord[];
  /**
   * Nothing is missing between these two suffixes: `after` excluded (null: from the first), `last`
   * included (null: to the end of the prefix).
   */
  complete: { after: string | null; last: string | null };
  /** False: proven that nothing follows. True: ask again with `complete.last` as cursor. */
  more: boolean;
}

/** All that an identifier ever resolved to. */
export interface VerifiedLifeAnswer extends Vouched {
  query: Extract<Query, { kind: 'life' }>;
  status: 'life';
  /** Newest first, down to version 1; none: it was never registered. */
  versions: VerifiedRecord[];
}

/** Where an identifier leads over aliases. */
export interface VerifiedFollowAnswer extends Vouched {
  query: Extract<Query, { kind: 'follow' }>;
  status: 'follow';
  /**
   * What is at the end: a record; a retired one; nothing; or yet another alias after as many steps
   * as are followed.
   */
  outcome: 'present' | 'retired' | 'absent' | 'too-long';
  /** Each record on the way, and the one at the end if there is one. */
  steps: VerifiedRecord[];
  /** Where the last step leads or stands. */
  identifier: string;
}

/** What changed under a prefix. */
export interface VerifiedChangesAnswer extends Vouched {
  query: Extract<Query, { kind: 'changes' }>;
  status: 'changes';
  /** Blocks in which anything changed, in order. */
  blocks: ChangedBlock[];
  /** Nothing is missing in these blocks, both included. */
  complete: { from: number; to: number };
  /** True: ask again from the block after `complete.to`. */
  more: boolean;
}

export interface ChangedBlock {
  height: number;
  timeMs: number;
  /** Suffixes, in the order of the changes, each as often as it changed; '' is the prefix itself. */
  suffixes: string[];
}

/** A range of the state, as it is. */
export interface VerifiedEntriesAnswer extends Vouched {
  query: Extract<Query, { kind: 'entries' }>;
  status: 'entries';
  entries: { key: Uint8Array; value: Uint8Array }[];
  /** Nothing is missing from `start` up to `last` included (null: up to the end of the range). */
  complete: { start: Uint8Array; last: Uint8Array | null };
  /** True: more may follow behind `complete.last`. */
  more: boolean;
}

/** Is this an answer about one identifier at one moment? */
export function isRecordAnswer(answer: VerifiedAnswer): answer is VerifiedRecordAnswer {
  return answer.status === 'present' || answer.status === 'retired' || answer.status === 'absent';
}

export type VerifiedAnswer =
  | VerifiedRecordAnswer
  | VerifiedListAnswer
  | VerifiedLifeAnswer
  | VerifiedFollowAnswer
  | VerifiedChangesAnswer
  | VerifiedEntriesAnswer;

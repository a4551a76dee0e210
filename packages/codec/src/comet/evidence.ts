/** Proof that validators signed what excludes each other, as CometBFT's blocks hold it and headers commit to it. */
import { merkleRoot } from '@touchmark/crypto';
import { CometError } from './comet-error.ts';
import {
  blockIdMessage,
  commitMessage,
  headerMessage,
  timestampMessage,
} from './proto-messages.ts';
import { protoFields, type ProtoField } from './proto-reader.ts';
import { ProtoWriter } from './proto-writer.ts';
import {
  type BlockId,
  msOfTimestamp,
  type SignedHeader,
  type Timestamp,
  type Validator,
} from './types.ts';

/** tendermint.types.Vote. */
export interface Vote {
  type: number;
  height: number;
  round: number;
  blockId: BlockId;
  timestamp: Timestamp;
  validatorAddress: Uint8Array;
  validatorIndex: number;
  signature: Uint8Array;
  extension: Uint8Array;
  extensionSignature: Uint8Array;
}

export interface DuplicateVoteEvidence {
  kind: 'duplicate-vote';
  voteA: Vote;
  voteB: Vote;
  totalPower: bigint;
  power: bigint;
  timestamp: Timestamp;
}

/** A validator with its turn to propose, which is hashed with the evidence. */
export interface RankedValidator extends Validator {
  priority: bigint;
}

export interface LightClientAttackEvidence {
  kind: 'light-client-attack';
  signed: SignedHeader;
  validators: readonly RankedValidator[];
  proposer: RankedValidator;
  commonHeight: number;
  byzantine: readonly RankedValidator[];
  totalPower: bigint;
  timestamp: Timestamp;
}

export type Evidence = DuplicateVoteEvidence | LightClientAttackEvidence;

/** What the application is told of evidence (abci.Misbehavior). */
export interface EvidenceMisbehavior {
  readonly kind: Evidence['kind'];
  /** Of the validator, 20 bytes. */
  readonly address: Uint8Array;
  readonly power: number;
  readonly height: number;
  readonly timeMs: number;
}

const DUPLICATE_VOTE = 1;
const LIGHT_CLIENT_ATTACK = 2;
const ADDRESS_BYTES = 20;

/** tendermint.types.Evidence. */
export function encodeEvidence(evidence: Evidence): Uint8Array {
  const writer = new ProtoWriter(1_024);
  if (evidence.kind === 'duplicate-vote') {
    return writer.message(DUPLICATE_VOTE, duplicateVoteMessage(evidence)).finish();
  }
  return writer.message(LIGHT_CLIENT_ATTACK, attackMessage(evidence)).finish();
}

/** Root over the evidence of a block: `evidenceHash` of its header. @throws CometError COMET_MALFORMED */
export function evidenceHash(evidence: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(evidence.map((bytes) => open(bytes).content));
}

/** What validators did, as the application is told it with the block. @throws CometError COMET_MALFORMED */
export function misbehaviorOf(evidence: readonly Uint8Array[]): EvidenceMisbehavior[] {
  return evidence.flatMap((bytes) => {
    const { kind, content } = open(bytes);
    return kind === 'duplicate-vote' ? readDuplicateVote(content) : readAttack(content);
  });
}

function open(bytes: Uint8Array): { kind: Evidence['kind']; content: Uint8Array } {
  const [only, second] = [...protoFields(bytes)];
  if (only === undefined || second !== undefined) throw malformed('it is not one of the two kinds');
  if (only.field === DUPLICATE_VOTE) return { kind: 'duplicate-vote', content: only.bytes() };
  if (only.field !== LIGHT_CLIENT_ATTACK) throw malformed(`kind ${only.field}`);
  return { kind: 'light-client-attack', content: only.bytes() };
}

function duplicateVoteMessage(evidence: DuplicateVoteEvidence): ProtoWriter {
  return new ProtoWriter(512)
    .message(1, voteMessage(evidence.voteA))
    .message(2, voteMessage(evidence.voteB))
    .varint(3, evidence.totalPower)
    .varint(4, evidence.power)
    .message(5, timestampMessage(evidence.timestamp));
}

function voteMessage(vote: Vote): ProtoWriter {
  return new ProtoWriter(256)
    .varint(1, vote.type)
    .varint(2, vote.height)
    .varint(3, vote.round)
    .message(4, blockIdMessage(vote.blockId))
    .message(5, timestampMessage(vote.timestamp))
    .bytes(6, vote.validatorAddress)
    .varint(7, vote.validatorIndex)
    .bytes(8, vote.signature)
    .bytes(9, vote.extension)
    .bytes(10, vote.extensionSignature);
}

function attackMessage(evidence: LightClientAttackEvidence): ProtoWriter {
  const { signed, validators, proposer, byzantine } = evidence;
  const set = new ProtoWriter(512);
  for (const validator of validators) set.message(1, rankedMessage(validator));
  // The total is left out: CometBFT does not hash what it remembers of it.
  set.message(2, rankedMessage(proposer));
  const header = new ProtoWriter(1_024)
    .message(1, headerMessage(signed.header))
    .message(2, commitMessage(signed.commit));
  const block = new ProtoWriter(2_048).message(1, header).message(2, set);
  const writer = new ProtoWriter(2_048).message(1, block).varint(2, evidence.commonHeight);
  for (const validator of byzantine) writer.message(3, rankedMessage(validator));
  return writer.varint(4, evidence.totalPower).message(5, timestampMessage(evidence.timestamp));
}

/** tendermint.types.Validator. */
function rankedMessage({ address, publicKey, power, priority }: RankedValidator): ProtoWriter {
  return new ProtoWriter(96)
    .bytes(1, address)
    .message(2, new ProtoWriter(40).element(1, publicKey))
    .varint(3, power)
    .varint(4, priority);
}

function readDuplicateVote(content: Uint8Array): EvidenceMisbehavior[] {
  let vote: Uint8Array | undefined;
  let power = 0;
  let timeMs = 0;
  for (const { field, bytes, number } of protoFields(content)) {
    if (field === 1) vote = bytes();
    else if (field === 4) power = number();
    else if (field === 5) timeMs = timeOf(bytes());
  }
  if (vote === undefined) throw malformed('it has no vote');
  let height = 0;
  let address: Uint8Array = new Uint8Array(0);
  for (const { field, bytes, number } of protoFields(vote)) {
    if (field === 2) height = number();
    else if (field === 6) address = bytes();
  }
  return [told({ kind: 'duplicate-vote', address, power, height, timeMs })];
}

function readAttack(content: Uint8Array): EvidenceMisbehavior[] {
  const byzantine: Uint8Array[] = [];
  let height = 0;
  let timeMs = 0;
  for (const { field, bytes, number } of protoFields(content)) {
    if (field === 2) height = number();
    else if (field === 3) byzantine.push(bytes());
    else if (field === 5) timeMs = timeOf(bytes());
  }
  return byzantine.map((validator) => {
    let address: Uint8Array = new Uint8Array(0);
    let power = 0;
    for (const { field, bytes, number } of protoFields(validator)) {
      if (field === 1) address = bytes();
      else if (field === 3) power = number();
    }
    return told({ kind: 'light-client-attack', address, power, height, timeMs });
  });
}

/** abci.Misbehavior of a request. @throws CometError COMET_MALFORMED */
export function decodeMisbehavior(message: Uint8Array): EvidenceMisbehavior {
  let kind: Evidence['kind'] | undefined;
  let address: Uint8Array = new Uint8Array(0);
  let [power, height, timeMs] = [0, 0, 0];
  const read: Readonly<Record<number, (field: ProtoField) => void>> = {
    1: ({ number }) => {
      kind = (['duplicate-vote', 'light-client-attack'] as const)[number() - 1];
    },
    2: ({ bytes }) => {
      for (const { field, bytes: own, number } of protoFields(bytes())) {
        if (field === 1) address = own();
        else if (field === 3) power = number();
      }
    },
    3: ({ number }) => {
      height = number();
    },
    4: ({ bytes }) => {
      timeMs = timeOf(bytes());
    },
  };
  for (const field of protoFields(message)) read[field.field]?.(field);
  if (kind === undefined) throw malformed('it is not one of the two kinds');
  return told({ kind, address, power, height, timeMs });
}

function told(misbehavior: EvidenceMisbehavior): EvidenceMisbehavior {
  const { address, power, height, timeMs } = misbehavior;
  const isPlausible = address.length === ADDRESS_BYTES && power >= 0 && height > 0 && timeMs >= 0;
  if (!isPlausible) throw malformed('it names no validator, block or time');
  return { ...misbehavior, address: Uint8Array.from(address) };
}

function timeOf(message: Uint8Array): number {
  const time = { seconds: 0n, nanos: 0 };
  for (const { field, int, number } of protoFields(message)) {
    if (field === 1) time.seconds = int();
    else if (field === 2) time.nanos = number();
  }
  return msOfTimestamp(time);
}

function malformed(what: string): CometError {
  return new CometError('COMET_MALFORMED', `This is no evidence: ${what}`);
}

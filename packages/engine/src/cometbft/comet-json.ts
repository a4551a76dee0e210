/** CometBFT's JSON: numbers of 64 bits as text, hashes in hex, keys and signatures in base64. */
import {
  ABSENT_SIGNATURE,
  type BlockId,
  type Commit,
  type CommitSig,
  decodeBase64,
  decodeHex,
  encodeEvidence,
  type Header,
  parseTimestamp,
  type RankedValidator,
  type SignedHeader,
  type Timestamp,
  type Validator,
  validatorOf,
  type Vote,
} from '@touchmark/codec';

type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function signedHeaderOf(result: unknown): SignedHeader {
  const signed = objectOf(objectOf(result), 'signed_header');
  return { header: header(objectOf(signed, 'header')), commit: commit(objectOf(signed, 'commit')) };
}

export function validatorsOf(result: unknown): { validators: Validator[]; total: number } {
  const found = objectOf(result);
  const validators = listOf(found, 'validators').map((entry) => {
    const validator = objectOf(entry);
    const key = base64(objectOf(validator, 'pub_key')['value']);
    return validatorOf(key, BigInt(textOf(validator, 'voting_power')));
  });
  return { validators, total: integer(found, 'total') };
}

export function headerOf(result: unknown): { height: number; catchingUp: boolean; nodeId: string } {
  const found = objectOf(result);
  const sync = objectOf(found, 'sync_info');
  return {
    height: integer(sync, 'latest_block_height'),
    catchingUp: sync['catching_up'] === true,
    nodeId: textOf(objectOf(found, 'node_info'), 'id'),
  };
}

/** The evidence of a block, in the bytes that its header's hash is over. */
export function evidenceOf(result: unknown): Uint8Array[] {
  const evidence = objectOf(objectOf(objectOf(result), 'block'), 'evidence');
  return listOf(evidence, 'evidence').map((entry) => evidenceBytes(entry));
}

export function evidenceBytes(entry: unknown): Uint8Array {
  const kind = textOf(objectOf(entry), 'type');
  const value = objectOf(entry, 'value');
  const [totalPower, timestamp] = [bigint(value, 'TotalVotingPower'), time(value, 'Timestamp')];
  if (kind === 'tendermint/DuplicateVoteEvidence') {
    const [voteA, voteB] = [vote(objectOf(value, 'vote_a')), vote(objectOf(value, 'vote_b'))];
    const power = bigint(value, 'ValidatorPower');
    return encodeEvidence({ kind: 'duplicate-vote', voteA, voteB, totalPower, power, timestamp });
  }
  if (kind !== 'tendermint/LightClientAttackEvidence') throw unreadable('type');
  const block = objectOf(value, 'ConflictingBlock');
  const set = objectOf(block, 'validator_set');
  return encodeEvidence({
    kind: 'light-client-attack',
    signed: signedHeaderOf(block),
    validators: ranked(set, 'validators'),
    proposer: rankedValidator(objectOf(set, 'proposer')),
    commonHeight: integer(value, 'CommonHeight'),
    byzantine: ranked(value, 'ByzantineValidators'),
    totalPower,
    timestamp,
  });
}

function vote(json: Json): Vote {
  return {
    type: integer(json, 'type'),
    height: integer(json, 'height'),
    round: integer(json, 'round'),
    blockId: blockId(objectOf(json, 'block_id')),
    timestamp: time(json, 'timestamp'),
    validatorAddress: hex(json, 'validator_address'),
    validatorIndex: integer(json, 'validator_index'),
    signature: base64(json['signature']),
    extension: base64(json['extension'] ?? ''),
    extensionSignature: base64(json['extension_signature'] ?? ''),
  };
}

const ranked = (json: Json, name: string): RankedValidator[] =>
  json[name] === null ? [] : listOf(json, name).map((entry) => rankedValidator(objectOf(entry)));

function rankedValidator(json: Json): RankedValidator {
  const key = base64(objectOf(json, 'pub_key')['value']);
  const validator = validatorOf(key, bigint(json, 'voting_power'));
  return { ...validator, priority: bigint(json, 'proposer_priority') };
}

/** A number that may be beyond 2^53, as text. */
function bigint(json: Json, name: string): bigint {
  const found = textOf(json, name);
  if (!/^-?\d{1,19}$/.test(found)) throw unreadable(name);
  return BigInt(found);
}

function header(json: Json): Header {
  const version = objectOf(json, 'version');
  return {
    version: { block: integer(version, 'block'), app: integer(version, 'app') },
    chainId: textOf(json, 'chain_id'),
    height: integer(json, 'height'),
    time: time(json, 'time'),
    lastBlockId: blockId(objectOf(json, 'last_block_id')),
    lastCommitHash: hex(json, 'last_commit_hash'),
    dataHash: hex(json, 'data_hash'),
    validatorsHash: hex(json, 'validators_hash'),
    nextValidatorsHash: hex(json, 'next_validators_hash'),
    consensusHash: hex(json, 'consensus_hash'),
    appHash: hex(json, 'app_hash'),
    lastResultsHash: hex(json, 'last_results_hash'),
    evidenceHash: hex(json, 'evidence_hash'),
    proposerAddress: hex(json, 'proposer_address'),
  };
}

function commit(json: Json): Commit {
  return {
    height: integer(json, 'height'),
    round: integer(json, 'round'),
    blockId: blockId(objectOf(json, 'block_id')),
    signatures: listOf(json, 'signatures').map((entry) => commitSig(objectOf(entry))),
  };
}

function commitSig(json: Json): CommitSig {
  const flag = integer(json, 'block_id_flag');
  if (flag === 1) return ABSENT_SIGNATURE;
  if (flag !== 2 && flag !== 3) throw unreadable('block_id_flag');
  return {
    flag,
    validatorAddress: hex(json, 'validator_address'),
    timestamp: time(json, 'timestamp'),
    signature: base64(json['signature']),
  };
}

function blockId(json: Json): BlockId {
  const parts = objectOf(json, 'parts');
  return {
    hash: hex(json, 'hash'),
    parts: { total: integer(parts, 'total'), hash: hex(parts, 'hash') },
  };
}

function objectOf(value: unknown, name?: string): Json {
  const found = name === undefined ? value : isObject(value) ? value[name] : undefined;
  if (!isObject(found)) throw unreadable(name ?? 'result');
  return found;
}

function listOf(json: Json, name: string): readonly unknown[] {
  const found = json[name];
  if (!Array.isArray(found)) throw unreadable(name);
  return found;
}

function textOf(json: Json, name: string): string {
  const found = json[name];
  if (typeof found !== 'string') throw unreadable(name);
  return found;
}

/** A number, as a number or as text; absent where CometBFT leaves out a zero. */
function integer(json: Json, name: string): number {
  const found = Number(json[name] ?? 0);
  if (!Number.isSafeInteger(found)) throw unreadable(name);
  return found;
}

function hex(json: Json, name: string): Uint8Array {
  const found = decodeHex(textOf(json, name).toLowerCase());
  if (found === undefined) throw unreadable(name);
  return found;
}

function base64(value: unknown): Uint8Array {
  const found = typeof value === 'string' ? decodeBase64(value) : undefined;
  if (found === undefined) throw unreadable('base64');
  return found;
}

function time(json: Json, name: string): Timestamp {
  const found = parseTimestamp(textOf(json, name));
  if (found === undefined) throw unreadable(name);
  return found;
}

function unreadable(name: string): TypeError {
  return new TypeError(`CometBFT's answer can't be read at "${name}"`);
}

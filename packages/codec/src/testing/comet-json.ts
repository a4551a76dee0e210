/** CometBFT's JSON of headers, commits and validators (as its RPC gives it), for the vectors. */
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { formatTimestamp, parseTimestamp } from '../comet/rfc3339.ts';
import { validatorOf } from '../comet/types.ts';
import type { BlockId, Commit, CommitFlag, Header, Timestamp, Validator } from '../comet/types.ts';
import { encodeHex } from '../hex.ts';
import { unhex } from './vector-files.ts';

interface BlockIdJson {
  hash: string;
  parts: { total: number; hash: string };
}

export interface HeaderJson {
  version: { block: string; app: string };
  chain_id: string;
  height: string;
  time: string;
  last_block_id: BlockIdJson;
  last_commit_hash: string;
  data_hash: string;
  validators_hash: string;
  next_validators_hash: string;
  consensus_hash: string;
  app_hash: string;
  last_results_hash: string;
  evidence_hash: string;
  proposer_address: string;
}

export interface CommitJson {
  height: string;
  round: number;
  block_id: BlockIdJson;
  signatures: {
    block_id_flag: CommitFlag;
    validator_address: string;
    timestamp: string;
    signature: string | null;
  }[];
}

export interface ValidatorJson {
  address: string;
  pub_key: { type: 'tendermint/PubKeyEd25519'; value: string };
  power: string;
}

export const upperHex = (bytes: Uint8Array): string => encodeHex(bytes).toUpperCase();

const blockIdJson = (id: BlockId): BlockIdJson => ({
  hash: upperHex(id.hash),
  parts: { total: id.parts.total, hash: upperHex(id.parts.hash) },
});

const blockIdOf = (json: BlockIdJson): BlockId => ({
  hash: unhex(json.hash),
  parts: { total: json.parts.total, hash: unhex(json.parts.hash) },
});

function timeOf(text: string): Timestamp {
  const time = parseTimestamp(text);
  if (time === undefined) throw new Error(`no time: ${text}`);
  return time;
}

function base64Of(text: string): Uint8Array {
  const bytes = decodeBase64(text);
  if (bytes === undefined) throw new Error(`no base64: ${text}`);
  return bytes;
}

export function headerJson(header: Header): HeaderJson {
  return {
    version: { block: String(header.version.block), app: String(header.version.app) },
    chain_id: header.chainId,
    height: String(header.height),
    time: formatTimestamp(header.time),
    last_block_id: blockIdJson(header.lastBlockId),
    last_commit_hash: upperHex(header.lastCommitHash),
    data_hash: upperHex(header.dataHash),
    validators_hash: upperHex(header.validatorsHash),
    next_validators_hash: upperHex(header.nextValidatorsHash),
    consensus_hash: upperHex(header.consensusHash),
    app_hash: upperHex(header.appHash),
    last_results_hash: upperHex(header.lastResultsHash),
    evidence_hash: upperHex(header.evidenceHash),
    proposer_address: upperHex(header.proposerAddress),
  };
}

export function headerOf(json: HeaderJson): Header {
  return {
    version: { block: Number(json.version.block), app: Number(json.version.app) },
    chainId: json.chain_id,
    height: Number(json.height),
    time: timeOf(json.time),
    lastBlockId: blockIdOf(json.last_block_id),
    lastCommitHash: unhex(json.last_commit_hash),
    dataHash: unhex(json.data_hash),
    validatorsHash: unhex(json.validators_hash),
    nextValidatorsHash: unhex(json.next_validators_hash),
    consensusHash: unhex(json.consensus_hash),
    appHash: unhex(json.app_hash),
    lastResultsHash: unhex(json.last_results_hash),
    evidenceHash: unhex(json.evidence_hash),
    proposerAddress: unhex(json.proposer_address),
  };
}

export function commitJson(commit: Commit): CommitJson {
  return {
    height: String(commit.height),
    round: commit.round,
    block_id: blockIdJson(commit.blockId),
    signatures: commit.signatures.map((sig) => ({
      block_id_flag: sig.flag,
      validator_address: upperHex(sig.validatorAddress),
      timestamp: formatTimestamp(sig.timestamp),
      signature: sig.signature.length === 0 ? null : encodeBase64(sig.signature),
    })),
  };
}

export function commitOf(json: CommitJson): Commit {
  return {
    height: Number(json.height),
    round: json.round,
    blockId: blockIdOf(json.block_id),
    signatures: json.signatures.map((sig) => ({
      flag: sig.block_id_flag,
      validatorAddress: unhex(sig.validator_address),
      timestamp: timeOf(sig.timestamp),
      signature: base64Of(sig.signature ?? ''),
    })),
  };
}

export function validatorJson(validator: Validator): ValidatorJson {
  return {
    address: upperHex(validator.address),
    pub_key: { type: 'tendermint/PubKeyEd25519', value: encodeBase64(validator.publicKey) },
    power: String(validator.power),
  };
}

export const validatorOfJson = (json: ValidatorJson): Validator =>
  validatorOf(base64Of(json.pub_key.value), BigInt(json.power));

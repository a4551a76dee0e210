import { merkleRoot, sha256 } from '@touchmark/crypto';
import { commitSigMessage } from './proto-messages.ts';
import { ProtoWriter } from './proto-writer.ts';
import type { Commit, Validator } from './types.ts';

/** SHA-256 of nothing: Merkle root of an empty list, such as the evidence of most blocks. */
export const EMPTY_HASH: Uint8Array = sha256(new Uint8Array(0));

/** What goes into `lastResultsHash` of one transaction's result (types/results.go). */
export interface ExecutionResult {
  code: number;
  data: Uint8Array;
  gasWanted?: bigint;
  gasUsed?: bigint;
}

/** Root over the signatures of a commit: `lastCommitHash` of the block after it. */
export function commitHash(commit: Commit): Uint8Array {
  return merkleRoot(commit.signatures.map((sig) => commitSigMessage(sig).finish()));
}

/** Root over keys and powers, in the order of the set (types/validator_set.go). */
export function validatorsHash(
  validators: readonly Pick<Validator, 'publicKey' | 'power'>[],
): Uint8Array {
  return merkleRoot(validators.map(simpleValidator));
}

/** Root over the SHA-256 of each transaction (types/tx.go). */
export function dataHash(transactions: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(transactions.map((transaction) => sha256(transaction)));
}

/** Root over the encoded results: `lastResultsHash` of the block after theirs. */
export function resultsHash(results: readonly ExecutionResult[]): Uint8Array {
  return merkleRoot(results.map(encodeResult));
}

/** The deterministic part of abci.ExecTxResult, without log, info and events. */
export function encodeResult(result: ExecutionResult): Uint8Array {
  return new ProtoWriter(result.data.length + 32)
    .varint(1, result.code)
    .bytes(2, result.data)
    .varint(5, result.gasWanted ?? 0n)
    .varint(6, result.gasUsed ?? 0n)
    .finish();
}

/** Hash of the consensus parameters (types/params.go); CometBFT hashes the block limits alone. */
export function consensusHash(params: { block: { maxBytes: bigint; maxGas: bigint } }): Uint8Array {
  const { maxBytes, maxGas } = params.block;
  return sha256(new ProtoWriter(24).varint(1, maxBytes).varint(2, maxGas).finish());
}

/** tendermint.types.SimpleValidator {pub_key 1 {ed25519 1}, power 2}. */
function simpleValidator(validator: Pick<Validator, 'publicKey' | 'power'>): Uint8Array {
  const key = new ProtoWriter(40).element(1, validator.publicKey);
  return new ProtoWriter(56).message(1, key).varint(2, validator.power).finish();
}

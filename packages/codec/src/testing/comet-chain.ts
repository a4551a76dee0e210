import { sha256, sign } from '@touchmark/crypto';
import { headerHash } from '../comet/header-hash.ts';
import { EMPTY_HASH, validatorsHash } from '../comet/hashes.ts';
import { ABSENT_SIGNATURE, NO_BLOCK_ID, validatorOf } from '../comet/types.ts';
import type { Commit, CommitFlag, Header, SignedHeader, Validator } from '../comet/types.ts';
import { sortValidators } from '../comet/validators-transport.ts';
import { commitSignBytes } from '../comet/vote.ts';
import { testKey } from './transaction-keys.ts';
import { utf8 } from './vector-files.ts';

const named = (name: string): Uint8Array => sha256(utf8(name));

const SECRETS = new Map<string, Uint8Array>();

/** Validators with known keys; powers as given, in consensus order. */
export function testValidators(powers: readonly bigint[]): Validator[] {
  const validators = powers.map((power, index) => {
    const { publicKey, secretKey } = testKey('ed25519', `validator ${index}`);
    SECRETS.set(publicKey.join(), secretKey);
    return validatorOf(publicKey, power);
  });
  return sortValidators(validators);
}

/** The header of CometBFT's own test (types/block_test.go, TestHeaderHash). */
export const UPSTREAM_HEADER: Header = {
  version: { block: 1, app: 2 },
  chainId: 'chainId',
  height: 3,
  time: { seconds: 1_570_983_284n, nanos: 0 },
  lastBlockId: { hash: new Uint8Array(32), parts: { total: 6, hash: new Uint8Array(32) } },
  lastCommitHash: named('last_commit_hash'),
  dataHash: named('data_hash'),
  validatorsHash: named('validators_hash'),
  nextValidatorsHash: named('next_validators_hash'),
  consensusHash: named('consensus_hash'),
  appHash: named('app_hash'),
  lastResultsHash: named('last_results_hash'),
  evidenceHash: named('evidence_hash'),
  proposerAddress: named('proposer_address').slice(0, 20),
};

/** A header that `validators` may commit to. */
export function testHeader(validators: readonly Validator[], change: Partial<Header> = {}): Header {
  return {
    ...UPSTREAM_HEADER,
    version: { block: 11, app: 1 },
    chainId: 'touchmark-test-1',
    height: 1,
    time: { seconds: 1_790_000_000n, nanos: 123_000_000 },
    lastBlockId: NO_BLOCK_ID,
    lastCommitHash: EMPTY_HASH,
    evidenceHash: EMPTY_HASH,
    validatorsHash: validatorsHash(validators),
    nextValidatorsHash: validatorsHash(validators),
    proposerAddress: validators[0]!.address,
    ...change,
  };
}

/**
 * Header and commit, each validator voting as `flags` says: 1 absent, 2 for the block, 3 for nil.
 */
export function signedHeader(
  header: Header,
  validators: readonly Validator[],
  flags: readonly CommitFlag[],
  round: number = 0,
): SignedHeader {
  const { seconds, nanos } = header.time;
  const unsigned: Commit = {
    height: header.height,
    round,
    blockId: { hash: headerHash(header), parts: { total: 1, hash: named('parts') } },
    signatures: validators.map(({ address }, index) => ({
      flag: flags[index] ?? 2,
      validatorAddress: address,
      timestamp: { seconds: seconds + 1n, nanos: nanos + index },
      signature: new Uint8Array(0),
    })),
  };
  const signatures = unsigned.signatures.map((sig, index) => {
    if (sig.flag === 1) return ABSENT_SIGNATURE;
    const secretKey = SECRETS.get(validators[index]!.publicKey.join());
    if (secretKey === undefined) throw new Error('not a validator of testValidators');
    const message = commitSignBytes(header.chainId, unsigned, index);
    return { ...sig, signature: sign('ed25519', secretKey, message) };
  });
  return { header, commit: { ...unsigned, signatures } };
}

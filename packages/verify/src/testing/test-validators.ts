import {
  type BlockId,
  type Commit,
  type CommitFlag,
  type CommitSig,
  ABSENT_SIGNATURE,
  commitSignBytes,
  encodeUtf8,
  type GenesisValidator,
  type Header,
  headerHash,
  sortValidators,
  timestampOfMs,
  msOfTimestamp,
  validatorOf,
} from '@touchmark/codec';
import { publicKeyOf, sha256, sign } from '@touchmark/crypto';

/** A validator whose secret key the test holds. */
export interface TestValidator extends GenesisValidator {
  secretKey: Uint8Array;
}

/** Validators in consensus order with keys derived from their names: the same in every run. */
export function testValidators(powers: readonly bigint[]): TestValidator[] {
  const made = powers.map((power, index) => {
    const name = `validator-${index + 1}`;
    const secretKey = sha256(encodeUtf8(`test ${name}`));
    return { ...validatorOf(publicKeyOf('ed25519', secretKey), power), name, secretKey };
  });
  return inOrder(made);
}

/** In the order in which a set stands in its hash and signs. */
export function inOrder(validators: readonly TestValidator[]): TestValidator[] {
  const order = sortValidators(validators).map(({ address }) => address.join());
  return validators.toSorted(
    (a, b) => order.indexOf(a.address.join()) - order.indexOf(b.address.join()),
  );
}

/** The block id of a header; the parts hash is made up, as no test transports parts. */
export function blockIdOf(header: Header): BlockId {
  const hash = headerHash(header);
  return { hash, parts: { total: 1, hash: sha256(hash) } };
}

/** The commit in which validator i votes as `votes[i]` says (default: all for the block). */
export function signCommit(
  header: Header,
  validators: readonly TestValidator[],
  votes: readonly CommitFlag[] = [],
  round = 0,
): Commit {
  const timestamp = timestampOfMs(msOfTimestamp(header.time) + 250);
  const signatures = validators.map(({ address }, index): CommitSig => {
    const flag = votes[index] ?? 2;
    if (flag === 1) return ABSENT_SIGNATURE;
    return { flag, validatorAddress: address, timestamp, signature: new Uint8Array(64) };
  });
  const commit = { height: header.height, round, blockId: blockIdOf(header), signatures };
  for (const [index, vote] of signatures.entries()) {
    const { secretKey } = validators[index] ?? {};
    if (vote.flag === 1 || secretKey === undefined) continue;
    vote.signature = sign('ed25519', secretKey, commitSignBytes(header.chainId, commit, index));
  }
  return commit;
}

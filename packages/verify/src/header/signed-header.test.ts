import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  type Commit,
  decodeSignedHeader,
  encodeSignedHeader,
  encodeValidators,
  encodeUtf8,
  type SignedHeader,
} from '@touchmark/codec';
import { refusal } from '../testing/refusal.ts';
import { createTestChain, type TestChain } from '../testing/test-chain.ts';
import { signCommit, testValidators } from '../testing/test-validators.ts';
import type { VerifyErrorCode } from '../verify-error.ts';
import { verifySignedHeader } from './signed-header.ts';
import { type Trust, trustedHeaderOf } from './trust.ts';

let chain: TestChain;
let genesis: Trust;

before(async () => {
  // Powers 10, 10, 10, 5: two thirds of 35 is 23.3, so any three of the tens, or two and the five.
  chain = await createTestChain({ powers: [10n, 10n, 10n, 5n] });
  genesis = { genesis: chain.genesisBytes };
  await chain.add({});
  await chain.add({});
});

function check(head: { signedHeader: Uint8Array; validators: Uint8Array }, trust: Trust = genesis) {
  return verifySignedHeader(head.signedHeader, head.validators, trust);
}

/** The newest signed header after `change` had its way with it. */
function changed(change: (signed: SignedHeader) => unknown): ReturnType<TestChain['signedHeader']> {
  const { signedHeader, validators } = chain.signedHeader();
  const signed = decodeSignedHeader(signedHeader);
  change(signed);
  return { signedHeader: encodeSignedHeader(signed), validators };
}

test('a header signed by all is believed, with names and power from the genesis file', () => {
  const verified = check(chain.signedHeader());
  assert.equal(verified.header.height, 5);
  assert.equal(verified.power.signed, 35n);
  assert.equal(verified.power.total, 35n);
  assert.deepEqual(
    verified.signers.map(({ name }) => name),
    chain.validators.map(({ name }) => name),
  );
  assert.match(verified.signers[0]?.address ?? '', /^[0-9A-F]{40}$/);
});

test('more than two thirds of the power must have signed, to the last unit', async () => {
  assert.equal(check(chain.signedHeader(5, [2, 2, 1, 2])).power.signed, 25n);
  assert.throws(
    () => check(chain.signedHeader(5, [2, 2, 1, 1])),
    refusal('VERIFY_POWER_INSUFFICIENT'),
  );
  assert.throws(
    () => check(chain.signedHeader(5, [2, 2, 3, 3])),
    refusal('VERIFY_POWER_INSUFFICIENT'),
  );
  const three = await createTestChain({ powers: [1n, 1n, 1n] });
  const trust = { genesis: three.genesisBytes };
  assert.throws(
    () => check(three.signedHeader(1, [2, 2, 1]), trust),
    refusal('VERIFY_POWER_INSUFFICIENT'),
  );
  assert.equal(check(three.signedHeader(1), trust).signers.length, 3);
});

test('who voted for nil does not vouch, and the vote for nil must hold as well', () => {
  const verified = check(chain.signedHeader(5, [2, 2, 2, 3]));
  assert.equal(verified.signers.length, 3);
  const head = chain.signedHeader(5, [2, 2, 2, 3]);
  const signed = decodeSignedHeader(head.signedHeader);
  const vote = signed.commit.signatures[3];
  assert.ok(vote?.flag === 3);
  vote.signature = vote.signature.map((byte, index) => (index === 0 ? byte ^ 1 : byte));
  const broken = { ...head, signedHeader: encodeSignedHeader(signed) };
  assert.throws(() => check(broken), refusal('VERIFY_SIGNATURE_INVALID'));
});

test('a vote for nil does not pass as a vote for the block', () => {
  const head = chain.signedHeader(5, [2, 2, 3, 3]);
  const signed = decodeSignedHeader(head.signedHeader);
  for (const vote of signed.commit.signatures) vote.flag = 2;
  const lifted = { ...head, signedHeader: encodeSignedHeader(signed) };
  assert.throws(() => check(lifted), refusal('VERIFY_SIGNATURE_INVALID'));
});

test('every field of the header is under the signatures', () => {
  const fields: ((signed: SignedHeader) => void)[] = [
    ({ header }) => (header.height += 1),
    ({ header }) => (header.time = { seconds: header.time.seconds, nanos: 7 }),
    ({ header }) => (header.appHash = new Uint8Array(32)),
    ({ header }) => (header.lastResultsHash = new Uint8Array(32)),
    ({ header }) => (header.nextValidatorsHash = new Uint8Array(32)),
    ({ header }) => (header.version = { block: 11, app: 2 }),
    ({ header }) => (header.proposerAddress = new Uint8Array(20)),
  ];
  for (const change of fields) {
    assert.throws(() => check(changed(change)), refusal('VERIFY_COMMIT_MISMATCH'), String(change));
  }
});

/** The vote's signature does not cover the address beside it. */
function nameAnother({ signatures: [first, second] }: Commit): void {
  if (first !== undefined && second !== undefined) first.validatorAddress = second.validatorAddress;
}

test('a commit is of one height and round, of one block, with one vote a validator', () => {
  const commits: [(commit: Commit) => unknown, VerifyErrorCode][] = [
    [(commit) => (commit.height += 1), 'VERIFY_COMMIT_MISMATCH'],
    [(commit) => (commit.round += 1), 'VERIFY_SIGNATURE_INVALID'],
    [(commit) => (commit.blockId.parts.total += 1), 'VERIFY_SIGNATURE_INVALID'],
    [(commit) => commit.signatures.pop(), 'VERIFY_COMMIT_MISMATCH'],
    [(commit) => nameAnother(commit), 'VERIFY_SIGNATURE_INVALID'],
    [
      (commit) => commit.signatures.push(...commit.signatures.splice(0, 3)),
      'VERIFY_SIGNATURE_INVALID',
    ],
  ];
  for (const [change, code] of commits) {
    assert.throws(
      () => check(changed(({ commit }) => change(commit))),
      refusal(code),
      String(change),
    );
  }
});

test('one validator does not count twice', () => {
  const doubled = changed(({ commit }) => {
    const [first] = commit.signatures;
    assert.ok(first !== undefined);
    commit.signatures = commit.signatures.map(() => first);
  });
  assert.throws(() => check(doubled), refusal('VERIFY_SIGNATURE_INVALID'));
});

test('strangers do not pass for the validators of the genesis file', async () => {
  const strangers = testValidators([1n, 1n, 1n]).map((validator) => ({ ...validator }));
  const other = await createTestChain({ powers: [1n, 1n, 1n] });
  assert.throws(() => check(other.signedHeader()), refusal('VERIFY_VALIDATORS_UNKNOWN'));
  const swapped = { ...chain.signedHeader(), validators: encodeValidators(strangers) };
  assert.throws(() => check(swapped), refusal('VERIFY_VALIDATORS_MISMATCH'));
});

test('another chain is another chain, whoever signs it', async () => {
  const other = await createTestChain({ chainId: 'touchmark-other' });
  assert.throws(() => check(other.signedHeader()), refusal('VERIFY_WRONG_CHAIN'));
});

test('bytes that are no header are refused, and so is a genesis file that is none', () => {
  const { signedHeader, validators } = chain.signedHeader();
  assert.throws(
    () => verifySignedHeader(signedHeader.subarray(1), validators, genesis),
    refusal('VERIFY_MALFORMED'),
  );
  assert.throws(
    () => verifySignedHeader(signedHeader, validators.subarray(1), genesis),
    refusal('VERIFY_MALFORMED'),
  );
  assert.throws(
    () => verifySignedHeader(signedHeader, validators, { genesis: encodeUtf8('{}') }),
    refusal('VERIFY_TRUST_INVALID'),
  );
});

test('one trusted header is as good as the genesis file, for what comes after it', () => {
  const trusted = trustedHeaderOf(decodeSignedHeader(chain.signedHeader(3).signedHeader));
  assert.equal(check(chain.signedHeader(4), { header: trusted }).header.height, 4);
  assert.equal(check(chain.signedHeader(5), { header: trusted }).header.height, 5);
  assert.equal(check(chain.signedHeader(3), { header: trusted }).header.height, 3);
  assert.throws(
    () => check(chain.signedHeader(2), { header: trusted }),
    refusal('VERIFY_HEADER_OLDER'),
  );
});

test('a trusted header contradicts another one of its height', () => {
  const trusted = trustedHeaderOf(decodeSignedHeader(chain.signedHeader(5).signedHeader));
  const { header } = decodeSignedHeader(chain.signedHeader(5).signedHeader);
  const second = { ...header, appHash: new Uint8Array(32).fill(1) };
  const twin = {
    signedHeader: encodeSignedHeader({
      header: second,
      commit: signCommit(second, chain.validators),
    }),
    validators: chain.signedHeader().validators,
  };
  assert.equal(check(twin).header.height, 5);
  assert.throws(() => check(twin, { header: trusted }), refusal('VERIFY_HEADER_CONFLICT'));
});

test('a header before the first block is older than the genesis file, and contradicts nothing', () => {
  const { header } = decodeSignedHeader(chain.signedHeader(5).signedHeader);
  const { initialHeight } = chain.genesis;
  const before = { ...header, height: initialHeight - 1 };
  const forged = {
    signedHeader: encodeSignedHeader({
      header: before,
      commit: signCommit(before, chain.validators),
    }),
    validators: chain.signedHeader().validators,
  };
  assert.throws(() => check(forged), refusal('VERIFY_HEADER_OLDER'));
});

test('time does not run backwards from what is trusted', () => {
  const trusted = trustedHeaderOf(decodeSignedHeader(chain.signedHeader(3).signedHeader));
  const header = { ...trusted, timeMs: trusted.timeMs + 3_600_000 };
  assert.throws(() => check(chain.signedHeader(5), { header }), refusal('VERIFY_HEADER_TIME'));
});

test('with a clock, headers from the future and old ones are refused', () => {
  const { signedHeader, validators } = chain.signedHeader();
  const { timeMs } = check(chain.signedHeader());
  const at = (options: { nowMs: number; maxAgeMs?: number; maxDriftMs?: number }) =>
    verifySignedHeader(signedHeader, validators, genesis, options);
  assert.equal(at({ nowMs: timeMs - 10_000 }).timeMs, timeMs);
  assert.throws(() => at({ nowMs: timeMs - 10_001 }), refusal('VERIFY_FROM_FUTURE'));
  assert.equal(at({ nowMs: timeMs - 20_000, maxDriftMs: 20_000 }).timeMs, timeMs);
  assert.equal(at({ nowMs: timeMs + 60_000, maxAgeMs: 60_000 }).timeMs, timeMs);
  assert.throws(() => at({ nowMs: timeMs + 60_001, maxAgeMs: 60_000 }), refusal('VERIFY_TOO_OLD'));
});

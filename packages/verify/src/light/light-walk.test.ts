import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeSignedHeader, encodeSignedHeader, type SignedHeader } from '@touchmark/codec';
import { anchorOf, trustedHeaderOf } from '../header/trust.ts';
import { LIGHT_START_MS, LightChain, rotatingSet } from '../testing/light-chain.ts';
import { refusal } from '../testing/refusal.ts';
import { createVerifier } from '../verifier.ts';
import type { VerifyErrorCode } from '../verify-error.ts';
import { type LightBlock, openLightBlock } from './light-block.ts';
import { LightWalk, type WalkOptions } from './light-walk.ts';
import { decodeTrustPath } from './trust-path.ts';

const chain = new LightChain({ length: 400, setAt: rotatingSet(25) });
const genesis = anchorOf({ genesis: chain.genesis });

/** Walks with what a node gives, and says how often it was asked. */
function walk(
  target: LightBlock,
  options: WalkOptions = {},
  give: (height: number) => LightBlock = (height) => chain.block(height),
): { walk: LightWalk; asked: number[] } {
  const asked: number[] = [];
  const made = new LightWalk(genesis, target, options);
  while (made.wanted !== undefined) {
    asked.push(made.wanted);
    made.give(give(made.wanted));
  }
  return { walk: made, asked };
}

/** A light block after `change` had its way with it; who signed is not asked again. */
function changed(block: LightBlock, change: (signed: SignedHeader) => unknown): LightBlock {
  const signed = decodeSignedHeader(block.encoded.signedHeader);
  change(signed);
  return openLightBlock(encodeSignedHeader(signed), block.encoded.validators);
}

test('bisection needs a few headers where every set in between is another one', () => {
  const { walk: done, asked } = walk(chain.block(400));
  assert.equal(done.path.at(-1)?.header.height, 400);
  assert.ok(asked.length < 40, `${asked.length} asked`);
  const heights = done.path.map(({ header }) => header.height);
  assert.deepEqual(
    heights,
    [...heights].sort((a, b) => a - b),
  );
});

test('one header is enough while a third of the trusted power signs', () => {
  const { asked } = walk(chain.block(50));
  assert.deepEqual(asked, []);
  assert.ok(walk(chain.block(101)).asked.length > 0);
});

test('sequential verification asks for each header, and comes to the same', () => {
  const { walk: done, asked } = walk(chain.block(120), { sequential: true });
  assert.deepEqual(
    asked,
    Array.from({ length: 119 }, (_, index) => index + 1),
  );
  assert.equal(done.path.length, 120);
});

test('a higher trust level needs more headers', () => {
  const whole = { trustLevel: { numerator: 1n, denominator: 1n } };
  assert.ok(walk(chain.block(60), whole).asked.length > walk(chain.block(60)).asked.length);
  for (const [numerator, denominator] of [
    [1n, 4n],
    [3n, 2n],
    [0n, 1n],
    [1n, 0n],
  ] as const) {
    assert.throws(
      () => walk(chain.block(60), { trustLevel: { numerator, denominator } }),
      refusal('VERIFY_TRUST_INVALID'),
    );
  }
});

test('trust that is too old leads nowhere, a header from the future neither', () => {
  const day = 86_400_000;
  const target = chain.block(101);
  const nowMs = LIGHT_START_MS + 31 * day;
  assert.throws(() => walk(target, { nowMs }), refusal('VERIFY_TRUST_EXPIRED'));
  assert.equal(walk(target, { nowMs, trustPeriodMs: 32 * day }).walk.wanted, undefined);
  assert.throws(
    () => walk(target, { nowMs: LIGHT_START_MS, maxDriftMs: 1_000 }),
    refusal('VERIFY_FROM_FUTURE'),
  );
});

test('headers that do not follow are refused, whatever they are asked for', () => {
  const other = new LightChain({ length: 130, setAt: rotatingSet(25), chainId: 'other' });
  assert.throws(() => walk(other.block(101)), refusal('VERIFY_WRONG_CHAIN'));
  const strangers = new LightChain({
    length: 130,
    setAt: (height) => rotatingSet(25)(height + 1_000),
  });
  // The first header's validators are not those of the genesis file.
  assert.throws(
    () => walk(strangers.block(101), {}, (height) => strangers.block(height)),
    refusal('VERIFY_VALIDATORS_UNKNOWN'),
  );
  assert.throws(
    () => walk(chain.block(101), {}, () => chain.block(30)),
    refusal('VERIFY_VALIDATORS_UNKNOWN'),
  );
});

test('no changed byte of a step gets through', () => {
  const changes: [(signed: SignedHeader) => unknown, VerifyErrorCode][] = [
    [({ header }) => (header.appHash = new Uint8Array(32)), 'VERIFY_COMMIT_MISMATCH'],
    [({ header }) => (header.time = { seconds: 1n, nanos: 0 }), 'VERIFY_HEADER_TIME'],
    [({ commit }) => (commit.height += 1), 'VERIFY_SIGNATURE_INVALID'],
    [({ commit }) => (commit.round += 1), 'VERIFY_SIGNATURE_INVALID'],
    [({ commit }) => commit.signatures.reverse(), 'VERIFY_SIGNATURE_INVALID'],
    [({ commit }) => (commit.signatures[0] = commit.signatures[1]!), 'VERIFY_SIGNATURE_INVALID'],
  ];
  for (const [change, code] of changes) {
    assert.throws(() => walk(changed(chain.block(50), change)), refusal(code), String(change));
  }
});

test('a third of the trusted power is not more than a third', () => {
  // Of four with the same power each: one is a quarter, two are half.
  const one = new LightChain({ length: 80, setAt: rotatingSet(25) });
  const target = one.block(76);
  assert.deepEqual(walk(target, {}, (height) => one.block(height)).asked.length > 0, true);
  const short = new LightChain({
    length: 60,
    setAt: rotatingSet(25),
    votesAt: (height) => (height === 40 ? [2, 2, 1, 1] : undefined),
  });
  assert.throws(() => walk(short.block(40)), refusal('VERIFY_POWER_INSUFFICIENT'));
});

test('a set that is not the one of the header is refused before any signature is looked at', () => {
  const { encoded } = chain.block(50);
  assert.throws(
    () => openLightBlock(encoded.signedHeader, chain.block(80).encoded.validators),
    refusal('VERIFY_VALIDATORS_MISMATCH'),
  );
  assert.throws(
    () => openLightBlock(encoded.signedHeader.subarray(1), encoded.validators),
    refusal('VERIFY_MALFORMED'),
  );
});

test('skipping and sequential agree about every height, from every anchor', () => {
  for (let from = 1; from < 200; from += 37) {
    const trusted = trustedHeaderOf(decodeSignedHeader(chain.block(from).encoded.signedHeader));
    for (const validators of [undefined, chain.block(from).encoded.validators]) {
      const header = validators === undefined ? trusted : { ...trusted, validators };
      const anchor = anchorOf({ header });
      for (const sequential of [false, true]) {
        const made = new LightWalk(anchor, chain.block(from + 61), { sequential });
        while (made.wanted !== undefined) made.give(chain.block(made.wanted));
        assert.equal(made.path.at(-1)?.header.height, from + 61);
      }
    }
  }
});

test('a verifier follows the validators, and its path convinces another one offline', () => {
  const verifier = createVerifier({ genesis: chain.genesis });
  const { encoded } = chain.block(399);
  const check = (): unknown =>
    verifier.verifySignedHeader(encoded.signedHeader, encoded.validators);
  assert.throws(check, refusal('VERIFY_VALIDATORS_UNKNOWN'));
  const made = verifier.walkTo(encoded.signedHeader, encoded.validators);
  assert.throws(() => verifier.trust(made), RangeError);
  while (made.wanted !== undefined) made.give(chain.block(made.wanted));
  verifier.trust(made);
  check();
  const offline = createVerifier({ genesis: chain.genesis }, { path: verifier.path() });
  offline.verifySignedHeader(encoded.signedHeader, encoded.validators);
  // In between, too, and before.
  const old = chain.block(3).encoded;
  offline.verifySignedHeader(old.signedHeader, old.validators);
});

test('a path with a gap, a foreign one and a damaged one convince nobody', () => {
  const verifier = createVerifier({ genesis: chain.genesis });
  const { encoded } = chain.block(399);
  const made = verifier.walkTo(encoded.signedHeader, encoded.validators);
  while (made.wanted !== undefined) made.give(chain.block(made.wanted));
  verifier.trust(made);
  const path = verifier.path();
  const other = new LightChain({ length: 10, setAt: (height) => rotatingSet(25)(height + 1_000) });
  assert.throws(
    () => createVerifier({ genesis: other.genesis }, { path }),
    refusal('VERIFY_VALIDATORS_UNKNOWN'),
  );
  const broken = Uint8Array.from(path);
  broken[broken.length - 100] = (broken.at(-100) ?? 0) ^ 1;
  assert.throws(() => createVerifier({ genesis: chain.genesis }, { path: broken }));
  assert.throws(
    () => createVerifier({ genesis: chain.genesis }, { path: path.subarray(0, -1) }),
    refusal('VERIFY_MALFORMED'),
  );
});

test('a path of more headers than are kept leads to its end nevertheless', () => {
  const long = new LightChain({ length: 1_300, setAt: rotatingSet(25) });
  const verifier = createVerifier({ genesis: long.genesis });
  const { encoded } = long.block(1_300);
  const made = verifier.walkTo(encoded.signedHeader, encoded.validators, { sequential: true });
  while (made.wanted !== undefined) made.give(long.block(made.wanted));
  verifier.trust(made);
  const path = verifier.path();
  assert.equal(decodeTrustPath(path).length, 1_000);
  const offline = createVerifier({ genesis: long.genesis }, { path });
  for (const height of [1_300, 700, 650, 30]) {
    const old = long.block(height).encoded;
    offline.verifySignedHeader(old.signedHeader, old.validators);
  }
});

test('only its own walks are trusted by a verifier', () => {
  const verifier = createVerifier({ genesis: chain.genesis });
  const { walk: foreign } = walk(chain.block(50));
  assert.throws(() => verifier.trust(foreign), RangeError);
});

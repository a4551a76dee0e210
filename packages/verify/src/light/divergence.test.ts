import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeSignedHeader, encodeSignedHeader } from '@touchmark/codec';
import { hexOf } from '../header/signer.ts';
import { anchorOf } from '../header/trust.ts';
import { LightChain, rotatingSet } from '../testing/light-chain.ts';
import { refusal } from '../testing/refusal.ts';
import { signCommit } from '../testing/test-validators.ts';
import { describeDivergence } from './divergence.ts';
import { type LightBlock, openLightBlock } from './light-block.ts';
import { LightWalk } from './light-walk.ts';
import { verifyBackwards } from './step.ts';

const setAt = rotatingSet(1_000);
const chain = new LightChain({ length: 40, setAt });
const common = chain.block(10);
const everybody = setAt(1).map(({ address }) => hexOf(address));

/** Another header of a height, signed by the same validators. */
function second(
  height: number,
  change: (signed: ReturnType<typeof decodeSignedHeader>) => unknown,
) {
  const { encoded } = chain.block(height);
  const signed = decodeSignedHeader(encoded.signedHeader);
  change(signed);
  const { round } = signed.commit;
  const commit = { ...signCommit(signed.header, setAt(height)), round };
  const bytes = encodeSignedHeader({ header: signed.header, commit });
  return openLightBlock(bytes, encoded.validators);
}

const kindOf = (conflicting: LightBlock): string =>
  describeDivergence({ height: 10, validators: common.validators }, chain.block(20), conflicting)
    .kind;

test('two headers of one height: what happened, and who did it', () => {
  const fork = new LightChain({
    length: 20,
    setAt,
    forkOf: { chain, at: 15, root: new Uint8Array(32).fill(9) },
  });
  const lunatic = describeDivergence(
    { height: 10, validators: common.validators },
    chain.block(20),
    fork.block(20),
  );
  assert.equal(lunatic.kind, 'lunatic');
  assert.deepEqual([...lunatic.culprits].sort(), [...everybody].sort());
  assert.equal(lunatic.commonHeight, 10);
  const twice = second(20, ({ header }) => (header.dataHash = new Uint8Array(32).fill(7)));
  assert.equal(kindOf(twice), 'equivocation');
  const later = second(20, ({ header, commit }) => {
    header.dataHash = new Uint8Array(32).fill(7);
    commit.round = 1;
  });
  assert.equal(kindOf(later), 'amnesia');
});

test('both sides of a fork are verified before anybody is accused', () => {
  const fork = new LightChain({
    length: 20,
    setAt,
    forkOf: { chain, at: 15, root: new Uint8Array(32).fill(9) },
  });
  const anchor = anchorOf({ genesis: chain.genesis });
  assert.equal(new LightWalk(anchor, fork.block(20)).wanted, undefined);
  const unsigned = new LightChain({
    length: 20,
    setAt,
    votesAt: () => [2, 1, 1, 1],
    forkOf: { chain, at: 15, root: new Uint8Array(32).fill(9) },
  });
  // A quarter signed: the walk looks for headers in between, and those are no better.
  const walk = new LightWalk(anchor, unsigned.block(20));
  assert.throws(() => {
    while (walk.wanted !== undefined) walk.give(unsigned.block(walk.wanted));
  }, refusal('VERIFY_POWER_INSUFFICIENT'));
});

test('backwards each header names the one before by its hash', () => {
  for (let height = 40; height > 1; height -= 1) {
    verifyBackwards(chain.block(height), chain.block(height - 1));
  }
  assert.throws(
    () => verifyBackwards(chain.block(20), chain.block(18)),
    refusal('VERIFY_HEADER_CONFLICT'),
  );
  const fork = new LightChain({
    length: 20,
    setAt,
    forkOf: { chain, at: 15, root: new Uint8Array(32).fill(9) },
  });
  assert.throws(
    () => verifyBackwards(chain.block(20), fork.block(19)),
    refusal('VERIFY_HEADER_CONFLICT'),
  );
});

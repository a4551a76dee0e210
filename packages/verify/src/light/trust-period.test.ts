/** What becomes of trust as it grows old, and of keys that were given up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  encodeSignedHeader,
  encodeValidators,
  type Header,
  timestampOfMs,
  validatorsHash,
} from '@touchmark/codec';
import { LIGHT_START_MS, LightChain, rotatingSet } from '../testing/light-chain.ts';
import { refusal } from '../testing/refusal.ts';
import { signCommit, type TestValidator, testValidators } from '../testing/test-validators.ts';
import { createVerifier, type Verifier } from '../verifier.ts';
import { openLightBlock } from './light-block.ts';
import { encodeTrustPath } from './trust-path.ts';

const DAY = 86_400_000;
const LENGTH = 40;

/** A block every ten days, for more than a year; a validator goes and one comes every fifth. */
const chain = new LightChain({ length: LENGTH, setAt: rotatingSet(5), intervalMs: 10 * DAY });
/** The same, and nobody ever goes. */
const steady = new LightChain({ length: LENGTH, setAt: rotatingSet(100), intervalMs: 10 * DAY });
const FOUNDERS = chain.signers(1);
const END_MS = LIGHT_START_MS + (LENGTH - 1) * 10 * DAY;
const NOW = { nowMs: END_MS + 1_000 };
const ALWAYS = { ...NOW, trustPeriodMs: Infinity };

interface Given {
  readonly signedHeader: Uint8Array;
  readonly validators: Uint8Array;
}

function signed(header: Header, set: readonly TestValidator[]): Given {
  const signedHeader = encodeSignedHeader({ header, commit: signCommit(header, set) });
  return { signedHeader, validators: encodeValidators(set) };
}

/** What the founders sign, long after they left, as the header of a height and a time. */
function forged(height: number, timeMs: number): Given {
  const set = validatorsHash(FOUNDERS);
  const changes = { height, time: timestampOfMs(timeMs), appHash: new Uint8Array(32).fill(0x66) };
  return signed(
    { ...chain.header(LENGTH), ...changes, validatorsHash: set, nextValidatorsHash: set },
    FOUNDERS,
  );
}

const FORGED = forged(LENGTH + 1, END_MS + 500);

const check = (verifier: Verifier, { signedHeader, validators }: Given, clock = {}) =>
  verifier.verifySignedHeader(signedHeader, validators, clock).header.height;

function refuses(run: () => unknown, code: Parameters<typeof refusal>[0]): void {
  assert.throws(run, refusal(code));
}

/** Follows the chain to a height. */
function follow(verifier: Verifier, height: number, clock = {}, vouchedMs?: number): void {
  const { signedHeader, validators } = chain.block(height).encoded;
  const walk = verifier.walkTo(signedHeader, validators, clock);
  while (walk.wanted !== undefined) walk.give(chain.block(walk.wanted));
  verifier.trust(walk, vouchedMs);
}

const fresh = (): Verifier => createVerifier({ genesis: chain.genesis });

test('what founders sign whose keys were given up is refused by whoever knows the time', () => {
  refuses(() => check(fresh(), FORGED, NOW), 'VERIFY_TRUST_EXPIRED');
  const followed = fresh();
  follow(followed, LENGTH, ALWAYS);
  refuses(() => check(followed, FORGED, NOW), 'VERIFY_VALIDATORS_UNKNOWN');
  assert.equal(check(fresh(), FORGED), LENGTH + 1, 'without a clock nobody can tell');
});

test('what was remembered is judged anew when trust has moved on', () => {
  const verifier = fresh();
  assert.equal(check(verifier, FORGED), LENGTH + 1);
  follow(verifier, LENGTH);
  refuses(() => check(verifier, FORGED), 'VERIFY_VALIDATORS_UNKNOWN');
});

test('what was remembered grows old as well', () => {
  const verifier = createVerifier({ genesis: steady.genesis });
  const { encoded } = steady.block(2);
  const near = { nowMs: LIGHT_START_MS + 29 * DAY, trustPeriodMs: 30 * DAY };
  assert.equal(check(verifier, encoded, { ...near, trustPeriodMs: 300 * DAY }), 2);
  const verifierOfOne = createVerifier({ genesis: steady.genesis });
  assert.equal(check(verifierOfOne, steady.block(1).encoded, near), 1);
  const late = { nowMs: LIGHT_START_MS + 30 * DAY };
  refuses(() => check(verifierOfOne, steady.block(1).encoded, late), 'VERIFY_TRUST_EXPIRED');
});

test('the set may be the same: trust that is too old does not reach above itself', () => {
  const newest = steady.block(LENGTH).encoded;
  const at = (nowMs: number, trustPeriodMs?: number) => () => {
    const verifier = createVerifier({ genesis: steady.genesis });
    return check(verifier, steady.block(2).encoded, {
      nowMs,
      ...(trustPeriodMs === undefined ? {} : { trustPeriodMs }),
    });
  };
  assert.equal(at(LIGHT_START_MS + 30 * DAY - 1)(), 2);
  refuses(at(LIGHT_START_MS + 30 * DAY), 'VERIFY_TRUST_EXPIRED');
  assert.equal(at(LIGHT_START_MS + 30 * DAY, 31 * DAY)(), 2);
  assert.equal(at(END_MS, Infinity)(), 2);
  assert.equal(check(createVerifier({ genesis: steady.genesis }), newest), LENGTH, 'no clock');
});

test('who looks now and then keeps trust, however old the genesis file becomes', () => {
  for (const each of [steady, chain]) {
    const verifier = createVerifier({ genesis: each.genesis });
    for (let height = 1; height <= LENGTH; height += 1) {
      const { encoded } = each.block(height);
      const clock = { nowMs: LIGHT_START_MS + (height - 1) * 10 * DAY + 1_000 };
      const isSame = (() => {
        try {
          return check(verifier, encoded, clock) === height;
        } catch {
          return false;
        }
      })();
      if (!isSame) {
        const walk = verifier.walkTo(encoded.signedHeader, encoded.validators, clock);
        while (walk.wanted !== undefined) walk.give(each.block(walk.wanted));
        verifier.trust(walk);
      }
      assert.equal(check(verifier, encoded, clock), height);
    }
    const next = createVerifier(
      { genesis: each.genesis },
      { path: verifier.path(), isOwnPath: true },
    );
    assert.equal(check(next, each.block(LENGTH).encoded, NOW), LENGTH, 'and in the next run');
  }
});

test('who did not look for longer than the period keeps nothing; vouched for, it goes on', () => {
  const kept = fresh();
  follow(kept, 20, { nowMs: LIGHT_START_MS + 190 * DAY, trustPeriodMs: Infinity });
  const again = (): Verifier =>
    createVerifier({ genesis: chain.genesis }, { path: kept.path(), isOwnPath: true });
  const walkOn = (verifier: Verifier) => () => follow(verifier, LENGTH, NOW);
  refuses(walkOn(again()), 'VERIFY_TRUST_EXPIRED');
  const renewed = again();
  follow(renewed, LENGTH - 1, ALWAYS);
  walkOn(renewed)();
  assert.equal(check(renewed, chain.block(LENGTH).encoded, NOW), LENGTH);
});

test('of a chain that rested longer than the period, its last header is vouched for today', () => {
  const resting = END_MS + 90 * DAY;
  const next = signed(
    {
      ...chain.header(LENGTH),
      height: LENGTH + 1,
      time: timestampOfMs(resting - 1_000),
      validatorsHash: chain.header(LENGTH).nextValidatorsHash,
    },
    chain.signers(LENGTH + 1),
  );
  const verifier = fresh();
  const clock = { nowMs: resting };
  follow(verifier, LENGTH, { ...clock, trustPeriodMs: Infinity });
  assert.equal(
    check(verifier, chain.block(LENGTH).encoded, clock),
    LENGTH,
    'it is what is trusted',
  );
  refuses(() => check(verifier, next, clock), 'VERIFY_TRUST_EXPIRED');
  follow(verifier, LENGTH, { ...clock, trustPeriodMs: Infinity }, resting);
  assert.equal(check(verifier, next, clock), LENGTH + 1);
});

test('a path from somebody else is as old as what is trusted, whatever it says', () => {
  const mine = testValidators([91n, 92n, 93n, 94n]);
  const [own, made] = [validatorsHash(FOUNDERS), validatorsHash(mine)];
  const handOver = {
    ...chain.header(LENGTH),
    height: 2,
    time: timestampOfMs(END_MS - 2_000),
    validatorsHash: own,
    nextValidatorsHash: made,
  };
  const first = {
    ...handOver,
    height: 3,
    time: timestampOfMs(END_MS - 1_000),
    validatorsHash: made,
  };
  const steps = [signed(handOver, FOUNDERS), signed(first, mine)];
  const path = encodeTrustPath(
    steps.map(({ signedHeader, validators }) => openLightBlock(signedHeader, validators)),
  );
  const target = signed({ ...first, height: 900, time: timestampOfMs(END_MS) }, mine);
  const open = () => createVerifier({ genesis: chain.genesis }, { path });
  refuses(() => check(open(), target, { ...NOW, maxAgeMs: 60_000 }), 'VERIFY_TRUST_EXPIRED');
  assert.equal(check(open(), target), 900, 'without a clock nobody can tell');
});

test('a walk without a clock makes nothing younger', () => {
  const verifier = fresh();
  follow(verifier, LENGTH - 1);
  refuses(() => follow(verifier, LENGTH, NOW), 'VERIFY_TRUST_EXPIRED');
});

test('the past is believed on the word of its validators, and lies before what came after', () => {
  const verifier = fresh();
  follow(verifier, LENGTH, ALWAYS);
  assert.equal(check(verifier, chain.block(3).encoded, NOW), 3);
  refuses(() => check(verifier, forged(5, END_MS + 500), NOW), 'VERIFY_HEADER_TIME');
  refuses(() => check(verifier, forged(5, END_MS + 500)), 'VERIFY_HEADER_TIME');
  const asNew = { ...NOW, maxAgeMs: 60_000 };
  refuses(() => check(verifier, forged(5, END_MS - 350 * DAY), asNew), 'VERIFY_TOO_OLD');
});

test('a header from the future renews nothing', () => {
  const verifier = createVerifier({ genesis: steady.genesis });
  const early = { nowMs: LIGHT_START_MS + 1_000 };
  refuses(() => check(verifier, steady.block(3).encoded, early), 'VERIFY_FROM_FUTURE');
  assert.deepEqual(verifier.path(), encodeTrustPath([]));
});

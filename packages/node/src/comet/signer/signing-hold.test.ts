import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { randomBytes } from 'node:crypto';
import { decodeHex } from '@touchmark/codec';
import { publicKeyOf, validatorAddress } from '@touchmark/crypto';
import { encodeValidatorKey } from '../../validator-key.ts';
import { signerFiles } from './signer-files.ts';
import {
  endHold,
  heldSigner,
  isOver,
  mayClaim,
  type Observation,
  observe,
  readHold,
  type SigningHold,
  writeHold,
} from './signing-hold.ts';
import { readMark } from './signing-mark.ts';
import { readSigningState } from './signing-state.ts';

const OWN = 'aa'.repeat(16);
const OTHER = 'bb'.repeat(16);
const restored: SigningHold = { signed: { height: 50, round: 0, step: 3 }, mark: OWN };
const seen = (height: number, more: Partial<Observation> = {}): Observation => ({
  height,
  isCurrent: true,
  ownSignature: undefined,
  claim: undefined,
  ...more,
});
const claimed = (mark: string, height: number) => ({ claim: { mark, height } });

test('nothing is claimed before the node has caught up, and a few blocks went by without it', () => {
  const behind = seen(40, { isCurrent: false });
  assert.equal(observe(restored, behind), restored);
  assert.equal(mayClaim(restored, seen(1_000)), false);
  const held = observe(restored, seen(90));
  assert.equal(held.observed, 90);
  assert.equal(mayClaim(held, seen(93)), false);
  assert.equal(mayClaim(held, seen(94)), true);
  assert.equal(mayClaim(held, seen(94, { isCurrent: false })), false);
  assert.equal(mayClaim(held, seen(94, claimed(OWN, 92))), false);
});

test('it signs ten blocks after its claim, and not without one', () => {
  const held = observe(restored, seen(90));
  assert.equal(isOver(held, 1_000_000), false);
  const claimedOwn = observe(held, seen(96, claimed(OWN, 95)));
  assert.equal(claimedOwn.until, 105);
  assert.equal(isOver(claimedOwn, 104), false);
  assert.equal(isOver(claimedOwn, 105), true);
});

test('a claim that was taken away gives no leave any more', () => {
  const held = observe(observe(restored, seen(90)), seen(96, claimed(OWN, 95)));
  const lost = observe(held, seen(101, claimed(OTHER, 100)));
  assert.deepEqual([lost.until, lost.otherSigner], [undefined, 100]);
  assert.equal(isOver(lost, 1_000), false);
});

test('a backup that has signed more than the chain shows counts', () => {
  assert.equal(observe({ signed: { height: 95, round: 0, step: 2 } }, seen(90)).observed, 95);
});

test('somebody else who signs with the key puts it off, as often as it is seen', () => {
  const held = observe(restored, seen(90));
  // What was decided before, and the block that was under way then, the lost node may have signed.
  assert.equal(observe(held, seen(91, { ownSignature: 91 })), held);
  const twin = observe(held, seen(95, { ownSignature: 95 }));
  assert.deepEqual([twin.otherSigner, twin.until], [95, undefined]);
  const again = observe(twin, seen(101, { ownSignature: 101 }));
  assert.equal(again.otherSigner, 101);
  assert.equal(observe(again, seen(102)), again);
  assert.equal(mayClaim(again, seen(200)), false);
  assert.equal(mayClaim(again, seen(201)), true);
});

test('who has just claimed is not to be interrupted, either', () => {
  const held = observe(restored, seen(90));
  assert.equal(mayClaim(held, seen(189, claimed(OTHER, 90))), false);
  assert.equal(mayClaim(held, seen(190, claimed(OTHER, 90))), true);
  const other = observe(held, seen(96, claimed(OTHER, 95)));
  assert.equal(other.otherSigner, 95);
});

test('it ends with everything up to its height counted as signed, or not at all', async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-hold-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const files = signerFiles(directory, '');
  const secretKey = randomBytes(32);
  const address = validatorAddress(publicKeyOf('ed25519', secretKey));
  await writeFile(files.key, encodeValidatorKey(secretKey));
  await writeHold(files, restored);
  await endHold(files);
  assert.equal(existsSync(files.hold), true);
  assert.equal(existsSync(files.state), false);
  await writeHold(files, { ...restored, observed: 90, until: 100 });
  await endHold(files);
  assert.equal(existsSync(files.hold), false);
  const state = await readSigningState(files.state);
  assert.deepEqual(state, { height: 100, round: 2 ** 31 - 1, step: 3 });
  assert.deepEqual(await readMark(files, address), decodeHex(OWN));
  // A mark holds for one key.
  assert.equal(await readMark(files, new Uint8Array(20)), undefined);
});

const BAD_MARK = '{"signed":{"height":1,"round":0,"step":0},"mark":"x"}';

test('a hold that cannot be read is no leave to sign', async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-hold-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const files = signerFiles(directory, '');
  assert.equal(await readHold(files), undefined);
  for (const text of ['{}', '{"signed":{"height":-1,"round":0,"step":0}}', 'null', BAD_MARK]) {
    await writeFile(files.hold, text);
    await assert.rejects(readHold(files), /what it may sign/);
  }
});

test("of a hold there is something to tell only while the key is a validator's", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-hold-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const files = signerFiles(directory, '');
  const secretKey = randomBytes(32);
  const validator = { publicKey: publicKeyOf('ed25519', secretKey) };
  assert.equal(await heldSigner(files, [validator]), undefined);
  await writeHold(files, { ...restored, until: 99 });
  assert.equal(await heldSigner(files, [validator]), undefined);
  await writeFile(files.key, encodeValidatorKey(secretKey));
  assert.deepEqual(await heldSigner(files, [validator]), { until: 99 });
  assert.equal(await heldSigner(files, [{ publicKey: randomBytes(32) }]), undefined);
});

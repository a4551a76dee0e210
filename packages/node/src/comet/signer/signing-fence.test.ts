import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { publicKeyOf, validatorAddress } from '@touchmark/crypto';
import { encode } from '@touchmark/codec';
import { encodeVersioned, type StateView } from '@touchmark/state';
import { encodeValidatorKey } from '../../validator-key.ts';
import { signerFiles } from './signer-files.ts';
import { SigningFence } from './signing-fence.ts';
import { writeHold } from './signing-hold.ts';
import { writeMark } from './signing-mark.ts';
import { NOTHING_SIGNED, writeSigningState } from './signing-state.ts';

const TIME_MS = 1_800_000_000_000;
const MARK = Buffer.alloc(16, 7);
const secretKey = randomBytes(32);
const publicKey = publicKeyOf('ed25519', secretKey);
const address = validatorAddress(publicKey);

interface Chain {
  readonly validators?: readonly Uint8Array[];
  readonly claimedBy?: Uint8Array;
}

const FIRST = { version: 1, height: 1, timeMs: TIME_MS, previous: null };

/** A state with these entries of governance and no others. */
function stateOf({ validators = [publicKey], claimedBy }: Chain): StateView {
  const list = validators.map((key) => ['maker', key, 1]);
  const entries = new Map<string, Uint8Array>([
    ['3076', encodeVersioned({ ...FIRST, body: encode(list) })],
    ...(claimedBy === undefined
      ? []
      : [[`3073${Buffer.from(address).toString('hex')}`, encode([claimedBy, 5])] as const]),
  ]);
  const get = (key: Uint8Array) => entries.get(Buffer.from(key).toString('hex'));
  return Object.assign(Object.create(null), { get });
}

async function fenced(context: TestContext) {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-fence-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const files = signerFiles(directory, '');
  await writeFile(files.key, encodeValidatorKey(secretKey));
  await writeSigningState(files.state, { ...NOTHING_SIGNED, height: 9 });
  let taken = 0;
  const fence = new SigningFence({
    files,
    onTaken: () => void (taken += 1),
  });
  await fence.load();
  return { files, fence, taken: () => taken };
}

/** Whether CometBFT would go on now. */
async function mayGoOn(fence: SigningFence): Promise<boolean> {
  const later = new Promise<boolean>((resolve) => {
    setImmediate(() => resolve(false));
  });
  return Promise.race([fence.given().then(() => true), later]);
}

test('the key that another machine has claimed signs no more, until it is held', async (context) => {
  const { files, fence, taken } = await fenced(context);
  fence.executed(stateOf({}));
  assert.equal(await mayGoOn(fence), true);
  fence.executed(stateOf({ claimedBy: MARK }));
  fence.executed(stateOf({ claimedBy: MARK }));
  assert.equal(taken(), 2, 'what failed the first time is tried again');
  assert.equal(await mayGoOn(fence), false);
  await writeHold(files, { signed: NOTHING_SIGNED });
  await fence.load();
  fence.executed(stateOf({ claimedBy: MARK }));
  assert.equal(await mayGoOn(fence), true);
});

test('its own claim stops nobody; a newer one does', async (context) => {
  const { files, fence } = await fenced(context);
  await writeMark(files, address, MARK.toString('hex'));
  await fence.load();
  fence.executed(stateOf({ claimedBy: MARK }));
  assert.equal(await mayGoOn(fence), true);
  assert.equal(fence.isClaimedElsewhere(stateOf({ claimedBy: Buffer.alloc(16, 8) })), true);
});

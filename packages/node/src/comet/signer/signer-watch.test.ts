import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { decode, decodeTransaction, encode, equalBytes } from '@touchmark/codec';
import { publicKeyOf, validatorAddress, verifySignature } from '@touchmark/crypto';
import type { Engine } from '@touchmark/engine';
import { encodeVersioned } from '@touchmark/state';
import { createLog } from '../../log.ts';
import { encodeValidatorKey } from '../../validator-key.ts';
import { ensureNextKey, publicKeyIn } from './key-rotation.ts';
import { signerFiles } from './signer-files.ts';
import { SignerWatch } from './signer-watch.ts';
import { readHold, writeHold } from './signing-hold.ts';

const OWN = new Uint8Array(32).fill(1);
const NEXT = new Uint8Array(32).fill(2);
const publicKey = (secret: Uint8Array): Uint8Array => publicKeyOf('ed25519', secret);
const VECTORS = join(
  import.meta.dirname,
  '../../../../../spec/vectors/comet/signed-header-valid.json',
);

/** A chain that grows by hand, of which somebody else has signed each header. */
async function watched(context: TestContext) {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-watch-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const files = signerFiles(directory, '');
  await mkdir(dirname(files.state), { recursive: true });
  await writeFile(files.key, encodeValidatorKey(OWN));
  const { cases } = JSON.parse(await readFile(VECTORS, 'utf8')) as { cases: [{ cbor: string }] };
  const signedHeader = Buffer.from(cases[0].cbor, 'hex');
  const entries = new Map<string, Uint8Array>();
  const view = { get: (key: Uint8Array) => entries.get(Buffer.from(key).toString('hex')) };
  const chain = {
    height: 100,
    submitted: [] as Uint8Array[],
    validators(...secrets: readonly Uint8Array[]) {
      const body = encode(secrets.map((secret) => ['maker', publicKey(secret), 1]));
      const version = { version: 1, height: 1, timeMs: 1, previous: null, body };
      entries.set('3076', encodeVersioned(version));
    },
    claimed(secret: Uint8Array, mark: Uint8Array, height: number) {
      const address = Buffer.from(validatorAddress(publicKey(secret))).toString('hex');
      entries.set(`3073${address}`, encode([mark, height]));
    },
  };
  const answers: Record<string, unknown> = {
    status: { sync_info: { catching_up: false } },
    net_info: { peers: [{ node_info: { id: 'a' } }] },
  };
  const engine: Engine = Object.assign(Object.create(null), {
    chainId: 'watched',
    onBlock: () => () => undefined,
    consensus: { call: (method: string) => Promise.resolve(answers[method]) },
    chain: {
      latest: () => ({ height: chain.height, timeMs: 1_800_000_000_000, signedHeader }),
      read: (use: (state: unknown) => unknown) => use(view),
    },
    submit(transaction: Uint8Array) {
      chain.submitted.push(transaction);
      return Promise.resolve({ outcome: 'committed' });
    },
  });
  const exchange = (change: () => Promise<void>): Promise<void> => change();
  const watch = new SignerWatch({ engine, files, log: createLog({ level: 'silent' }), exchange });
  const grow = async (blocks: number): Promise<void> => {
    for (let left = blocks; left > 0; left -= 1) {
      chain.height += 1;
      await watch.look();
      await pause(1);
    }
  };
  return { files, chain, grow };
}

const HELD = { signed: { height: 50, round: 0, step: 3 } };

test('a held key is claimed once, with its own signature, and signs ten blocks later', async (context) => {
  const { files, chain, grow } = await watched(context);
  chain.validators(OWN);
  await writeHold(files, HELD);
  await grow(3);
  assert.equal(chain.submitted.length, 0);
  await grow(3);
  const [bytes] = chain.submitted;
  assert.ok(bytes !== undefined);
  const { content, signatures } = decodeTransaction(bytes);
  const { algorithm, message, signature } = signatures[0]!;
  assert.ok(verifySignature(algorithm, publicKey(OWN), message, signature));
  const params = decode(content.actions[0]!.params) as ReadonlyMap<string, Uint8Array>;
  const mark = params.get('mark') ?? new Uint8Array(0);
  assert.equal((await readHold(files))?.mark, Buffer.from(mark).toString('hex'));
  chain.claimed(OWN, mark, chain.height);
  const claims = chain.submitted.length;
  await grow(8);
  assert.equal(chain.submitted.length, claims);
  assert.equal(existsSync(files.hold), true);
  await grow(2);
  assert.equal(existsSync(files.hold), false);
});

test("of a key that is no validator's nothing is claimed", async (context) => {
  const { files, chain, grow } = await watched(context);
  chain.validators(NEXT);
  await writeHold(files, HELD);
  await grow(20);
  assert.deepEqual([chain.submitted.length, existsSync(files.hold)], [0, true]);
});

test('a key that was decided after the backup takes the place of the old one, and is held', async (context) => {
  const { files, chain, grow } = await watched(context);
  chain.validators(NEXT);
  await writeHold(files, HELD);
  await ensureNextKey(files, () => NEXT);
  await grow(2);
  assert.ok(equalBytes(await publicKeyIn(files.key), publicKey(NEXT)));
  assert.deepEqual([existsSync(files.hold), existsSync(files.state)], [true, false]);
  await grow(6);
  assert.equal(chain.submitted.length > 0, true);
});

/** A validator of four is backed up, lost, and restored from a backup that is too old: nobody signs twice. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { encodeHex } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import {
  HOLD_MARGIN_BLOCKS,
  publicKeyIn,
  readHold,
  readSigningState,
  signerFiles,
} from '@touchmark/node';
import { hierarchyExample } from '../../examples/hierarchy/index.ts';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import {
  type Cluster,
  foundCluster,
  killNodes,
  signalNode,
  startNodes,
  stopCluster,
  wipeNode,
} from '../../scripts/network/cluster.ts';
import { anything, newestHeader, requireNoEvidence, sameRoots, sendAs } from './decisions.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const BIN = resolve(import.meta.dirname, '../../packages/cli/src/bin.ts');
let directory = '';
let cluster: Cluster;
const twins: ChildProcess[] = [];

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchmark-cluster-'));
  const binary = await ensureCometbft();
  const example = hierarchyExample();
  await foundCluster({ directory, binary, example, validators: 4, basePort: await freePort() });
  cluster = await startNodes(directory);
});

after(async () => {
  for (const twin of twins) twin.kill('SIGTERM');
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
});

const touchmark = (...args: readonly string[]): string =>
  execFileSync(process.execPath, [BIN, ...args], { encoding: 'utf8', stdio: 'pipe' });

async function someBlocks(count: number): Promise<void> {
  const organization = cluster.nodes[0]?.organization ?? '';
  for (let sent = 0; sent < count; sent += 1) {
    await sendAs(cluster, organization, [anything(organization)]);
  }
}

const addressIn = async (file: string): Promise<string> =>
  encodeHex(validatorAddress(await publicKeyIn(file)));

test('restored from an old backup, it waits, and signs again by itself', {
  timeout: 240_000,
}, async () => {
  const [first, , third] = cluster.nodes;
  assert.ok(first !== undefined && third !== undefined);
  const files = signerFiles(third.directory, '');
  const own = await addressIn(files.key);
  const backup = join(directory, 'backup');
  touchmark('backup', '--data', third.directory, '--out', backup, '--with-validator-key');
  const backedUp = await readSigningState(join(backup, 'signing-state.json'));
  await someBlocks(8);
  const lost = await readSigningState(files.state);
  assert.ok(lost.height > backedUp.height, 'it has signed since the backup');
  await killNodes([third]);
  await rm(third.directory, { recursive: true });
  touchmark('restore', backup, '--data', third.directory, '--with-validator-key');
  assert.equal(await addressIn(files.key), own);
  assert.deepEqual((await readHold(files))?.signed, backedUp);
  assert.equal(existsSync(files.state), false);

  cluster = await startNodes(directory, [3]);
  const hold = await eventually(async () => {
    await someBlocks(1);
    const found = await readHold(files);
    return found?.until === undefined ? undefined : found;
  }, 'the height that it waits for');
  assert.ok((hold.until ?? 0) >= lost.height + HOLD_MARGIN_BLOCKS);
  assert.equal(hold.otherSigner, undefined);
  await eventually(async () => {
    await someBlocks(1);
    const { signers } = await newestHeader(first.directory);
    return signers.includes(own) ? true : undefined;
  }, 'its signature under the newest header');
  assert.equal(existsSync(files.hold), false);
  const { height } = await readSigningState(files.state);
  assert.ok(height > (hold.until ?? 0), 'all it has signed is above what it waited for');
  await sameRoots(cluster);
  await requireNoEvidence(first.directory);
});

/** Another machine with the backup of a node; its url. */
async function startTwin(
  backup: string,
  data: string,
): Promise<{ child: ChildProcess; url: string }> {
  touchmark('restore', backup, '--data', data, '--with-validator-key');
  // Of the same id the others would not talk with it at all.
  await rm(join(data, 'cometbft/config/node_key.json'));
  const peers = cluster.nodes.map(({ peerId, peerPort }) => `${peerId}@127.0.0.1:${peerPort}`);
  const settings = [
    'engine.mode=cometbft',
    `comet.binary=${cluster.binary}`,
    'comet.listen=127.0.0.1:0',
    `comet.peers=${peers.join(',')}`,
  ].flatMap((setting) => ['--set', setting]);
  const args = [BIN, 'node', 'start', '--data', data, '--port', '0', ...settings];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  twins.push(child);
  const url = await new Promise<string>((ready, reject) => {
    child.stdout.on('data', (text) => ready(String(text).replace('ready', '').trim()));
    child.on('close', () => reject(new Error('it has ended')));
  });
  return { child, url };
}

test('restored while the other still signs, it does not; once it is silent, it does, and the other no more', {
  timeout: 400_000,
}, async () => {
  const [first, second] = cluster.nodes;
  assert.ok(first !== undefined && second !== undefined);
  const backup = join(directory, 'backup-of-2');
  const data = join(directory, 'twin');
  touchmark('backup', '--data', second.directory, '--out', backup, '--with-validator-key');
  const { url } = await startTwin(backup, data);
  const [files, others] = [signerFiles(data, ''), signerFiles(second.directory, '')];
  const hold = await eventually(async () => {
    await someBlocks(1);
    const found = await readHold(files);
    return found?.otherSigner === undefined ? undefined : found;
  }, 'the other signer');
  const report = await (await fetch(`${url}/v1/consensus`)).text();
  assert.match(report, /Somebody else has signed block \d+ with the key of this validator/);
  // As many blocks later as it would have waited for, it still does not sign.
  await someBlocks(2 * HOLD_MARGIN_BLOCKS);
  const later = await readHold(files);
  assert.ok((later?.otherSigner ?? 0) > (hold.otherSigner ?? 0));
  assert.equal(existsSync(files.state), false);

  signalNode(second, 'SIGSTOP');
  await eventually(
    async () => {
      await someBlocks(1);
      return existsSync(files.hold) ? undefined : true;
    },
    'the key in the hands of the twin',
    200_000,
  );
  signalNode(second, 'SIGCONT');
  await eventually(async () => {
    await someBlocks(1);
    return existsSync(others.hold) ? true : undefined;
  }, 'the one that was away to hold');
  await someBlocks(2 * HOLD_MARGIN_BLOCKS);
  assert.ok(existsSync(others.hold) && !existsSync(files.hold));
  await requireNoEvidence(first.directory);
});

test('of two restored from one backup, one signs', { timeout: 400_000 }, async () => {
  const [first, , , fourth] = cluster.nodes;
  assert.ok(first !== undefined && fourth !== undefined);
  const backup = join(directory, 'backup-of-4');
  touchmark('backup', '--data', fourth.directory, '--out', backup, '--with-validator-key');
  await killNodes([fourth]);
  const places = ['a', 'b'].map((name) => join(directory, `copy-${name}`));
  await Promise.all(places.map((data) => startTwin(backup, data)));
  const holds = places.map((data) => signerFiles(data, '').hold);
  await eventually(
    async () => {
      await someBlocks(1);
      return holds.every((hold) => existsSync(hold)) ? undefined : true;
    },
    'one that signs',
    200_000,
  );
  const own = await addressIn(signerFiles(places[0] ?? '', '').key);
  await eventually(async () => {
    await someBlocks(1);
    return (await newestHeader(first.directory)).signers.includes(own) ? true : undefined;
  }, 'its signature under the newest header');
  await someBlocks(2 * HOLD_MARGIN_BLOCKS);
  assert.equal(holds.filter((hold) => existsSync(hold)).length, 1);
  await requireNoEvidence(first.directory);
});

test('a validator that lost all but its key signs nothing before it has claimed it', {
  timeout: 240_000,
}, async () => {
  const [first, , third] = cluster.nodes;
  assert.ok(first !== undefined && third !== undefined);
  const files = signerFiles(third.directory, '');
  const own = await addressIn(files.key);
  await killNodes([third]);
  const lost = await readSigningState(files.state);
  await wipeNode(third);
  await rm(files.state);
  await rm(files.mark, { force: true });
  cluster = await startNodes(directory, [3]);
  assert.ok(existsSync(files.hold));
  await eventually(async () => {
    await someBlocks(1);
    const { signers } = await newestHeader(first.directory);
    return signers.includes(own) ? true : undefined;
  }, 'its signature under the newest header');
  assert.ok((await readSigningState(files.state)).height > lost.height + HOLD_MARGIN_BLOCKS);
  await requireNoEvidence(first.directory);
});

test('a backup is never one of the key alone', async () => {
  const backup = join(directory, 'backup');
  const manifest = JSON.parse(await readFile(join(backup, 'backup.json'), 'utf8'));
  assert.equal(manifest.touchmark, 'backup/2');
  const names = Object.keys(manifest.files);
  for (const name of ['validator.json', 'signing-state.json', 'node-key.json']) {
    assert.ok(names.includes(name), name);
  }
  const keyless = join(directory, 'keyless');
  touchmark('restore', backup, '--data', keyless);
  const files = signerFiles(keyless, '');
  assert.notEqual(await addressIn(files.key), await addressIn(join(backup, 'validator.json')));
  // Should the key be put there by hand, it waits just the same.
  assert.ok(existsSync(files.hold));
});

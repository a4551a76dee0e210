/** A validator of four takes a new key while transactions come in: the chain goes on, all agree, nobody signs twice. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { encodeHex } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import { encodeValidatorKey, publicKeyIn, readSigningState, signerFiles } from '@touchmark/node';
import { actions } from '@touchmark/sdk';
import { hierarchyExample } from '../../examples/hierarchy/index.ts';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import {
  type Cluster,
  foundCluster,
  killNodes,
  startNodes,
  stopCluster,
} from '../../scripts/network/cluster.ts';
import {
  anything,
  decide,
  newestHeader,
  requireNoEvidence,
  sameRoots,
  sendAs,
} from './decisions.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const BIN = resolve(import.meta.dirname, '../../packages/cli/src/bin.ts');
let directory = '';
let cluster: Cluster;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchmark-cluster-'));
  const binary = await ensureCometbft();
  const example = hierarchyExample();
  await foundCluster({ directory, binary, example, validators: 4, basePort: await freePort() });
  cluster = await startNodes(directory);
});

after(async () => {
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
});

interface Printed {
  readonly params: {
    readonly validators: readonly { organization: string; publicKey: string; power: number }[];
  };
}

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const addressIn = async (file: string): Promise<string> =>
  encodeHex(validatorAddress(await publicKeyIn(file)));

/** The operator's command; @returns the action that it prints. */
function rotate(data: string): ReturnType<typeof actions.setValidators> {
  const args = [BIN, 'node', 'rotate-key', '--data', data, '--json'];
  const printed: Printed = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  const validators = printed.params.validators.map((voter) => ({
    ...voter,
    publicKey: bytesOf(voter.publicKey),
  }));
  return actions.setValidators({ validators });
}

/** Sends one transaction after the other to a node that is not the one to change, until told to stop. */
function load(organization: string): { end: () => Promise<number> } {
  let isOver = false;
  const running = (async () => {
    let sent = 0;
    while (!isOver) {
      await sendAs(cluster, organization, [anything(organization)]);
      sent += 1;
    }
    return sent;
  })();
  return {
    end: () => {
      isOver = true;
      return running;
    },
  };
}

async function signsEverywhere(address: string): Promise<void> {
  await eventually(async () => {
    const heads = await Promise.all(cluster.nodes.map((node) => newestHeader(node.directory)));
    return heads.every(({ signers }) => signers.includes(address)) ? true : undefined;
  }, `${address} under the newest header of all nodes`);
}

/** Who signed the newest header, as the operator's command shows it. */
function shownSigners(): string {
  const { url } = cluster.nodes[0]!;
  const args = [BIN, 'status', '--url', url, '--genesis', join(directory, 'genesis.json')];
  const env = { ...process.env, TOUCHMARK_KEYSTORE: join(directory, 'operator') };
  return execFileSync(process.execPath, args, { encoding: 'utf8', env });
}

test('a validator takes a new key under load', { timeout: 240_000 }, async () => {
  const [first, second] = cluster.nodes;
  assert.ok(first !== undefined && second !== undefined);
  const files = signerFiles(second.directory, '');
  const before = await addressIn(files.key);
  const action = rotate(second.directory);
  // Asked twice, it is the same key.
  assert.deepEqual(rotate(second.directory), action);
  const next = await addressIn(files.nextKey);
  const running = load(first.organization);
  await decide(cluster, 1, action);
  await signsEverywhere(next);
  assert.ok((await running.end()) > 5);
  assert.equal(await addressIn(files.key), next);
  assert.equal(existsSync(files.nextKey), false);
  const kept = join(files.retired, before);
  assert.ok((await readSigningState(join(kept, 'priv_validator_state.json'))).height > 0);
  assert.equal(await addressIn(join(kept, 'validator.json')), before);
  const heads = await Promise.all(cluster.nodes.map((node) => newestHeader(node.directory)));
  for (const { signers } of heads) assert.ok(!signers.includes(before));
  const named = new RegExp(`signed by .*${second.organization}`);
  // Not every commit waits for the fourth signature.
  const shown = await eventually(() => {
    const text = shownSigners();
    return Promise.resolve(named.test(text) ? text : undefined);
  }, 'its name under a header');
  assert.doesNotMatch(shown, new RegExp(next, 'i'));
  await sameRoots(cluster);
  await requireNoEvidence(first.directory);
});

test('a node that was down when it was decided takes the new key at its start', {
  timeout: 240_000,
}, async () => {
  const [first, , third] = cluster.nodes;
  assert.ok(first !== undefined && third !== undefined);
  const files = signerFiles(third.directory, '');
  const action = rotate(third.directory);
  const next = await addressIn(files.nextKey);
  await killNodes([third]);
  await decide(cluster, 2, action);
  await sendAs(cluster, first.organization, [anything(first.organization)]);
  cluster = await startNodes(directory, [3]);
  const running = load(first.organization);
  await signsEverywhere(next);
  await running.end();
  assert.equal(await addressIn(files.key), next);
  await sameRoots(cluster);
  await requireNoEvidence(first.directory);
});

test('a node whose key is no validator has nothing to replace', async () => {
  const args = [BIN, 'node', 'rotate-key', '--data', join(directory, 'node4')];
  const key = join(directory, 'stranger.json');
  await writeFile(key, encodeValidatorKey(new Uint8Array(32).fill(9)), { mode: 0o600 });
  args.push('--set', `node.validator_key_file=${key}`);
  const options = { stdio: 'pipe', encoding: 'utf8' } as const;
  assert.throws(
    () => execFileSync(process.execPath, args, options),
    /network validators --add[^]*VALIDATOR_NOT_LISTED/,
  );
});

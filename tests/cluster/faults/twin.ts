import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NOTHING_SIGNED, signerFiles, writeSigningState } from '@touchmark/node';
import type { ClusterNode } from '../../../scripts/network/cluster.ts';
import type { Trial } from './trial.ts';

const BIN = resolve(import.meta.dirname, '../../../packages/cli/src/bin.ts');

/**
 * Starts a node beside the network with the validator key of another one, and a signing state that knows of nothing:
 * what happens when somebody restores a key without its state, or keeps a spare running.
 */
export async function startTwin(trial: Trial, of: ClusterNode): Promise<ChildProcess> {
  const { cluster, directory } = trial;
  const data = join(directory, 'twin');
  await mkdir(data, { mode: 0o700 });
  for (const file of ['genesis.json', 'validator.json']) {
    await copyFile(join(of.directory, file), join(data, file));
  }
  await writeSigningState(signerFiles(data, '').state, NOTHING_SIGNED);
  const peers = cluster.nodes
    .filter((node) => node !== of)
    .map(({ peerId, peerPort }) => `${peerId}@127.0.0.1:${peerPort}`);
  const settings = [
    'engine.mode=cometbft',
    `comet.binary=${cluster.binary}`,
    'comet.listen=127.0.0.1:0',
    `comet.peers=${peers.join(',')}`,
  ];
  const log = openSync(join(data, 'node.log'), 'a', 0o600);
  const args = [BIN, 'node', 'start', '--data', data, '--port', '0'];
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...args, ...settings.flatMap((s) => ['--set', s])],
    { stdio: ['ignore', log, log] },
  );
  closeSync(log);
  return child;
}

/** Ends it and the CometBFT that it runs. */
export async function stopTwin(twin: ChildProcess): Promise<void> {
  if (twin.exitCode !== null || twin.signalCode !== null) return;
  const ended = new Promise((resolve) => {
    twin.once('exit', resolve);
  });
  twin.kill('SIGTERM');
  await ended;
}

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Engine, openCometEngine } from '@touchmark/engine';
import type { Configuration } from '../config/schema.ts';
import type { Logger } from '../log.ts';
import { DATA_FILES } from '../data-files.ts';
import { prepareCometHome } from './comet-files.ts';
import { CometSupervisor } from './comet-process.ts';
import { removeCometData, type StateSyncTrust } from './state-sync.ts';

interface OpenComet {
  readonly configuration: Configuration;
  readonly log: Logger;
  readonly genesis: Uint8Array;
  readonly genesisFile: string;
  readonly validatorKeyFile: string;
  readonly directory: string;
  readonly isFounded: boolean;
  readonly stateSync: StateSyncTrust | undefined;
}

/** No program to replicate the ledger with. */
export class CometBinaryError extends Error {
  readonly code = 'NODE_COMETBFT_MISSING';

  constructor(binary: string) {
    super(
      `There is no CometBFT at "${binary}". Build it with "npm run setup:cometbft" and set comet.binary to the path ` +
        'that it prints.',
    );
    this.name = 'CometBinaryError';
  }
}

/** Opens the ledger that CometBFT replicates, with CometBFT beside it. */
export async function openComet(options: OpenComet): Promise<Engine> {
  const { configuration, log, genesis, genesisFile, validatorKeyFile, isFounded } = options;
  const { stateSync } = options;
  const { node, engine, comet } = configuration;
  if (!existsSync(comet.binary)) throw new CometBinaryError(comet.binary);
  const home = await prepareCometHome({
    dataDirectory: resolve(node.dataDirectory),
    genesisFile,
    validatorKeyFile: resolve(validatorKeyFile),
    listen: comet.listen,
    peers: comet.peers.join(','),
    isFounded,
    stateSync,
  });
  await mkdir(options.directory, { recursive: true });
  return openCometEngine({
    directory: options.directory,
    genesis,
    appSocket: home.appSocket,
    rpcSocket: home.rpcSocket,
    snapshots: join(node.dataDirectory, DATA_FILES.snapshots),
    stateSync: stateSync !== undefined,
    startComet: (tellAnew) => {
      const onRestart = async (): Promise<void> => {
        const hasChain = await tellAnew();
        // A state sync that was broken off begins anew, and CometBFT has to forget it as the ledger did.
        if (!hasChain && stateSync !== undefined) await removeCometData(node.dataDirectory);
      };
      return Promise.resolve(new CometSupervisor({ binary: comet.binary, home, log, onRestart }));
    },
    options: {
      snapshotInterval: comet.snapshotInterval,
      snapshotsKept: comet.snapshotsKept,
      signatureWorkers: engine.signatureWorkers,
      maxPendingTransactions: Math.min(engine.pendingTransactions, 800),
      maxPendingBytes: engine.pendingBytes,
      closeTimeoutMs: node.stopTimeoutMs,
    },
  });
}

export const cometLogFile = (dataDirectory: string): string => join(dataDirectory, 'cometbft.log');

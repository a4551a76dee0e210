import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Engine, openCometEngine } from '@touchmark/engine';
import type { Configuration } from '../config/schema.ts';
import type { Logger } from '../log.ts';
import { prepareCometHome } from './comet-files.ts';
import { CometSupervisor } from './comet-process.ts';

interface OpenComet {
  readonly configuration: Configuration;
  readonly log: Logger;
  readonly genesis: Uint8Array;
  readonly genesisFile: string;
  readonly validatorKeyFile: string;
  readonly directory: string;
  readonly isFounded: boolean;
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
  const { node, engine, comet } = configuration;
  if (!existsSync(comet.binary)) throw new CometBinaryError(comet.binary);
  const home = await prepareCometHome({
    dataDirectory: resolve(node.dataDirectory),
    genesisFile,
    validatorKeyFile: resolve(validatorKeyFile),
    listen: comet.listen,
    peers: comet.peers.join(','),
    isFounded,
  });
  await mkdir(options.directory, { recursive: true });
  return openCometEngine({
    directory: options.directory,
    genesis,
    appSocket: home.appSocket,
    rpcSocket: home.rpcSocket,
    startComet: (onRestart) =>
      Promise.resolve(new CometSupervisor({ binary: comet.binary, home, log, onRestart })),
    options: {
      signatureWorkers: engine.signatureWorkers,
      maxPendingTransactions: Math.min(engine.pendingTransactions, 800),
      maxPendingBytes: engine.pendingBytes,
      closeTimeoutMs: node.stopTimeoutMs,
    },
  });
}

export const cometLogFile = (dataDirectory: string): string => join(dataDirectory, 'cometbft.log');

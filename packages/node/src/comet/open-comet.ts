import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { equalBytes } from '@touchmark/codec';
import { publicKeyOf } from '@touchmark/crypto';
import { type Engine, openCometEngine } from '@touchmark/engine';
import { readValidators } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import type { Configuration } from '../config/schema.ts';
import type { Logger } from '../log.ts';
import { DATA_FILES } from '../data-files.ts';
import {
  cometHome,
  hasSignedNothing,
  prepareCometHome,
  SigningStateError,
  signingStateFile,
} from './comet-files.ts';
import { CometSupervisor } from './comet-process.ts';
import { finishRotation, nextKeyFile, type RotationFiles } from './key-rotation.ts';
import { watchNextKey } from './watch-next-key.ts';
import { loadValidatorKey } from '../validator-key.ts';
import { removeCometData, type StateSyncTrust } from './state-sync.ts';
import { watchStateSync } from './watch-state-sync.ts';

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
  const rotation: RotationFiles = {
    key: resolve(validatorKeyFile),
    next: nextKeyFile(resolve(validatorKeyFile)),
    state: signingStateFile(cometHome(resolve(node.dataDirectory)).directory),
  };
  await finishRotation(rotation);
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
  const onRestored = await signingGuard(options);
  let endWatch = (): void => undefined;
  let restart = (): void => undefined;
  const opened = openCometEngine({
    directory: options.directory,
    genesis,
    appSocket: home.appSocket,
    rpcSocket: home.rpcSocket,
    snapshots: join(node.dataDirectory, DATA_FILES.snapshots),
    stateSync: stateSync !== undefined,
    ...(onRestored === undefined ? {} : { onRestored }),
    startComet: (tellAnew) => {
      const onRestart = async (): Promise<void> => {
        await finishRotation(rotation);
        const hasChain = await tellAnew();
        // A state sync that was broken off begins anew, and CometBFT has to forget it as the ledger did.
        if (!hasChain && stateSync !== undefined) await removeCometData(node.dataDirectory);
      };
      const supervisor = new CometSupervisor({ binary: comet.binary, home, log, onRestart });
      restart = () => supervisor.restart();
      if (stateSync !== undefined) {
        endWatch = watchStateSync(home.logFile, (why) => {
          log.error({ why, log: home.logFile }, 'the state sync was given up; it begins anew');
          supervisor.restart();
        });
      }
      return Promise.resolve(supervisor);
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
  return opened
    .then((engine) => {
      watchNextKey(engine, rotation, log, () => restart());
      return engine;
    })
    .catch((error: unknown) => {
      const cause = error instanceof Error ? error.cause : undefined;
      throw cause instanceof SigningStateError ? cause : error;
    })
    .finally(() => endWatch());
}

/**
 * A key that the network counts as a validator's has signed before: with a new signing state it must not begin again.
 * A new validator joins first, and is voted in then.
 */
async function signingGuard({
  stateSync,
  configuration,
  validatorKeyFile,
}: OpenComet): Promise<((snapshot: StateSnapshot) => void) | undefined> {
  const { dataDirectory, validatorKey } = configuration.node;
  if (stateSync === undefined || !(await hasSignedNothing(dataDirectory))) return undefined;
  const own = publicKeyOf('ed25519', await loadValidatorKey(validatorKey, validatorKeyFile));
  return (snapshot) => {
    const isValidator = readValidators(snapshot).some(({ publicKey }) =>
      equalBytes(publicKey, own),
    );
    if (!isValidator) return;
    throw new SigningStateError(signingStateFile(cometHome(dataDirectory).directory));
  };
}

export const cometLogFile = (dataDirectory: string): string => join(dataDirectory, 'cometbft.log');

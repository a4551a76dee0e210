import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, openEmbeddedEngine } from '@touchmark/engine';
import { requireUnlocked, WriterLock } from '@touchmark/state';
import { openComet, type Waiting } from './comet/open-comet.ts';
import { writeDurably } from './comet/signer/durable-file.ts';
import { beginStateSync, endStateSync, stateSyncTrust } from './comet/state-sync.ts';
import { DATA_FILES } from './data-files.ts';
import type { Logger } from './log.ts';
import type { Configuration } from './config/schema.ts';
import { loadValidatorKey } from './validator-key.ts';

/** An import or a restore into the data directory has not come to its end. */
export class UnfinishedLedgerError extends Error {
  readonly code = 'NODE_LEDGER_UNFINISHED';

  constructor(path: string) {
    super(
      `${path} is what an interrupted import or restore has left, so this node has no ledger yet. Run the same ` +
        'command again: it goes on or starts over. To give it up, remove that directory.',
    );
    this.name = 'UnfinishedLedgerError';
  }
}

/** The genesis file can't be read. */
export class GenesisFileError extends Error {
  readonly code = 'NODE_GENESIS_MISSING';

  constructor(file: string, cause: unknown) {
    super(
      `The genesis file ${file} can't be read. Found a network with "touchmark network found", copy the file of ` +
        'the network to join, or set node.genesis_file.',
      { cause },
    );
    this.name = 'GenesisFileError';
  }
}

/** Directory of the ledger's store. */
export const ledgerDirectory = ({ node }: Configuration): string =>
  join(node.dataDirectory, DATA_FILES.ledger);

async function readGenesis(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new GenesisFileError(file, error);
  }
}

/**
 * Opens the engine that the settings name, founding the ledger if its directory is new.
 * @throws StateError STATE_LOCKED if another process has the data directory; nothing is changed then
 */
export async function openEngine(
  configuration: Configuration,
  log: Logger,
  waiting: Waiting = {},
): Promise<Engine> {
  const { node } = configuration;
  const { dataDirectory } = node;
  const unfinished = join(dataDirectory, DATA_FILES.unfinished);
  // Founding a ledger here would begin a second chain under the same name.
  if (existsSync(unfinished)) throw new UnfinishedLedgerError(unfinished);
  const genesisFile = node.genesisFile || join(dataDirectory, DATA_FILES.genesis);
  const genesis = await readGenesis(genesisFile);
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  // Until the ledger has its own lock.
  const starting = new WriterLock(dataDirectory);
  try {
    requireUnlocked(ledgerDirectory(configuration));
    return await openAlone({ configuration, log, waiting, genesis, genesisFile });
  } finally {
    starting.release();
  }
}

interface OpenAlone {
  readonly configuration: Configuration;
  readonly log: Logger;
  readonly waiting: Waiting;
  readonly genesis: Uint8Array;
  readonly genesisFile: string;
}

async function openAlone(options: OpenAlone): Promise<Engine> {
  const { configuration, log, waiting, genesis, genesisFile } = options;
  const { node, engine } = configuration;
  const keyFile = node.validatorKeyFile || join(node.dataDirectory, DATA_FILES.validatorKey);
  const marker = join(node.dataDirectory, DATA_FILES.founded);
  const isFounded = existsSync(marker);
  const directory = ledgerDirectory(configuration);
  const { dataDirectory } = node;
  const place = { dataDirectory, ledger: directory, founded: marker };
  const stateSync = await beginStateSync(place, stateSyncTrust(configuration));
  const opened =
    engine.mode === 'cometbft'
      ? await openComet({
          configuration,
          log,
          genesis,
          genesisFile,
          validatorKeyFile: keyFile,
          directory,
          isFounded,
          stateSync,
          waiting,
        })
      : await openEmbedded(configuration, { genesis, directory, isFounded, keyFile });
  if (!isFounded) await markFounded(marker, opened, stateSync !== undefined);
  if (stateSync !== undefined) await endStateSync(dataDirectory);
  return opened;
}

/** Durable before the node serves: whatever was acknowledged, the mark is older. */
async function markFounded(file: string, engine: Engine, isStateSync: boolean): Promise<void> {
  try {
    const { height } = engine.status();
    const words = { chain: engine.chainId, ...(isStateSync ? { stateSync: height } : {}) };
    await writeDurably(file, `${JSON.stringify(words)}\n`);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

interface Embedded {
  readonly genesis: Uint8Array;
  readonly directory: string;
  readonly isFounded: boolean;
  readonly keyFile: string;
}

async function openEmbedded(
  { node, engine }: Configuration,
  { genesis, directory, isFounded, keyFile }: Embedded,
): Promise<Engine> {
  return openEmbeddedEngine({
    isFounded,
    directory,
    genesis,
    validatorSecretKey: await loadValidatorKey(node.validatorKey, keyFile),
    options: {
      signatureWorkers: engine.signatureWorkers,
      maxPendingTransactions: engine.pendingTransactions,
      maxPendingBytes: engine.pendingBytes,
      maxBlockTransactions: engine.blockTransactions,
      maxBlockBytes: engine.blockBytes,
      closeTimeoutMs: node.stopTimeoutMs,
      heartbeatMs: engine.heartbeatMs,
    },
  });
}

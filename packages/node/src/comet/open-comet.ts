import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { equalBytes, parseGenesis } from '@touchmark/codec';
import {
  type ConsensusSource,
  type Engine,
  openChainReader,
  openCometEngine,
} from '@touchmark/engine';
import { readValidators } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import type { Configuration } from '../config/schema.ts';
import { type ConsensusReport, reportFounding } from '../consensus/consensus-report.ts';
import type { Logger } from '../log.ts';
import { DATA_FILES } from '../data-files.ts';
import { type CometSettings, prepareCometHome } from './comet-files.ts';
import { ValidatorKeyError } from '../validator-key.ts';
import { CometSupervisor } from './comet-process.ts';
import { lastWords } from './last-words.ts';
import { finishTakingKey, isNextKeyDue, publicKeyIn, takeNextKey } from './signer/key-rotation.ts';
import { type SignerFiles, signerFiles } from './signer/signer-files.ts';
import { SigningFence } from './signer/signing-fence.ts';
import { heldSigner, writeHold } from './signer/signing-hold.ts';
import { SignerWatch } from './signer/signer-watch.ts';
import { NOTHING_SIGNED, readSigningState } from './signer/signing-state.ts';
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
  readonly waiting: Waiting;
}

/** What becomes of a node while it has no state to serve. */
export interface Waiting {
  /** Gives up. */
  readonly stop?: AbortSignal | undefined;
  /** Awaited before the wait begins. */
  readonly onWaiting?: ((report: () => Promise<ConsensusReport>) => Promise<void>) | undefined;
}

/** No program to replicate the ledger with. */
export class CometBinaryError extends Error {
  readonly code = 'NODE_COMETBFT_MISSING';

  constructor(binary: string) {
    super(
      `There is no CometBFT at "${binary}". Build it with "npm run setup:cometbft -- v0.39" and set comet.binary to ` +
        'the path that it prints.',
    );
    this.name = 'CometBinaryError';
  }
}

/** The state that was fetched says that this machine may not sign yet. */
export class SignerHeldError extends Error {
  readonly code = 'VALIDATOR_KEY_HELD';

  constructor(file: string) {
    super(
      `The key in ${file} is a validator's, and another machine has claimed it, or what it has signed is not known here. ` +
        'It is held now. Start the node again: it follows, claims the key in the ledger, and then signs.',
    );
    this.name = 'SignerHeldError';
  }
}

/** Opens the ledger that CometBFT replicates, with CometBFT beside it. */
export async function openComet(options: OpenComet): Promise<Engine> {
  const { configuration, log, stateSync } = options;
  const { node, engine, comet } = configuration;
  if (!existsSync(comet.binary)) throw new CometBinaryError(comet.binary);
  if (node.validatorKey !== '') throw inlineKey(options.validatorKeyFile);
  const settings = settingsOf(options);
  const files = signerFiles(settings.dataDirectory, settings.validatorKeyFile);
  await finishTakingKey(files);
  let exchange: (change: () => Promise<void>) => Promise<void> = () => Promise.resolve();
  const fence = new SigningFence({
    files,
    onTaken() {
      log.error(
        'another machine has claimed the key of this validator; this one signs no more until the key is its own again',
      );
      void exchange(() => holdNow(files));
    },
  });
  // A ledger that still waits for its first block has no state to look at; the fence sees every later one.
  if (options.isFounded) await lookAtState(files, options.directory, fence);
  const home = await prepareCometHome(settings);
  await fence.load();
  await mkdir(options.directory, { recursive: true });
  let endWatch = (): void => undefined;
  let supervisor: CometSupervisor | undefined;
  exchange = async (change) =>
    supervisor?.exchange(async () => {
      await change();
      await prepareCometHome(settings);
      await fence.load();
    });
  const opening = openCometEngine({
    directory: options.directory,
    genesis: options.genesis,
    appSocket: home.appSocket,
    rpcSocket: home.rpcSocket,
    snapshots: join(node.dataDirectory, DATA_FILES.snapshots),
    stateSync: stateSync !== undefined,
    stop: options.waiting.stop,
    onWaiting: (consensus) =>
      options.waiting.onWaiting?.(foundingReport(options, files, consensus)) ?? Promise.resolve(),
    leave: fence,
    onRestored: await restoredGuard(options, files, fence),
    startComet: (tellAnew) => {
      const onRestart = async (): Promise<void> => {
        const hasChain = await tellAnew();
        // A state sync that was broken off begins anew, and CometBFT has to forget it as the ledger did.
        if (!hasChain && stateSync !== undefined) await removeCometData(node.dataDirectory);
      };
      const started = new CometSupervisor({ binary: comet.binary, home, log, onRestart });
      supervisor = started;
      if (stateSync !== undefined) {
        endWatch = watchStateSync(home.logFile, (why) => {
          log.error({ why, log: home.logFile }, 'the state sync was given up; it begins anew');
          started.restart();
        });
      }
      return Promise.resolve(started);
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
  const opened = await opening.catch(told).finally(() => endWatch());
  void new SignerWatch({ engine: opened, files, log, exchange }).look();
  return opened;
}

/** CometBFT would sign with another key than the settings name. */
const inlineKey = (file: string): ValidatorKeyError =>
  new ValidatorKeyError(
    'VALIDATOR_KEY_INVALID',
    `CometBFT reads the validator's key from a file: put it in ${file}, and take node.validator_key out of the settings.`,
  );

/** Why there is no state yet. */
function foundingReport(
  { genesis: bytes, stateSync, configuration }: OpenComet,
  files: SignerFiles,
  consensus: ConsensusSource,
): () => Promise<ConsensusReport> {
  const genesis = parseGenesis(bytes);
  return async () => {
    const held = await heldSigner(files, genesis.validators);
    const report = await reportFounding(genesis, consensus, Date.now);
    const told = withLastWords(report, configuration.node.dataDirectory);
    return { ...told, ...(held && { held }), isStateSync: stateSync !== undefined };
  };
}

/** Why CometBFT is away, as its log says. */
export function withLastWords(report: ConsensusReport, dataDirectory: string): ConsensusReport {
  if (report.state !== 'away') return report;
  const words = lastWords(cometLogFile(dataDirectory));
  return words === undefined ? report : { ...report, lastWords: words };
}

function settingsOf(options: OpenComet): CometSettings {
  const { configuration, genesisFile, validatorKeyFile, stateSync } = options;
  const { node, comet } = configuration;
  return {
    dataDirectory: resolve(node.dataDirectory),
    genesisFile,
    validatorKeyFile: resolve(validatorKeyFile),
    listen: comet.listen,
    peers: comet.peers.join(','),
    stateSync,
  };
}

/** What ended the state sync is what there is to say. */
function told(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined;
  throw cause instanceof SignerHeldError ? cause : error;
}

/** What came while this node was down: the decision for the new key, or another machine's claim of this one. */
async function lookAtState(
  files: SignerFiles,
  directory: string,
  fence: SigningFence,
): Promise<void> {
  if (existsSync(files.hold) || !existsSync(join(directory, 'data.mdb'))) return;
  await fence.load();
  const reader = await openChainReader({ directory });
  try {
    const [validators, isTaken] = reader.read((view) => [
      readValidators(view),
      fence.isClaimedElsewhere(view),
    ]);
    // Whoever has the key may have the next one, too.
    if (isTaken) await holdNow(files);
    else if (await isNextKeyDue(files, validators)) await takeNextKey(files);
  } finally {
    await reader.close();
  }
}

/** Only while CometBFT does not run. */
async function holdNow(files: SignerFiles): Promise<void> {
  const signed = existsSync(files.state) ? await readSigningState(files.state) : NOTHING_SIGNED;
  await writeHold(files, { signed });
}

/**
 * Nothing is replayed after a state sync, so the state itself is looked at before CometBFT goes on. A validator that
 * has signed nothing yet may have forgotten it: nothing here tells which.
 */
async function restoredGuard(
  { stateSync }: OpenComet,
  files: SignerFiles,
  fence: SigningFence,
): Promise<(snapshot: StateSnapshot) => Promise<void>> {
  if (stateSync === undefined || existsSync(files.hold) || !existsSync(files.key)) {
    return () => Promise.resolve();
  }
  const own = await publicKeyIn(files.key);
  const hasSigned = (await readSigningState(files.state)).height > 0;
  return async (snapshot) => {
    const isUnknown =
      !hasSigned && readValidators(snapshot).some(({ publicKey }) => equalBytes(publicKey, own));
    if (!isUnknown && !fence.isClaimedElsewhere(snapshot)) return;
    await holdNow(files);
    throw new SignerHeldError(files.key);
  };
}

export const cometLogFile = (dataDirectory: string): string => join(dataDirectory, 'cometbft.log');

import { statfsSync } from 'node:fs';
import { encodeHex, equalBytes, parseGenesis } from '@touchmark/codec';
import { type Ledger, ledger as theLedger } from '@touchmark/ledger';
import { openStateStore, type StateSnapshot, type StateStore } from '@touchmark/state';
import { getIdentity } from '../chain/identity-rows.ts';
import { CHAIN_TABLE_NAMES, CHAIN_TABLES } from '../chain/tables.ts';
import { EngineError } from '../engine-error.ts';
import { SnapshotRestore } from '../snapshot/snapshot-restore.ts';
import { CometEngine, type StartComet } from './comet-engine.ts';
import type { Leave } from './leave.ts';
import { COMET_DEFAULTS, type CometOptions } from './options.ts';

export interface OpenCometEngine extends StartComet {
  /** Data directory of the ledger; a new one is founded from the genesis. */
  readonly directory: string;
  /** The genesis file's bytes, the same that CometBFT is given. */
  readonly genesis: Uint8Array;
  /** Where this node listens for CometBFT. */
  readonly appSocket: string;
  /** Where CometBFT listens for this node. */
  readonly rpcSocket: string;
  /** Directory of the snapshots that this node takes for others. Default: it takes none. */
  readonly snapshots?: string;
  /** The ledger begins with a snapshot of others, which CometBFT offers; only for a store without a chain. */
  readonly stateSync?: boolean;
  /** Sees the state that a snapshot gave, before anything comes of it; throws if this node must not go on with it. */
  readonly onRestored?: (snapshot: StateSnapshot) => void | Promise<void>;
  /** Default: it may always go on. */
  readonly leave?: Leave;
  readonly options?: CometOptions;
  /** The rules. Default: those of this software. */
  readonly ledger?: Ledger;
}

/**
 * Opens the ledger that CometBFT replicates; resolves when there is a state to serve.
 * @throws EngineError (ENGINE_CLOSING: it was stopped before), and StateError STATE_LOCKED if another process has the
 * directory open.
 */
export async function openCometEngine(given: OpenCometEngine): Promise<CometEngine> {
  const genesis = parseGenesis(given.genesis);
  const store = await openStateStore({ directory: given.directory, tables: CHAIN_TABLE_NAMES });
  const { stateSync = false } = given;
  const restore = new SnapshotRestore({
    store,
    genesis,
    genesisBytes: given.genesis,
    freeBytes: () => freeBytes(given.directory),
  });
  try {
    if (stateSync) await restore.clearUnfinished();
    requireSameGenesis(store, given.genesis);
  } catch (error) {
    await store.close();
    throw error;
  }
  const { appSocket, rpcSocket, ledger = theLedger } = given;
  const options = { clock: Date.now, ...COMET_DEFAULTS, ...given.options };
  const genesisBytes = given.genesis;
  const sockets = { appSocket, rpcSocket };
  const { snapshots, directory } = given;
  const engine = new CometEngine({
    ledger,
    genesis,
    genesisBytes,
    store,
    ...sockets,
    options,
    ...(stateSync ? { restore } : {}),
    ...(given.leave === undefined ? {} : { leave: given.leave }),
    ...(given.onRestored === undefined ? {} : { onRestored: given.onRestored }),
    ...(snapshots === undefined ? {} : { snapshots: { directory: snapshots, ledger: directory } }),
  });
  try {
    await engine.start(given);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** What anybody may still write where the directory lies. */
function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

function requireSameGenesis(store: StateStore, genesis: Uint8Array): void {
  const stored = store.read((snapshot) => getIdentity(snapshot.table(CHAIN_TABLES.meta)));
  if (stored === undefined || equalBytes(stored, genesis)) return;
  const [there, here] = [parseGenesis(stored), parseGenesis(genesis)];
  throw new EngineError(
    'ENGINE_GENESIS_MISMATCH',
    `The data directory holds the chain ${there.chainId} (genesis ${encodeHex(there.hash)}), not ` +
      `${here.chainId} (genesis ${encodeHex(here.hash)}). ` +
      'Give the genesis file of that chain, or another data directory.',
  );
}

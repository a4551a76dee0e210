import { parseGenesis } from '@touchmark/codec';
import {
  openStateStore,
  type ScrubOptions,
  type ScrubProgress,
  type ScrubReport,
} from '@touchmark/state';
import { getIdentity } from '../chain/identity-rows.ts';
import { type ChainScrubReport, scrubChain } from '../chain/scrub-chain.ts';
import { CHAIN_TABLE_NAMES, CHAIN_TABLES } from '../chain/tables.ts';
import { checkChain } from '../embedded/check-chain.ts';
import { EngineError } from '../engine-error.ts';

export interface VerifiedStore {
  readonly chainId: string;
  readonly genesis: Uint8Array;
  /** Last executed block, and the state root after it. */
  readonly height: number;
  readonly root: Uint8Array;
  readonly state: ScrubReport;
  readonly chain: ChainScrubReport;
}

export interface VerifyOptions extends ScrubOptions {
  /** Directory of a store that no process uses. */
  readonly directory: string;
  readonly onProgress?: (progress: ScrubProgress) => void;
}

/**
 * Recomputes every hash in a store that nobody uses and follows every signature, from the genesis
 * in it on. Whose genesis
 * that is the caller has to know.
 * @throws EngineError ENGINE_STORE_CORRUPT, StateError STATE_CORRUPT, STATE_LOCKED
 */
export async function verifyStore(options: VerifyOptions): Promise<VerifiedStore> {
  const { directory, signal, recordsPerSecond, onProgress = () => undefined } = options;
  const scrub = {
    ...(signal === undefined ? {} : { signal }),
    ...(recordsPerSecond === undefined ? {} : { recordsPerSecond }),
  };
  const store = await openStateStore({ directory, tables: CHAIN_TABLE_NAMES });
  try {
    const genesis = store.read((snapshot) => getIdentity(snapshot.table(CHAIN_TABLES.meta)));
    if (genesis === undefined) {
      throw new EngineError('ENGINE_STORE_EMPTY', `The store in ${directory} holds no chain.`);
    }
    const parsed = parseGenesis(genesis);
    const { head } = store.read((snapshot) => checkChain(snapshot, parsed, genesis));
    const parts = { source: store, genesisBytes: genesis, height: head.executed, onProgress };
    const chain = await scrubChain({ ...parts, ...scrub });
    const state = await store.scrub(scrub, onProgress);
    const { chainId } = parsed;
    return { chainId, genesis, height: head.executed, root: head.root, state, chain };
  } finally {
    await store.close();
  }
}

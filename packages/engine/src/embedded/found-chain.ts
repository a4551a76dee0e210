import { EMPTY_HASH, type Genesis } from '@touchmark/codec';
import type { Ledger } from '@touchmark/ledger';
import type { StateStore } from '@touchmark/state';
import { consensusParamsAt } from '../chain/consensus-params.ts';
import { foundState } from '../chain/found-state.ts';
import { putHead } from '../chain/head-row.ts';
import { CHAIN_TABLES } from '../chain/tables.ts';
import type { BlockMaker } from './block-maker.ts';
import { storeDecided } from './block-runner.ts';

/** Founds the chain in an empty store: genesis state and the first, empty block, in one commit. */
export async function foundChain(
  ledger: Ledger,
  store: StateStore,
  genesis: Genesis,
  genesisBytes: Uint8Array,
  maker: BlockMaker,
): Promise<void> {
  const update = store.begin();
  try {
    const root = foundState(ledger, update, genesis, genesisBytes);
    const params = consensusParamsAt(genesis, update, genesis.initialHeight);
    const state = { appHash: root, resultsHash: EMPTY_HASH, params };
    storeDecided(update, maker.decide(undefined, state, genesis.genesisTime, []));
    putHead(update.table(CHAIN_TABLES.meta), { executed: 0, root });
  } catch (error) {
    update.abort();
    throw error;
  }
  await update.commit();
}

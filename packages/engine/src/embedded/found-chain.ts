import { EMPTY_HASH, encodeValidators, type Genesis, validatorsHash } from '@touchmark/codec';
import { initializeState } from '@touchmark/ledger';
import type { StateStore } from '@touchmark/state';
import { putHead } from '../chain/head-row.ts';
import { putIdentity } from '../chain/identity-rows.ts';
import { CHAIN_TABLES } from '../chain/tables.ts';
import { putValidators } from '../chain/validators-row.ts';
import type { BlockMaker } from './block-maker.ts';
import { storeDecided } from './block-runner.ts';

/** Founds the chain in an empty store: genesis state and the first, empty block, in one commit. */
export async function foundChain(
  store: StateStore,
  genesis: Genesis,
  genesisBytes: Uint8Array,
  maker: BlockMaker,
): Promise<void> {
  const update = store.begin();
  try {
    const root = update.write(initializeState(genesis));
    const meta = update.table(CHAIN_TABLES.meta);
    putIdentity(meta, genesisBytes);
    putValidators(meta, validatorsHash(genesis.validators), encodeValidators(genesis.validators));
    const state = { appHash: root, resultsHash: EMPTY_HASH };
    storeDecided(update, maker.decide(undefined, state, genesis.genesisTime, []));
    putHead(meta, { executed: 0, root });
  } catch (error) {
    update.abort();
    throw error;
  }
  await update.commit();
}

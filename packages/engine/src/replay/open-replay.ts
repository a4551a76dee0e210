import { equalBytes, parseGenesis } from '@touchmark/codec';
import { verifySignature } from '@touchmark/crypto';
import { type Ledger, ledger as theLedger } from '@touchmark/ledger';
import type { StateStore } from '@touchmark/state';
import { bundleSizes } from '../chain/bundles.ts';
import { corrupt, getIdentity } from '../chain/identity-rows.ts';
import { CHAIN_TABLES } from '../chain/tables.ts';
import { checkChain } from '../embedded/check-chain.ts';
import { EngineError } from '../engine-error.ts';
import { ChainReplay } from './chain-replay.ts';

/**
 * Begins a replay in an empty store, or goes on with the one that was interrupted there. What a
 * store holds is believed
 * as far as it fits to the signed header that it ends with.
 */
export function openReplay(
  store: StateStore,
  genesisBytes: Uint8Array,
  ledger: Ledger = theLedger,
): ChainReplay {
  const genesis = parseGenesis(genesisBytes);
  return store.read((snapshot) => {
    const stored = getIdentity(snapshot.table(CHAIN_TABLES.meta));
    if (stored === undefined) {
      if (snapshot.size > 0) throw corrupt('it has a state and no chain');
      return new ChainReplay(ledger, genesisBytes, genesis, verifySignature);
    }
    if (!equalBytes(stored, genesisBytes)) {
      throw new EngineError(
        'ENGINE_GENESIS_MISMATCH',
        `The store holds another chain than ${genesis.chainId}. Give another directory.`,
      );
    }
    const { head, tip } = checkChain(snapshot, genesis, genesisBytes);
    const { header, commit } = tip.block;
    const { transactions, misbehavior } = tip;
    const bundles = bundleSizes(tip.block.transactions);
    return new ChainReplay(ledger, genesisBytes, genesis, verifySignature, {
      root: head.root,
      tip: { signed: { header, commit }, transactions, bundles, misbehavior },
    });
  });
}

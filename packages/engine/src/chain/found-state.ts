import { encodeValidators, type Genesis, validatorsHash } from '@touchmark/codec';
import type { Ledger } from '@touchmark/ledger';
import type { StateUpdate } from '@touchmark/state';
import { putIdentity } from './identity-rows.ts';
import { CHAIN_TABLES } from './tables.ts';
import { putValidators } from './validators-row.ts';

/** Writes what a store holds before its first block. @returns the genesis state's root. */
export function foundState(
  ledger: Ledger,
  update: StateUpdate,
  genesis: Genesis,
  genesisBytes: Uint8Array,
): Uint8Array {
  const root = update.write(ledger.initializeState(genesis));
  const meta = update.table(CHAIN_TABLES.meta);
  putIdentity(meta, genesisBytes);
  putValidators(meta, validatorsHash(genesis.validators), encodeValidators(genesis.validators));
  return root;
}

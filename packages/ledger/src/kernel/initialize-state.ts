import { msOfTimestamp } from '@touchmark/codec';
import type { Genesis } from '@touchmark/codec';
import type { Write } from '@touchmark/state';
import { ENTRY_VALUE_BYTES } from '../limits.ts';
import { GenesisContext, GenesisStateError } from './genesis-context.ts';
import type { Registry } from './registry.ts';

/**
 * The state before the first block. Throws GenesisStateError if the genesis file cannot found a
 * ledger.
 */
export function initializeState(registry: Registry, genesis: Genesis): Write[] {
  const timeMs = msOfTimestamp(genesis.genesisTime);
  const context = new GenesisContext(genesis.initialHeight - 1, timeMs);
  for (const module of registry.modules) module.genesis?.(context, genesis, registry);
  // The store would refuse it later, when the network is to start.
  const { longestValue } = context.overlay;
  if (longestValue > ENTRY_VALUE_BYTES) {
    throw new GenesisStateError(
      'GENESIS_ENTRY_TOO_LARGE',
      `an entry of the ledger would have ${longestValue} bytes, more than ${ENTRY_VALUE_BYTES}; ` +
        'name fewer validators, or give them shorter names',
    );
  }
  return context.overlay.sortedWrites();
}

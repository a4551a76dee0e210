import { msOfTimestamp } from '@touchmark/codec';
import type { Genesis } from '@touchmark/codec';
import type { Write } from '@touchmark/state';
import { GenesisContext } from './genesis-context.ts';
import type { Registry } from './registry.ts';

/**
 * The state before the first block. Throws GenesisStateError if the genesis file cannot found a
 * ledger.
 */
export function initializeState(registry: Registry, genesis: Genesis): Write[] {
  const timeMs = msOfTimestamp(genesis.genesisTime);
  const context = new GenesisContext(genesis.initialHeight - 1, timeMs);
  for (const module of registry.modules) module.genesis?.(context, genesis, registry);
  return context.overlay.sortedWrites();
}

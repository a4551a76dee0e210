import { EngineError } from '../engine-error.ts';
import { getLongValue, putLongValue } from './long-value.ts';
import type { StateView, TableUpdate } from '@touchmark/state';
import { CHAIN_FORMAT } from './tables.ts';

const FORMAT = new TextEncoder().encode('format');

/** Writes what makes a store the store of one chain: its format and the chain's genesis. */
export function putIdentity(meta: TableUpdate, genesisBytes: Uint8Array): void {
  meta.put(FORMAT, new TextEncoder().encode(CHAIN_FORMAT));
  putLongValue(meta, 'genesis', genesisBytes);
}

/** @returns the genesis file's bytes, or undefined for a store that holds no chain yet. */
export function getIdentity(meta: StateView): Uint8Array | undefined {
  const format = meta.get(FORMAT);
  if (format === undefined) return undefined;
  const found = new TextDecoder().decode(format);
  if (found !== CHAIN_FORMAT) {
    throw new EngineError(
      'ENGINE_STORE_VERSION',
      `The store has the format "${found}"; this version reads "${CHAIN_FORMAT}". ` +
        'Open it with the version that wrote it, or move it there by export and import.',
    );
  }
  const genesis = getLongValue(meta, 'genesis');
  if (genesis !== undefined) return genesis;
  throw corrupt('it has no genesis');
}

/** A store whose parts do not fit together. */
export function corrupt(what: string, cause?: unknown): EngineError {
  return new EngineError(
    'ENGINE_STORE_CORRUPT',
    `The store is damaged: ${what.replace(/\.$/, '')}. Nothing was changed. Restore the data directory from a backup, ` +
      'or start a fresh one from the genesis file and import an export.',
    { cause },
  );
}

/**
 * Runs `read`; whatever it throws means that the store is damaged, but for what the system says of
 * a file or disk.
 */
export function asCorrupt<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EngineError || isOfTheSystem(error)) throw error;
    throw corrupt(error instanceof Error ? error.message : String(error), error);
  }
}

function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

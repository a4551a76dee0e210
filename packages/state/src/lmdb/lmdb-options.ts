import type { RangeOptions } from 'lmdb';
import { DEFAULT_MAP_SIZE_BYTES, MAX_READERS } from './layout.ts';

export interface LmdbOptions {
  path: string;
  mapSize: number;
  maxReaders: number;
  maxDbs: number;
  maxFreeSpaceToLoad: number;
  maxFreeSpaceToRetain: number;
  overlappingSync: false;
  noSubdir: false;
  encoding: 'binary';
  keyEncoding: 'binary';
}

/**
 * Free pages that LMDB takes into memory at once, and keeps there. With its defaults of 50,000 and 75,000 each small
 * commit after some large ones takes 24 ms of CPU to sort them.
 */
const FREE_PAGES_TO_LOAD = 2000;
const FREE_PAGES_TO_RETAIN = 4000;

/** The same for every handle on a store. `overlappingSync` off: what is committed is durable, not only visible. */
export function lmdbOptions(
  directory: string,
  databaseCount: number,
  mapSizeBytes: number = DEFAULT_MAP_SIZE_BYTES,
): LmdbOptions {
  return {
    path: directory,
    mapSize: mapSizeBytes,
    maxReaders: MAX_READERS,
    maxDbs: databaseCount + 1,
    maxFreeSpaceToLoad: FREE_PAGES_TO_LOAD,
    maxFreeSpaceToRetain: FREE_PAGES_TO_RETAIN,
    overlappingSync: false,
    noSubdir: false,
    encoding: 'binary',
    keyEncoding: 'binary',
  };
}

/** Databases inside the file inherit nothing of this from it. */
export const BINARY = { encoding: 'binary', keyEncoding: 'binary' } as const;

/**
 * Range from `start` (null: the very first key, reversed the last) without an end. Both bounds are always there: where
 * one is missing, `lmdb` puts a first key of its own and passes over what lies below it.
 */
export function rangeOptions(start: Uint8Array | null, reverse: boolean): RangeOptions {
  const options: { reverse: boolean; start: unknown; end: unknown } = {
    reverse,
    start: start ?? undefined,
    end: undefined,
  };
  return options as RangeOptions;
}

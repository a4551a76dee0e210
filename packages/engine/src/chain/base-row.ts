import { CborReader, CborWriter } from '@touchmark/codec';
import type { StateSnapshot, StateView, TableUpdate } from '@touchmark/state';
import { EngineError } from '../engine-error.ts';
import { CHAIN_TABLES } from './tables.ts';

/** Where a chain begins that was joined by state sync: nothing of the blocks up to `height` is here. */
export interface BaseRow {
  readonly height: number;
  /** State root after it. */
  readonly root: Uint8Array;
  /** Hash of the header after it, the first one here; null while it has not been fetched. */
  readonly nextHeader: Uint8Array | null;
}

const BASE = new TextEncoder().encode('base');

export function putBase(meta: TableUpdate, { height, root, nextHeader }: BaseRow): void {
  const writer = new CborWriter(96).array(3).uint(height).bytes(root);
  meta.put(BASE, (nextHeader === null ? writer.null() : writer.bytes(nextHeader)).finish());
}

/** @returns undefined for a chain that is here from its first block. */
export function getBase(meta: StateView): BaseRow | undefined {
  const bytes = meta.get(BASE);
  if (bytes === undefined) return undefined;
  const reader = new CborReader(bytes);
  reader.arrayOf(3);
  const height = reader.uint();
  const root = reader.bytesOf(32).slice();
  const nextHeader = reader.peek() === 'null' ? reader.null() : reader.bytesOf(32).slice();
  reader.end();
  return { height, root, nextHeader };
}

export function firstBlockOf(snapshot: StateSnapshot): number {
  return (getBase(snapshot.table(CHAIN_TABLES.meta))?.height ?? 0) + 1;
}

/** @throws EngineError ENGINE_BLOCKS_MISSING where the chain is not here from its first block. */
export function requireAllBlocks(snapshot: StateSnapshot): void {
  const first = firstBlockOf(snapshot);
  if (first === 1) return;
  throw new EngineError(
    'ENGINE_BLOCKS_MISSING',
    `This node joined by state sync: its blocks begin with ${first}, and this needs all of them. Do it at a node that ` +
      'has them from the first one.',
  );
}

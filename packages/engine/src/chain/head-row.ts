import { CborReader, CborWriter } from '@touchmark/codec';
import type { StateView, TableUpdate } from '@touchmark/state';

/** How far the chain is. `decided` is always `executed + 1`, so what is executed is always provable. */
export interface HeadRow {
  /** Highest block whose effects are in the state; 0: only the genesis state. */
  readonly executed: number;
  /** State root after it. */
  readonly root: Uint8Array;
}

const HEAD = new TextEncoder().encode('head');

export function putHead(meta: TableUpdate, head: HeadRow): void {
  meta.put(HEAD, new CborWriter(64).array(2).uint(head.executed).bytes(head.root).finish());
}

/** The head row's bytes: equal bytes, same head. */
export function getHeadBytes(meta: StateView): Uint8Array | undefined {
  return meta.get(HEAD);
}

export function decodeHead(bytes: Uint8Array): HeadRow {
  const reader = new CborReader(bytes);
  reader.arrayOf(2);
  const executed = reader.uint();
  const root = reader.bytesOf(32);
  reader.end();
  return { executed, root };
}

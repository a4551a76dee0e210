import {
  checkProvableRange,
  checkRangeBounds,
  isEmptyRange,
  unknownTable,
} from '../check-input.ts';
import type { Entry, EntryRange, KeyRange, StateSnapshot, StateView } from '../store.ts';
import { find, leavesOf, type Tree } from './crit-bit-tree.ts';
import { proveKey, proveRange } from './memory-proofs.ts';
import { treeRoot } from './tree-root.ts';

/** All of one version: the map, its size, the side tables. */
export interface MemoryVersion {
  readonly map: Tree | null;
  readonly size: number;
  readonly tables: ReadonlyMap<string, Tree | null>;
}

export function getFrom(tree: Tree | null, key: Uint8Array): Uint8Array | undefined {
  return find(tree, key)?.slice();
}

export function* rangeOf(tree: Tree | null, range: EntryRange): Generator<Entry> {
  checkRangeBounds(range);
  if (isEmptyRange(range)) return;
  for (const { key, value } of leavesOf(tree, range)) {
    yield { key: key.slice(), value: value.slice() };
  }
}

export function tableOf(version: MemoryVersion, name: string): Tree | null {
  const tree = version.tables.get(name);
  if (tree === undefined) throw unknownTable(name);
  return tree;
}

export function snapshotOf(version: MemoryVersion): StateSnapshot {
  const { map, size } = version;
  return {
    root: treeRoot(map).slice(),
    size,
    get: (key) => getFrom(map, key),
    range: (range) => rangeOf(map, range),
    proveKey: (key) => proveKey(map, key),
    proveRange: (range: KeyRange) => {
      checkProvableRange(range);
      return proveRange(map, range);
    },
    table: (name): StateView => {
      const tree = tableOf(version, name);
      return { get: (key) => getFrom(tree, key), range: (range) => rangeOf(tree, range) };
    },
  };
}

import { sha256 } from '@touchmark/crypto';
import type { Entry } from '@touchmark/state';
import { type ChunkTitle, chunkContents, encodeMetadata, packChunk } from './snapshot-format.ts';
import { UnfinishedSnapshot } from './snapshot-folder.ts';

export interface SnapshotContent {
  readonly chainId: string;
  readonly height: number;
  readonly root: Uint8Array;
  /** The whole map, in key order. */
  readonly entries: Iterable<Entry>;
  /** The older versions of its records, in the order of their keys. */
  readonly versions: Iterable<Entry>;
}

/**
 * Writes the snapshot of a state into a folder, in one go; `rest` is called between chunks, so that whoever else needs
 * the machine gets it. @returns its metadata.
 */
export function takeSnapshot(
  { chainId, height, root, entries, versions }: SnapshotContent,
  directory: string,
  rest: () => void = () => undefined,
): Uint8Array {
  const unfinished = new UnfinishedSnapshot(directory, height);
  const counts = [0, 0];
  const [state = [], history = []] = [entries, versions].map((all, which) => {
    const titles: ChunkTitle[] = [];
    const counted = function* (): Generator<Entry> {
      for (const entry of all) {
        counts[which] = (counts[which] ?? 0) + 1;
        yield entry;
      }
    };
    for (const content of chunkContents(counted())) {
      titles.push({ bytes: content.length, hash: sha256(content) });
      unfinished.addChunk(packChunk(content));
      rest();
    }
    return titles;
  });
  const [entryCount = 0, versionCount = 0] = counts;
  const about = { chainId, height, root, entries: entryCount, versions: versionCount };
  const metadata = encodeMetadata({ ...about, state, history });
  unfinished.finish(metadata);
  return metadata;
}

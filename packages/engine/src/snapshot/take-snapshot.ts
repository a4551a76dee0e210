import { sha256 } from '@touchmark/crypto';
import type { Entry } from '@touchmark/state';
import { type ChunkTitle, chunkContents, encodeMetadata, packChunk } from './snapshot-format.ts';
import { UnfinishedSnapshot } from './snapshot-folder.ts';

export interface SnapshotContent {
  readonly chainId: string;
  readonly height: number;
  readonly root: Uint8Array;
  readonly size: number;
  /** The whole map, in key order. */
  readonly entries: Iterable<Entry>;
}

/**
 * Writes the snapshot of a state into a folder, in one go; `rest` is called between chunks, so that whoever else needs
 * the machine gets it. @returns its metadata.
 */
export function takeSnapshot(
  { chainId, height, root, size, entries }: SnapshotContent,
  directory: string,
  rest: () => void = () => undefined,
): Uint8Array {
  const unfinished = new UnfinishedSnapshot(directory, height);
  const chunks: ChunkTitle[] = [];
  for (const content of chunkContents(entries)) {
    chunks.push({ bytes: content.length, hash: sha256(content) });
    unfinished.addChunk(packChunk(content));
    rest();
  }
  const metadata = encodeMetadata({ chainId, height, root, entries: size, chunks });
  unfinished.finish(metadata);
  return metadata;
}

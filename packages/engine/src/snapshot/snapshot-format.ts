/** The bytes of a snapshot, as state sync carries them between nodes; described in spec/snapshot.md. */
import { CborReader, CborWriter } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { type Entry, MAX_KEY_BYTES, MAX_VALUE_BYTES } from '@touchmark/state';
import { compress, decompress } from '../transfer/compression.ts';

/** What ABCI calls the format of a snapshot. */
export const SNAPSHOT_FORMAT = 1;
const NAME = 'touchmark-snapshot/1';

/** A chunk is closed when its content has become so long; one entry can make it longer. */
export const CHUNK_BYTES: number = 8 * 1024 * 1024;
/** Longest content of a chunk that is read. */
export const MAX_CHUNK_BYTES: number = 12 * 1024 * 1024;
/** CometBFT carries metadata of four million bytes; each chunk takes up to 45 of them. */
export const MAX_CHUNKS = 65_536;
export const MAX_METADATA_BYTES = 4_000_000;
/** One entry in a chunk: a key (of the history: with a version), a value, and their heads. */
const MIN_ENTRY_BYTES = 3;
const MAX_ENTRY_BYTES: number = MAX_KEY_BYTES + 4 + MAX_VALUE_BYTES + 16;
/** What compression may add to content that can't be compressed. */
const MAX_OVERHEAD_BYTES = 64 * 1024;
const CHUNK_LIMITS = { maxBytes: MAX_CHUNK_BYTES, maxItems: MAX_CHUNK_BYTES };

/** What binds a chunk: its content, not how it is compressed, which may differ between versions of zstd. */
export interface ChunkTitle {
  readonly bytes: number;
  readonly hash: Uint8Array;
}

/** What a snapshot says of itself: all of it follows from the state, so it is the same on every node. */
export interface SnapshotMetadata {
  readonly chainId: string;
  readonly height: number;
  /** State root after block `height`. */
  readonly root: Uint8Array;
  /** Entries of the state, and older versions of them. */
  readonly entries: number;
  readonly versions: number;
  /** The state comes first, in key order, then the history. */
  readonly state: readonly ChunkTitle[];
  readonly history: readonly ChunkTitle[];
}

/** A snapshot as ABCI names it. */
export interface Snapshot {
  readonly height: number;
  readonly format: number;
  readonly chunks: number;
  /** SHA-256 of the metadata. */
  readonly hash: Uint8Array;
  readonly metadata: Uint8Array;
}

export function encodeMetadata(metadata: SnapshotMetadata): Uint8Array {
  const { chainId, height, root, entries, versions, state, history } = metadata;
  const writer = new CborWriter(128 + (state.length + history.length) * 48).array(8);
  writer.text(NAME).text(chainId).uint(height).bytes(root).uint(entries).uint(versions);
  for (const chunks of [state, history]) {
    writer.array(chunks.length);
    for (const { bytes, hash } of chunks) writer.array(2).uint(bytes).bytes(hash);
  }
  return writer.finish();
}

/** Strict inverse of `encodeMetadata`, within bounds. @throws CborError, RangeError */
export function decodeMetadata(bytes: Uint8Array): SnapshotMetadata {
  const reader = new CborReader(bytes, { maxBytes: MAX_METADATA_BYTES });
  reader.arrayOf(8);
  if (reader.text() !== NAME) throw new RangeError('it is no metadata of a snapshot');
  const chainId = reader.text();
  const height = reader.uint();
  const root = reader.bytesOf(32).slice();
  const entries = reader.uint();
  const versions = reader.uint();
  const state = readChunkTitles(reader, 1);
  const history = readChunkTitles(reader, 0);
  reader.end();
  const count = state.length + history.length;
  if (count > MAX_CHUNKS) throw new RangeError(`it has ${count} chunks`);
  return { chainId, height, root, entries, versions, state, history };
}

function readChunkTitles(reader: CborReader, least: number): ChunkTitle[] {
  const count = reader.array();
  if (count < least || count > MAX_CHUNKS) throw new RangeError(`it has ${count} chunks`);
  return Array.from({ length: count }, () => readChunkTitle(reader));
}

function readChunkTitle(reader: CborReader): ChunkTitle {
  reader.arrayOf(2);
  const bytes = reader.uint();
  if (bytes > MAX_CHUNK_BYTES) throw new RangeError(`it has a chunk of ${bytes} bytes`);
  return { bytes, hash: reader.bytesOf(32).slice() };
}

/**
 * Whether there can be such a snapshot at all: chunks are full, but the last of each list, and so many entries have so
 * many bytes.
 */
export function isPlausible({ entries, versions, state, history }: SnapshotMetadata): boolean {
  return isListOf(entries, state) && isListOf(versions, history);
}

function isListOf(count: number, chunks: readonly ChunkTitle[]): boolean {
  const last = chunks.length - 1;
  const areFull = chunks.every(({ bytes }, place) => bytes >= (place < last ? CHUNK_BYTES : 1));
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  return areFull && count * MIN_ENTRY_BYTES <= bytes && bytes <= count * MAX_ENTRY_BYTES;
}

/** Bytes of all contents. */
export function contentBytes({ state, history }: SnapshotMetadata): number {
  return [...state, ...history].reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The snapshot that metadata describes. */
export function snapshotOf(metadata: Uint8Array): Snapshot {
  const { height, state, history } = decodeMetadata(metadata);
  const chunks = state.length + history.length;
  return { height, format: SNAPSHOT_FORMAT, chunks, hash: sha256(metadata), metadata };
}

/** A chunk as it is stored and sent. */
export const packChunk = (content: Uint8Array): Uint8Array => compress('zstd', content);

/** The content of a chunk that came from anywhere; undefined: it is not the one that was promised. */
export function unpackChunk(packed: Uint8Array, title: ChunkTitle): Uint8Array | undefined {
  if (packed.length > title.bytes + MAX_OVERHEAD_BYTES) return undefined;
  try {
    // Never longer than was promised, whatever its own head says.
    const content = decompress('zstd', packed, title.bytes);
    return Buffer.compare(sha256(content), title.hash) === 0 ? content : undefined;
  } catch {
    return undefined;
  }
}

/** The entries in a chunk's content. @throws CborError */
export function entriesOf(content: Uint8Array): Entry[] {
  const reader = new CborReader(content, CHUNK_LIMITS);
  const entries: Entry[] = [];
  while (reader.offset < content.length) {
    reader.arrayOf(2);
    entries.push({ key: reader.bytes(), value: reader.bytes() });
  }
  return entries;
}

/** Cuts entries into the contents of chunks. */
export function* chunkContents(entries: Iterable<Entry>): Generator<Uint8Array> {
  const writer = new CborWriter(CHUNK_BYTES + 128 * 1024);
  for (const { key, value } of entries) {
    writer.array(2).bytes(key).bytes(value);
    if (writer.length < CHUNK_BYTES) continue;
    yield writer.finish();
    writer.clear();
  }
  if (writer.length > 0) yield writer.finish();
}

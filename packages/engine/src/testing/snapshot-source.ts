/** A chain with a history, and the snapshot that an honest node takes of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeUpdate } from '@touchmark/ledger';
import type { Entry, StateSnapshot } from '@touchmark/state';
import { CHAIN_TABLES } from '../chain/tables.ts';
import type { ReplicatedChain } from '../cometbft/replicated-chain.ts';
import type { Snapshot } from '../snapshot/snapshot-format.ts';
import { SnapshotFolder } from '../snapshot/snapshot-folder.ts';
import { takeSnapshot } from '../snapshot/take-snapshot.ts';
import { TestConsensus } from './test-consensus.ts';

const ALL = { start: new Uint8Array(0), end: null };

export interface Taken {
  readonly snapshot: Snapshot;
  readonly root: Uint8Array;
  readonly chunks: readonly Uint8Array[];
}

/** What a snapshot is made of: a liar changes it first. */
export interface Content {
  readonly entries: Entry[];
  readonly versions: Entry[];
}

/** Blocks with a delegation, registrations and updates, and empty ones up to a height. */
export async function chainWithHistory(
  height: number,
): Promise<{ consensus: TestConsensus; replicated: ReplicatedChain }> {
  const consensus = new TestConsensus();
  const replicated = consensus.open();
  consensus.found(replicated);
  const { chain } = consensus;
  await consensus.next(replicated, [chain.delegate()]);
  await consensus.next(replicated, [chain.register(1, 'one'), chain.register(2, 'two')]);
  await consensus.next(replicated, [update(consensus, 3, 'one', 1)]);
  await consensus.next(replicated, [update(consensus, 4, 'one', 2)]);
  for (let block = 5; block <= height; block += 1) await consensus.next(replicated);
  return { consensus, replicated };
}

export function update(
  { chain }: TestConsensus,
  number: number,
  name: string,
  expectedVersion: number,
): Uint8Array {
  const values = [{ index: 1, type: 'URL', data: `v${number}`, ttlSeconds: 60, permissions: 14 }];
  return chain.transaction(number, [
    encodeUpdate({ identifier: `88/${name}`, expectedVersion, values }),
  ]);
}

/** The snapshot of what is durable; `lie` changes what it says of itself. */
export function snapshotNow(
  consensus: TestConsensus,
  lie: (content: Content) => void = () => undefined,
): Taken {
  const { store, reader, chain } = consensus;
  const { height, root } = reader.latest();
  const content = store.read((snapshot: StateSnapshot) => ({
    entries: [...snapshot.range(ALL)],
    versions: [...snapshot.table(CHAIN_TABLES.history).range(ALL)],
  }));
  lie(content);
  const directory = mkdtempSync(join(tmpdir(), 'touchmark-snapshot-'));
  try {
    takeSnapshot({ chainId: chain.chainId, height, root, ...content }, directory);
    const folder = new SnapshotFolder(directory, 1);
    folder.refresh();
    const [snapshot] = folder.snapshots;
    if (snapshot === undefined) throw new Error('no snapshot was taken');
    const chunks = Array.from({ length: snapshot.chunks }, (_, index) => {
      const chunk = folder.chunk(height, snapshot.format, index);
      if (chunk === undefined) throw new Error(`chunk ${index} is missing`);
      return new Uint8Array(chunk);
    });
    return { snapshot, root, chunks };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

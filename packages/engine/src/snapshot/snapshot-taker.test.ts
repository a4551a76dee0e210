/** Snapshots that a process of its own takes beside a chain that goes on. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { openStateStore, type StateStore } from '@touchmark/state';
import { CHAIN_TABLE_NAMES } from '../chain/tables.ts';
import type { ReplicatedChain } from '../cometbft/replicated-chain.ts';
import { TestConsensus } from '../testing/test-consensus.ts';
import { update } from '../testing/snapshot-source.ts';
import { SnapshotFolder } from './snapshot-folder.ts';
import { SnapshotTaker } from './snapshot-taker.ts';

const PATIENCE_MS = 20_000;

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'touchmark-taker-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

interface Taking {
  readonly consensus: TestConsensus;
  readonly store: StateStore;
  readonly chain: ReplicatedChain;
  readonly taker: SnapshotTaker;
  readonly folder: SnapshotFolder;
  readonly problems: string[];
}

async function taking(interval: number): Promise<Taking> {
  const consensus = new TestConsensus();
  const ledger = join(directory, 'ledger');
  const store = await openStateStore({ directory: ledger, tables: CHAIN_TABLE_NAMES });
  const folder = new SnapshotFolder(join(directory, 'snapshots'), 2);
  const problems: string[] = [];
  const onProblem = (what: string): void => void problems.push(what);
  const taker = new SnapshotTaker({
    ledger,
    folder,
    interval,
    onProblem,
    pinTimeoutMs: PATIENCE_MS,
  });
  const chain = consensus.open(store, taker);
  consensus.found(chain);
  return { consensus, store, chain, taker, folder, problems };
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const lastMs = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    assert.ok(Date.now() < lastMs, `in vain: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}

test('a snapshot is of its block, whatever is committed right after it', async () => {
  const { consensus, chain, taker, folder, problems } = await taking(4);
  await consensus.next(chain, [consensus.chain.delegate()]);
  await consensus.next(chain, [consensus.chain.register(1, 'one')]);
  const roots = new Map<number, Uint8Array>();
  const next = async (number: number): Promise<void> => {
    await consensus.next(chain, [update(consensus, number, 'one', number - 1)]);
    roots.set(chain.durable.height, chain.durable.root);
  };
  for (let number = 2; number <= 12; number += 1) await next(number);
  await until(() => folder.snapshots.length > 0, 'a snapshot');
  const [snapshot] = folder.snapshots;
  assert.ok(snapshot !== undefined && snapshot.height % 4 === 0);
  assert.deepEqual(problems, []);
  const metadata = folder.snapshots[0]?.metadata ?? new Uint8Array(0);
  const root = roots.get(snapshot.height) ?? new Uint8Array(32);
  assert.ok(Buffer.from(metadata).includes(Buffer.from(root)), 'the root after that block');
  await taker.close();
  await chain.close();
});

test('closing ends what is under way and leaves no snapshot that is not whole', async () => {
  const { consensus, chain, taker, folder } = await taking(2);
  await consensus.next(chain);
  await consensus.next(chain);
  await taker.close();
  await consensus.next(chain);
  await consensus.next(chain);
  folder.refresh();
  const place = join(directory, 'snapshots');
  const left = existsSync(place) ? readdirSync(place) : [];
  assert.equal(left.length, folder.snapshots.length);
  await chain.close();
});

test('a chain that passes by the height goes on, and the next one is taken', async () => {
  const { consensus, chain, taker, folder } = await taking(3);
  await consensus.next(chain);
  consensus.isDown = true;
  for (let block = 0; block < 6; block += 1) await consensus.next(chain);
  consensus.isDown = false;
  await chain.catchUp();
  const height = chain.durable.height;
  assert.ok(height > 3);
  await consensus.next(chain, [consensus.chain.delegate()]);
  for (let block = 0; block < 6; block += 1) await consensus.next(chain);
  await until(() => folder.snapshots.length > 0, 'a snapshot');
  assert.ok((folder.snapshots[0]?.height ?? 0) > height);
  await taker.close();
  await chain.close();
});

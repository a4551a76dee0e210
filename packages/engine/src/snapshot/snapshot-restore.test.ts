/** A node that joins, and those who lie to it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { verifyAnswer } from '@touchmark/verify';
import { sha256 } from '@touchmark/crypto';
import { getBase, putBase } from '../chain/base-row.ts';
import { heightKey } from '../chain/keys.ts';
import { CHAIN_TABLES } from '../chain/tables.ts';
import { scrubChain } from '../chain/scrub-chain.ts';
import { StoredChainReader } from '../chain/stored-chain-reader.ts';
import { EngineError } from '../engine-error.ts';
import { chainWithHistory, snapshotNow, type Taken, update } from '../testing/snapshot-source.ts';
import { TestStore } from '../testing/test-store.ts';
import type { TestConsensus } from '../testing/test-consensus.ts';
import {
  contentBytes,
  decodeMetadata,
  encodeMetadata,
  packChunk,
  type Snapshot,
  type SnapshotMetadata,
} from './snapshot-format.ts';
import { type ChunkVerdict, SnapshotRestore } from './snapshot-restore.ts';

interface Joining {
  readonly store: TestStore;
  readonly restore: SnapshotRestore;
}

function joining({ genesis, chain }: TestConsensus, store = new TestStore()): Joining {
  return { store, restore: new SnapshotRestore({ store, genesis, genesisBytes: chain.genesis }) };
}

async function applyAll(restore: SnapshotRestore, { chunks }: Taken): Promise<ChunkVerdict[]> {
  const verdicts: ChunkVerdict[] = [];
  for (const [index, chunk] of chunks.entries()) verdicts.push(await restore.apply(index, chunk));
  return verdicts;
}

const isEmpty = (store: TestStore): boolean =>
  store.read(
    (snapshot) =>
      snapshot.size === 0 &&
      Object.values(CHAIN_TABLES).every(
        (name) =>
          [...snapshot.table(name).range({ start: new Uint8Array(0), end: null })].length === 0,
      ),
  );

test('a node that joins has the state, its history, and what comes after it', async () => {
  const { consensus, replicated } = await chainWithHistory(8);
  const taken = snapshotNow(consensus);
  assert.equal(taken.snapshot.height, 7);
  const { store, restore } = joining(consensus);
  assert.equal(await restore.offer(taken.snapshot, taken.root), 'accept');
  assert.deepEqual(await applyAll(restore, taken), ['accept', 'accept']);
  assert.equal(restore.isWhole, true);

  const joined = consensus.open(store);
  assert.deepEqual(joined.durable, { height: 7, root: taken.root, nextHeader: null });
  assert.equal(joined.isReadable, false);
  await consensus.tell(joined, 8);
  assert.equal(joined.isReadable, true);
  assert.equal(joined.durable.height, 7);

  const reader = new StoredChainReader(store);
  const trust = { genesis: consensus.chain.genesis };
  assert.equal(verifyAnswer(reader.recordAnswer('88/one'), trust).status, 'present');
  const before = verifyAnswer(reader.recordAnswer('88/one', { height: 2 }), trust);
  assert.equal(before.status, 'present');
  assert.equal(reader.firstBlock(), 8);
  assert.equal(reader.block(7), undefined);
  assert.equal(reader.block(8)?.height, 8);

  await consensus.next(replicated, [update(consensus, 9, 'one', 3)]);
  await consensus.tell(joined, 9);
  await consensus.next(replicated);
  await consensus.tell(joined, 10);
  assert.deepEqual(joined.durable, replicated.durable);
  const scrubbed = await scrubChain({
    source: store,
    genesisBytes: consensus.chain.genesis,
    height: 9,
  });
  assert.deepEqual([scrubbed.blocks, scrubbed.versions > 2], [3, true]);

  joined.rewind();
  assert.equal(joined.executed, 9);
  await consensus.tell(joined, 10);
});

test('a scrub sees where the chain begins, and whether that was changed', async () => {
  const { consensus } = await chainWithHistory(8);
  const taken = snapshotNow(consensus);
  const { store, restore } = joining(consensus);
  await restore.offer(taken.snapshot, taken.root);
  await applyAll(restore, taken);
  const joined = consensus.open(store);
  await consensus.tell(joined, 8);
  // Its open update goes, so that the rows can be changed behind its back.
  joined.rewind();
  const scrub = () =>
    scrubChain({ source: store, genesisBytes: consensus.chain.genesis, height: 7 });
  assert.equal((await scrub()).blocks, 1);
  const base = store.read((snapshot) => getBase(snapshot.table(CHAIN_TABLES.meta)));
  assert.ok(base?.nextHeader !== undefined && base.nextHeader !== null);
  const other = new Uint8Array(32).fill(1);
  const changed = [
    { ...base, nextHeader: other },
    { ...base, nextHeader: null },
    { ...base, root: other },
    { ...base, height: 6 },
  ];
  const corrupt = { code: 'ENGINE_STORE_CORRUPT' };
  for (const row of changed) {
    await store.change(CHAIN_TABLES.meta, (rows) => putBase(rows, row));
    await assert.rejects(scrub(), corrupt);
  }
  await store.change(CHAIN_TABLES.meta, (rows) => putBase(rows, base));
  assert.equal((await scrub()).blocks, 1);
  await store.change(CHAIN_TABLES.blocks, (rows) => rows.remove(heightKey(8)));
  await assert.rejects(scrub(), corrupt);
});

test('a first header that says something else than the snapshot stops the node', async () => {
  const { consensus } = await chainWithHistory(8);
  const taken = snapshotNow(consensus);
  const { store, restore } = joining(consensus);
  await restore.offer(taken.snapshot, taken.root);
  await applyAll(restore, taken);
  const joined = consensus.open(store);
  const honest = consensus.signedHeader.bind(consensus);
  consensus.signedHeader = async (height) => {
    const { header, commit } = await honest(height);
    return { commit, header: { ...header, appHash: new Uint8Array(32) } };
  };
  await assert.rejects(
    consensus.tell(joined, 8),
    (error) => error instanceof EngineError && error.code === 'ENGINE_STORE_CORRUPT',
  );
});

test('an offer that does not fit to the verified header, or to itself, is refused', async () => {
  const { consensus } = await chainWithHistory(6);
  const { snapshot, root } = snapshotNow(consensus);
  const { restore, store } = joining(consensus);
  const said = decodeMetadata(snapshot.metadata);
  const saying = (metadata: Uint8Array): Snapshot => ({
    ...snapshot,
    metadata,
    hash: sha256(metadata),
  });
  const lies: [string, Snapshot, Uint8Array][] = [
    ['another root', snapshot, new Uint8Array(32)],
    ['a root of no length', snapshot, new Uint8Array(0)],
    ['another hash', { ...snapshot, hash: new Uint8Array(32) }, root],
    ['another height', { ...snapshot, height: 3 }, root],
    ['no height', { ...snapshot, height: Number.NaN }, root],
    ['another number of chunks', { ...snapshot, chunks: 7 }, root],
    ['no metadata', saying(new Uint8Array(0)), root],
    ['cut metadata', saying(snapshot.metadata.subarray(0, 40)), root],
    ['another chain', saying(encodeMetadata({ ...said, chainId: 'other-1' })), root],
    ['height 0', { ...saying(encodeMetadata({ ...said, height: 0 })), height: 0 }, root],
  ];
  for (const [what, offered, trusted] of lies) {
    assert.equal(await restore.offer(offered, trusted), 'reject-sender', what);
  }
  assert.equal(await restore.offer({ ...snapshot, format: 2 }, root), 'reject-format');
  assert.equal(await restore.apply(0, new Uint8Array(1)), 'abort');
  assert.ok(isEmpty(store));
});

test('a wrong chunk is fetched again, and the right one goes on', async () => {
  const { consensus } = await chainWithHistory(6);
  const taken = snapshotNow(consensus);
  const { restore } = joining(consensus);
  await restore.offer(taken.snapshot, taken.root);
  const [first = new Uint8Array(0), second = new Uint8Array(0)] = taken.chunks;
  assert.equal(await restore.apply(0, second), 'refetch');
  assert.equal(await restore.apply(0, packChunk(new Uint8Array(50))), 'refetch');
  assert.equal(await restore.apply(0, new Uint8Array(0)), 'refetch');
  assert.equal(await restore.apply(1, second), 'abort');
  assert.equal(await restore.apply(0, first), 'accept');
  assert.equal(await restore.apply(1, first), 'refetch');
  assert.equal(restore.isWhole, false);
  assert.equal(await restore.apply(1, second), 'accept');
  assert.equal(restore.isWhole, true);
});

test('a consistent lie is found at its end, and nothing of it stays', async () => {
  const { consensus } = await chainWithHistory(6);
  const honest = snapshotNow(consensus);
  const { store, restore } = joining(consensus);
  const lies: Record<string, Parameters<typeof snapshotNow>[1]> = {
    'a value is another': ({ entries }) => {
      const entry = entries.at(-1);
      if (entry !== undefined) entry.value = Uint8Array.from([...entry.value, 0]);
    },
    'an entry is missing': ({ entries }) => void entries.pop(),
    'an entry is too much': ({ entries }) =>
      void entries.push({ key: new Uint8Array(9).fill(255), value: Uint8Array.of(1) }),
    'a key is too long': ({ entries }) =>
      void entries.push({ key: new Uint8Array(513).fill(255), value: Uint8Array.of(1) }),
    'a value is too long': ({ entries }) =>
      void entries.push({ key: new Uint8Array(9).fill(255), value: new Uint8Array(70_000) }),
    'no entries': ({ entries }) => void entries.splice(1),
    'no history': ({ versions }) => void versions.splice(0),
    'the first version is missing': ({ versions }) => void versions.shift(),
    'the last version is missing': ({ versions }) => void versions.pop(),
    'a version comes twice': ({ versions }) => void versions.push(...versions.slice(-1)),
    'a version is another': ({ versions }) => {
      const [row] = versions;
      if (row !== undefined) row.value = Uint8Array.from(row.value, (byte) => byte ^ 1);
    },
    'a version stands elsewhere': ({ versions }) => {
      const [row] = versions;
      if (row !== undefined) row.key = Uint8Array.from([...row.key.slice(0, -1), 9]);
    },
    'a version of nothing': ({ versions }) => {
      const [row] = versions;
      if (row !== undefined)
        versions.unshift({ key: Uint8Array.of(0, 0, 0, 0, 1), value: row.value });
    },
    'a row with no key': ({ versions }) =>
      void versions.unshift({ key: Uint8Array.of(1), value: Uint8Array.of(1) }),
  };
  for (const [what, lie] of Object.entries(lies)) {
    const lying = snapshotNow(consensus, lie);
    assert.equal(await restore.offer(lying.snapshot, honest.root), 'accept', what);
    const verdicts = await applyAll(restore, lying);
    assert.ok(verdicts.includes('reject-snapshot'), `${what}: ${verdicts.join(' ')}`);
    assert.equal(restore.isWhole, false, what);
    assert.ok(isEmpty(store), what);
  }
  assert.equal(await restore.offer(honest.snapshot, honest.root), 'accept');
  assert.deepEqual(await applyAll(restore, honest), ['accept', 'accept']);
});

/** What nobody has a proof for: as many entries as one likes, after the true ones. */
function padded({ entries }: Parameters<NonNullable<Parameters<typeof snapshotNow>[1]>>[0]): void {
  for (let number = 0; number < 600; number += 1) {
    const key = new Uint8Array(9).fill(255);
    new DataView(key.buffer).setUint32(5, number);
    entries.push({ key, value: new Uint8Array(30_000) });
  }
}

/** The same, saying something else of itself. */
function saying({ snapshot }: Taken, changes: Partial<SnapshotMetadata>): Snapshot {
  const said = { ...decodeMetadata(snapshot.metadata), ...changes };
  const metadata = encodeMetadata(said);
  const chunks = said.state.length + said.history.length;
  return { ...snapshot, metadata, chunks, hash: sha256(metadata) };
}

test('a liar writes no more entries than were promised, long before the end', async () => {
  const { consensus } = await chainWithHistory(6);
  const honest = snapshotNow(consensus);
  const long = snapshotNow(consensus, padded);
  const { state, entries } = decodeMetadata(long.snapshot.metadata);
  assert.ok(state.length === 3 && entries > 600, `${state.length} chunks, ${entries}`);
  const { store, restore } = joining(consensus);
  let most = 0;
  const apply = restore.apply.bind(restore);
  restore.apply = async (index, chunk) => {
    const verdict = await apply(index, chunk);
    most = Math.max(
      most,
      store.read((snapshot) => snapshot.size),
    );
    return verdict;
  };
  const lie = saying(long, { entries: 350 });
  assert.equal(await restore.offer(lie, honest.root), 'accept');
  assert.deepEqual((await applyAll(restore, long)).slice(0, 2), ['accept', 'reject-snapshot']);
  assert.ok(most > 0 && most <= 350, `${most} entries`);
  assert.ok(isEmpty(store));
});

test('the state comes in the order of its keys, each once, over all chunks', async () => {
  const { consensus } = await chainWithHistory(6);
  const honest = snapshotNow(consensus);
  const long = snapshotNow(consensus, padded);
  const { state } = decodeMetadata(long.snapshot.metadata);
  const [first, second] = state;
  assert.ok(first !== undefined && second !== undefined);
  const { store, restore } = joining(consensus);
  const again = [first, second, second, first];
  const lie = saying(long, { state: again, entries: 1_200 });
  assert.equal(await restore.offer(lie, honest.root), 'accept');
  const chunks = [0, 1, 1].map((place) => long.chunks[place] ?? new Uint8Array(0));
  const verdicts = await applyAll(restore, { ...long, chunks });
  assert.deepEqual(verdicts, ['accept', 'accept', 'reject-snapshot']);
  assert.ok(isEmpty(store));
});

test('metadata that no state can have is no offer: chunks that are not full, bytes that so few entries have not', async () => {
  const { consensus } = await chainWithHistory(6);
  const honest = snapshotNow(consensus);
  const said = decodeMetadata(honest.snapshot.metadata);
  const { restore } = joining(consensus);
  const [title] = said.state;
  assert.ok(title !== undefined);
  const full = { ...title, bytes: 8 * 1024 * 1024 };
  const many = Array.from({ length: 65_000 }, () => full);
  const lies: [string, Partial<SnapshotMetadata>][] = [
    ['half a terabyte of few entries', { state: many }],
    ['history of no versions', { history: [full], versions: 0 }],
    ['more entries than bytes', { entries: title.bytes }],
    ['no entries', { entries: 0 }],
    ['a chunk before the last that is not full', { state: [title, title] }],
    ['an empty chunk', { state: [full, { ...title, bytes: 0 }], entries: 1_000 }],
  ];
  for (const [what, lie] of lies) {
    assert.equal(await restore.offer(saying(honest, lie), honest.root), 'reject-sender', what);
  }
  assert.equal(await restore.offer(honest.snapshot, honest.root), 'accept');
});

test('what the disk has no room for is not begun', async () => {
  const { consensus } = await chainWithHistory(6);
  const honest = snapshotNow(consensus);
  const { genesis, chain } = consensus;
  const said = decodeMetadata(honest.snapshot.metadata);
  const needed = 2 * contentBytes(said);
  let free = needed - 1;
  const parts = { store: new TestStore(), genesis, genesisBytes: chain.genesis };
  const restore = new SnapshotRestore({ ...parts, freeBytes: () => free });
  const warned = once(process, 'warning');
  assert.equal(await restore.offer(honest.snapshot, honest.root), 'reject');
  assert.match(String(await warned), /was refused: it says that it needs \d+ bytes/);
  free = needed;
  assert.equal(await restore.offer(honest.snapshot, honest.root), 'accept');
});

test('what an interrupted restore has left is removed; a chain never is', async () => {
  const { consensus } = await chainWithHistory(6);
  const taken = snapshotNow(consensus);
  const { store, restore } = joining(consensus);
  await restore.offer(taken.snapshot, taken.root);
  await restore.apply(0, taken.chunks[0] ?? new Uint8Array(0));
  assert.throws(() => consensus.open(store), /it has a state and no chain/);
  const again = joining(consensus, store).restore;
  assert.equal(await again.clearUnfinished(), true);
  assert.ok(isEmpty(store));
  assert.equal(await again.clearUnfinished(), false);

  await again.offer(taken.snapshot, taken.root);
  await applyAll(again, taken);
  assert.equal(await joining(consensus, store).restore.clearUnfinished(), true);

  const own = joining(consensus, consensus.store).restore;
  assert.equal(await own.clearUnfinished(), false);
  assert.equal(await own.offer(taken.snapshot, taken.root), 'abort');
});

test('two nodes take the same snapshot', async () => {
  const [one, two] = [await chainWithHistory(6), await chainWithHistory(6)];
  assert.deepEqual(snapshotNow(one.consensus), snapshotNow(two.consensus));
});

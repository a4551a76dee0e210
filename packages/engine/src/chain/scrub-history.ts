/**
 * Checks the older versions of entries: each is named by its hash in the one after it, none is missing down to the
 * first, and the newest of them is the one that the state names.
 */
import { sha256 } from '@touchmark/crypto';
import { ledger } from '@touchmark/ledger';
import type { Entry, StateSnapshot, StateView } from '@touchmark/state';
import { decodeVersioned } from '@touchmark/state/proof';
import { asCorrupt, corrupt } from './identity-rows.ts';
import type { Pace } from './pace.ts';
import type { SnapshotSource } from './snapshot-source.ts';
import { CHAIN_TABLES } from './tables.ts';

/** So that whatever else the process does waits a few milliseconds at most. */
const ENTRIES_PER_TURN = 256;
const VERSION_BYTES = 4;

/** @returns how many older versions there are. Rejects with ENGINE_STORE_CORRUPT at the first thing that is wrong. */
export async function scrubHistory(source: SnapshotSource, pace: Pace): Promise<number> {
  await eachEntry(source, pace, mapOf, checkCurrent);
  return eachEntry(source, pace, historyOf, checkArchived);
}

const mapOf = (snapshot: StateSnapshot): StateView => snapshot;
const historyOf = (snapshot: StateSnapshot): StateView => snapshot.table(CHAIN_TABLES.history);

async function eachEntry(
  source: SnapshotSource,
  pace: Pace,
  viewOf: (snapshot: StateSnapshot) => StateView,
  check: (snapshot: StateSnapshot, entry: Entry) => void,
): Promise<number> {
  let start: Uint8Array | undefined = new Uint8Array(0);
  let count = 0;
  while (start !== undefined) {
    const before = count;
    const from: Uint8Array = start;
    start = source.read((snapshot) => {
      let left = ENTRIES_PER_TURN;
      for (const entry of viewOf(snapshot).range({ start: from, end: null, limit: left + 1 })) {
        if (left === 0) return entry.key;
        left -= 1;
        asCorrupt(() => check(snapshot, entry));
        count += 1;
      }
      return undefined;
    });
    await pace.after(count - before);
  }
  return count;
}

/** The version before the current one must be there: the history alone would not show that all of it is gone. */
function checkCurrent(snapshot: StateSnapshot, { key, value }: Entry): void {
  if (!ledger.isVersioned(key)) return;
  const { version } = decodeVersioned(value);
  if (version > 1) requireArchived(snapshot, key, version - 1);
}

function checkArchived(snapshot: StateSnapshot, { key, value }: Entry): void {
  const mapKey = key.subarray(0, key.length - VERSION_BYTES);
  const { version } = decodeVersioned(value);
  // What it says of itself chooses what it is compared with: it must stand in its own place.
  if (Buffer.compare(archiveKey(mapKey, version), key) !== 0) {
    throw corrupt(`version ${version} of a record stands in the place of another one`);
  }
  if (version > 1) requireArchived(snapshot, mapKey, version - 1);
  const next = historyOf(snapshot).get(archiveKey(mapKey, version + 1)) ?? snapshot.get(mapKey);
  if (next === undefined) throw corrupt('a version of a record has no newer one');
  const { previous } = decodeVersioned(next);
  if (previous === null || Buffer.compare(sha256(value), previous) !== 0) {
    throw corrupt(`version ${version} of a record is not the one that the next version names`);
  }
}

function requireArchived(snapshot: StateSnapshot, mapKey: Uint8Array, version: number): void {
  if (historyOf(snapshot).get(archiveKey(mapKey, version)) !== undefined) return;
  throw corrupt(`version ${version} of a record is missing`);
}

function archiveKey(mapKey: Uint8Array, version: number): Uint8Array {
  const key = new Uint8Array(mapKey.length + VERSION_BYTES);
  key.set(mapKey);
  new DataView(key.buffer).setUint32(mapKey.length, version);
  return key;
}

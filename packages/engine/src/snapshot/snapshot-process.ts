/**
 * The process that takes one snapshot beside its node: `snapshot-process.ts TASK`. It says `r` when it has opened the
 * store, waits for one byte, and says `p` as soon as it holds the version of the height it was asked for: from then on
 * the node may commit whatever it likes. What it says goes to descriptor 3, at once, for it reads without a pause.
 */
import { readSync, writeSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parseGenesis } from '@touchmark/codec';
import { openStateEntries, type StateContent } from '@touchmark/state';
import { decodeHead, getHeadBytes } from '../chain/head-row.ts';
import { getIdentity } from '../chain/identity-rows.ts';
import { CHAIN_TABLE_NAMES, CHAIN_TABLES } from '../chain/tables.ts';
import { takeSnapshot } from './take-snapshot.ts';

export interface SnapshotTask {
  /** Of the ledger's store. */
  readonly ledger: string;
  /** Of the snapshots. */
  readonly directory: string;
  readonly height: number;
}

const TO_NODE = 3;
const LOWEST_PRIORITY = 19;
/** It works half of the time at most. */
const REST_PER_WORK = 1;

function isTask(value: unknown): value is SnapshotTask {
  return (
    typeof value === 'object' &&
    value !== null &&
    'ledger' in value &&
    'directory' in value &&
    'height' in value &&
    typeof value.ledger === 'string' &&
    typeof value.directory === 'string' &&
    typeof value.height === 'number'
  );
}

function resting(): () => void {
  const never = new Int32Array(new SharedArrayBuffer(4));
  let sinceMs = performance.now();
  return () => {
    const workedMs = performance.now() - sinceMs;
    Atomics.wait(never, 0, 0, workedMs * REST_PER_WORK);
    sinceMs = performance.now();
  };
}

function take(content: StateContent, { directory, height }: SnapshotTask): void {
  const meta = content.table(CHAIN_TABLES.meta);
  const genesis = getIdentity(meta);
  const head = getHeadBytes(meta);
  if (genesis === undefined || head === undefined) throw new Error('the store holds no chain');
  const { executed } = decodeHead(head);
  if (executed !== height) throw new Error(`the chain is at block ${executed} already`);
  writeSync(TO_NODE, 'p');
  setPriority(LOWEST_PRIORITY);
  const { chainId } = parseGenesis(genesis);
  const { root } = content;
  const entries = content.entries();
  const all = { start: new Uint8Array(0), end: null };
  const versions = content.table(CHAIN_TABLES.history).range(all);
  takeSnapshot({ chainId, height, root, entries, versions }, directory, resting());
}

async function main(): Promise<void> {
  const task: unknown = JSON.parse(process.argv[2] ?? '');
  if (!isTask(task)) throw new TypeError('it was given no task');
  const store = await openStateEntries({ directory: task.ledger, tables: CHAIN_TABLE_NAMES });
  writeSync(TO_NODE, 'r');
  // Ends with the node: then there is nothing to read.
  if (readSync(0, new Uint8Array(1)) === 1) store.read((content) => take(content, task));
  await store.close();
}

await main();

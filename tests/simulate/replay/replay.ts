import { decodeTransaction } from '@touchmark/codec';
import { verifySignature } from '@touchmark/crypto';
import { ledger } from '@touchmark/ledger';
import type { StateStore, StateUpdate } from '@touchmark/state';
import { readGenesis } from '../history.ts';
import type { History, HistoryBlock } from '../history.ts';

/** Side table in which a store says how far it has come. */
export const PROGRESS = 'progress';
const HEIGHT = Uint8Array.of(1);

export interface ReplayOptions {
  /** How many blocks each commit makes durable; default: one. */
  readonly blocksPerCommit?: () => number;
  /** Default: all of them. */
  readonly upToHeight?: number;
}

/** Blocks that a store has; undefined: not even the genesis. */
export function heightOf(store: StateStore): number | undefined {
  const bytes = store.read((view) => view.table(PROGRESS).get(HEIGHT));
  return bytes && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
}

/**
 * Executes a history over a store, from where it is, without a model; height and state are made
 * durable together. @returns the root after each block, in hex.
 */
export async function replay(
  { genesis, blocks }: History,
  store: StateStore,
  { blocksPerCommit = () => 1, upToHeight = blocks.length }: ReplayOptions = {},
): Promise<string[]> {
  if (heightOf(store) === undefined) {
    await commit(store, 0, (update) => {
      update.write(ledger.initializeState(readGenesis(genesis)));
    });
  }
  const { chainId } = readGenesis(genesis);
  const roots: string[] = [];
  let height = heightOf(store)!;
  while (height < upToHeight) {
    const end = Math.min(upToHeight, height + blocksPerCommit());
    const from = height;
    await commit(store, end, (update) => {
      for (let next = from + 1; next <= end; next += 1) {
        roots.push(executeOver(update, chainId, next, blocks[next - 1]!));
      }
    });
    height = end;
  }
  return roots;
}

async function commit(
  store: StateStore,
  height: number,
  change: (update: StateUpdate) => void,
): Promise<void> {
  const update = store.begin();
  change(update);
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, height);
  update.table(PROGRESS).put(HEIGHT, bytes);
  await update.commit();
}

function executeOver(
  update: StateUpdate,
  chainId: string,
  height: number,
  { timeMs, transactions, misbehavior = [] }: HistoryBlock,
): string {
  const block = {
    chainId,
    height,
    timeMs,
    transactions: transactions.map((bytes) => decodeTransaction(bytes)),
    misbehavior,
  };
  const { writes } = ledger.executeBlock(block, update, verifySignature);
  return Buffer.from(update.write(writes)).toString('hex');
}

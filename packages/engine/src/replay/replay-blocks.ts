import { setImmediate } from 'node:timers/promises';
import type { StateStore, StateUpdate } from '@touchmark/state';
import type { GivenBlock } from '../chain/given-block.ts';
import type { ChainReplay, ReplayDifference } from './chain-replay.ts';

/**
 * What one commit of a replay holds at most, so that neither memory nor a repetition grows with
 * the chain.
 */
const COMMIT_BLOCKS = 1_000;
const COMMIT_TRANSACTIONS = 5_000;

export interface ReplayProgress {
  /** Told after each block. */
  readonly onBlock?: (height: number) => void;
  /** Told what differs from what was signed; what it throws ends the replay. */
  readonly onDifference: (difference: ReplayDifference, update: StateUpdate) => void;
  readonly signal?: AbortSignal;
}

/**
 * Gives blocks to a replay and commits in groups. Whatever interrupts it, the store holds a whole
 * number of them, and
 * the same call goes on from there.
 */
export async function replayBlocks(
  store: StateStore,
  replay: ChainReplay,
  blocks: Iterable<GivenBlock> | AsyncIterable<GivenBlock>,
  { onBlock, onDifference, signal }: ReplayProgress,
): Promise<void> {
  let update: StateUpdate | undefined;
  let count = 0;
  let transactions = 0;
  const commit = async (): Promise<void> => {
    if (update === undefined) return;
    replay.finish(update);
    const finished = update;
    update = undefined;
    count = 0;
    transactions = 0;
    await finished.commit();
  };
  try {
    for await (const block of blocks) {
      signal?.throwIfAborted();
      update ??= store.begin();
      const difference = replay.add(update, block);
      if (difference !== undefined) onDifference(difference, update);
      onBlock?.(replay.nextHeight - 1);
      count += 1;
      transactions += block.transactions.length;
      if (count >= COMMIT_BLOCKS || transactions >= COMMIT_TRANSACTIONS) await commit();
      else if (count % 16 === 0) await setImmediate();
    }
    await commit();
  } catch (error) {
    update?.abort();
    throw error;
  }
}

import type { UnknownVersion } from '@touchmark/ledger';
import type { StateStore, StateUpdate } from '@touchmark/state';
import type { EngineMeters } from '../measure/engine-meters.ts';
import type { ReadyQueue } from '../submission/ready-queue.ts';
import type { BlockEffects, BlockRunner } from './block-runner.ts';
import { BLOCK_OVERHEAD_BYTES, type ResolvedOptions } from './options.ts';

export interface CommitLoopParts {
  readonly store: StateStore;
  readonly runner: BlockRunner;
  readonly ready: ReadyQueue;
  readonly options: ResolvedOptions;
  readonly meters: EngineMeters;
  /** Called after a commit, with the blocks that it made durable. */
  readonly onCommitted: (blocks: readonly BlockEffects[]) => void;
  /** Called once, when the next block goes by rules that are not here; all before it is durable. */
  readonly onUnknown: (unknown: UnknownVersion) => void;
  /** Called once, when a block could not be executed or committed: nothing may go on after that. */
  readonly onFailed: (error: unknown) => void;
}

/**
 * Makes blocks as fast as work arrives, one commit at a time: what arrives during a commit is in the next one, so the
 * busier the engine the more transactions share the cost of reaching the disk.
 */
export class CommitLoop {
  readonly #parts: CommitLoopParts;
  #running: Promise<void> | undefined;
  #failed = false;
  #heartbeat = false;

  constructor(parts: CommitLoopParts) {
    this.#parts = parts;
  }

  /** True when no block is under way. */
  get isIdle(): boolean {
    return this.#running === undefined;
  }

  /** Tells that there may be work; cheap to call for each transaction. */
  wake(): void {
    this.#running ??= this.#run();
  }

  /** Signs an empty block if there is nothing else to sign. */
  beat(): void {
    this.#heartbeat = true;
    this.wake();
  }

  /** Resolves when that is so. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await nextTurn();
      while (this.#hasWork()) {
        await this.#commitOnce();
        // Lets verdicts and requests in that came meanwhile: they are cheaper in one commit than in two.
        await nextTurn();
      }
    } catch (error) {
      this.#failed = true;
      this.#parts.onFailed(error);
    } finally {
      this.#running = undefined;
    }
  }

  /** What stands in the way of every block from here on. */
  #tellUnknown(): void {
    const { runner, onUnknown } = this.#parts;
    if (runner.unknown !== undefined) onUnknown(runner.unknown);
  }

  #hasWork(): boolean {
    const { ready, runner } = this.#parts;
    if (this.#failed || runner.unknown !== undefined) return false;
    return ready.size > 0 || runner.tip.transactions.length > 0 || this.#heartbeat;
  }

  async #commitOnce(): Promise<void> {
    const { store, meters } = this.#parts;
    const startMs = performance.now();
    const update = store.begin();
    let blocks: BlockEffects[];
    try {
      blocks = await this.#advance(update);
    } catch (error) {
      update.abort();
      throw error;
    }
    const executedMs = performance.now();
    await update.commit();
    meters.executeMs.add(executedMs - startMs);
    meters.commitMs.add(performance.now() - executedMs);
    this.#parts.onCommitted(blocks);
    this.#tellUnknown();
  }

  /**
   * Executes the decided block, then decides the next one with what is ready and executes that too, as long as there
   * is room. Ends with a decided block that is empty, or that waits for the next commit because this one is full.
   */
  async #advance(update: StateUpdate): Promise<BlockEffects[]> {
    const { runner, ready, options } = this.#parts;
    const blocks: BlockEffects[] = [];
    const room = {
      transactions: options.maxCommitTransactions,
      bytes: options.maxCommitBytes,
    };
    this.#heartbeat = false;
    for (;;) {
      const { block } = runner.tip;
      room.transactions -= block.transactions.length;
      room.bytes -= byteLength(block.transactions);
      blocks.push(runner.execute(update));
      // A block that can't be executed here takes nothing along.
      const isKnown = runner.unknown === undefined;
      const { maxBlockTransactions } = options;
      const allowed = Number(runner.params.block.maxBytes) - BLOCK_OVERHEAD_BYTES;
      const maxBlockBytes = Math.min(options.maxBlockBytes, allowed);
      const taken = isKnown ? ready.take(maxBlockTransactions, maxBlockBytes) : [];
      const transactions = taken.map(({ transaction }) => transaction);
      runner.decide(update, transactions, options.clock());
      if (!hasRoom(room, runner.tip.block.transactions)) break;
      // The store's writer is at work already; requests need not wait for the whole commit either.
      if (room.transactions < options.maxCommitTransactions) await nextTurn();
    }
    runner.finish(update);
    return blocks;
  }
}

interface Room {
  readonly transactions: number;
  readonly bytes: number;
}

/** Whether a block should be executed in this commit too; a first one always is, however large. */
function hasRoom({ transactions, bytes }: Room, next: readonly Uint8Array[]): boolean {
  return next.length > 0 && transactions >= next.length && bytes >= byteLength(next);
}

function byteLength(transactions: readonly Uint8Array[]): number {
  return transactions.reduce((sum, transaction) => sum + transaction.length, 0);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

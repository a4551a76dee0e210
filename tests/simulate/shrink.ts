import { checkPromises } from './check/promises.ts';
import { Lockstep, rememberVerdicts } from './lockstep.ts';
import type { LockstepOptions } from './lockstep.ts';
import type { History, HistoryBlock } from './history.ts';

const MOST_BLOCKS = 150_000;

/** What is wrong with a history, and with how many of its blocks. */
export interface Fault {
  readonly error: Error;
  readonly blocks: number;
}

/** Executes a history from its genesis on; undefined: ledger and model agree in all. */
export async function findFault(
  { genesis, blocks }: History,
  options: LockstepOptions = {},
): Promise<Fault | undefined> {
  const lockstep = await Lockstep.found(genesis, options);
  for (const [place, block] of blocks.entries()) {
    try {
      await lockstep.block(block);
    } catch (error) {
      return { error: asError(error), blocks: place + 1 };
    }
  }
  try {
    checkPromises(lockstep.model.state);
    return undefined;
  } catch (error) {
    return { error: asError(error), blocks: blocks.length };
  }
}

export const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

/**
 * A shorter history that fails too: halves, quarters … of the blocks are left out, then of the
 * transactions, as long as something still fails.
 *
 * @param blocks how many are executed at most, over all trials.
 */
export async function shrink(
  history: History,
  options: LockstepOptions = {},
  blocks: number = MOST_BLOCKS,
): Promise<History> {
  const verify = options.verify ?? rememberVerdicts();
  const budget = { left: blocks };
  const fails = async (tried: readonly HistoryBlock[]): Promise<number | undefined> => {
    const fault = await findFault({ ...history, blocks: tried }, { ...options, verify });
    budget.left -= 1 + (fault?.blocks ?? tried.length);
    return fault?.blocks;
  };
  const whole = await reduce(history.blocks, fails, budget);
  // One transaction a block from here on, or the block as it was if that does not fail.
  const single = whole.flatMap((block) => {
    const { timeMs, transactions } = block;
    const [first, ...others] = transactions;
    if (first === undefined) return [block];
    const rest = others.map((bytes) => ({ timeMs, transactions: [bytes] }));
    return [{ ...block, transactions: [first] }, ...rest];
  });
  const isSameAlone = (await fails(single)) !== undefined;
  const least = isSameAlone ? await reduce(single, fails, budget) : whole;
  return { ...history, blocks: least };
}

/** Leaves out as much as it can; what comes behind the fault is never needed. */
async function reduce(
  items: readonly HistoryBlock[],
  fails: (items: readonly HistoryBlock[]) => Promise<number | undefined>,
  budget: { readonly left: number },
): Promise<readonly HistoryBlock[]> {
  let kept = items;
  let size = Math.ceil(kept.length / 2);
  while (size >= 1 && budget.left > 0) {
    let isSmaller = false;
    for (let at = 0; at < kept.length && budget.left > 0; ) {
      const without = [...kept.slice(0, at), ...kept.slice(at + size)];
      const blocks = await fails(without);
      if (blocks === undefined) at += size;
      else {
        kept = without.slice(0, blocks);
        isSmaller = true;
      }
    }
    if (size === 1 && !isSmaller) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return kept;
}

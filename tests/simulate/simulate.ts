import { decodeReceipt } from '@touchmark/ledger';
import { gather } from './actors/crowd.ts';
import { Dice } from './actors/dice.ts';
import { checkPromises } from './check/promises.ts';
import { FIRST_BLOCK_MS, simulationGenesis } from './history.ts';
import type { History, HistoryBlock } from './history.ts';
import { Lockstep } from './lockstep.ts';
import type { LockstepOptions } from './lockstep.ts';
import { asError } from './shrink.ts';
import { Tally } from './tally.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Simulation {
  readonly history: History;
  /** Of what was executed. */
  readonly tally: Tally;
  /** Root after each block, in hex. */
  readonly roots: readonly string[];
  /** What went wrong, if anything did: the last block of the history shows it. */
  readonly fault: Error | undefined;
}

/** Blocks a second apart, and now and then hours or days. */
export function stepMs(dice: Dice): number {
  return dice.weighted([
    [80, 1_000],
    [10, 1 + dice.below(HOUR_MS)],
    [8, 1 + dice.below(DAY_MS)],
    [1, 1 + dice.below(15 * DAY_MS)],
    [1, 1],
  ]);
}

const blockSize = (dice: Dice): number =>
  dice.weighted([
    [2, 0],
    [10, dice.between(1, 3)],
    [10, dice.between(4, 15)],
    [2, dice.between(20, 60)],
  ]);

/** A random history of so many actions, each block checked as it is made. */
export async function simulate(
  seed: number,
  actions: number,
  options: LockstepOptions = {},
): Promise<Simulation> {
  const genesis = simulationGenesis();
  const dice = new Dice(seed);
  const lockstep = await Lockstep.found(genesis, options);
  const crowd = gather(seed, dice, lockstep.model);
  const tally = new Tally();
  const blocks: HistoryBlock[] = [];
  const roots: string[] = [];
  let timeMs = FIRST_BLOCK_MS;
  let fault: Error | undefined;
  while (tally.actions < actions && fault === undefined) {
    timeMs += stepMs(dice);
    const transactions = crowd.transactions(blockSize(dice), timeMs);
    const block = { timeMs, transactions, misbehavior: crowd.misbehavior(lockstep.height + 1) };
    blocks.push(block);
    try {
      const { results } = await lockstep.block(block);
      const codes = results.map(({ data }) => decodeReceipt(data).code);
      tally.add(block, codes);
      roots.push(Buffer.from(lockstep.root).toString('hex'));
    } catch (error) {
      fault = asError(error);
    }
  }
  try {
    if (fault === undefined) checkPromises(lockstep.model.state);
  } catch (error) {
    fault = asError(error);
  }
  return { history: { genesis, blocks }, tally, roots, fault };
}

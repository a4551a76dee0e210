import { Crowd } from './actors/crowd.ts';
import { Dice } from './actors/dice.ts';
import { World } from './actors/world.ts';
import { publicKeyOf } from '@touchmark/crypto';
import { decodeReceipt } from '@touchmark/ledger';
import { CHAIN_ID, FIRST_BLOCK_MS, FOUNDER_IDS, founderSecret, simulationGenesis } from './history.ts';
import type { History, HistoryBlock } from './history.ts';
import { Lockstep } from './lockstep.ts';
import { Tally } from './tally.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Simulation {
  readonly history: History;
  readonly actions: number;
  /** How often each code came out. */
  readonly codes: ReadonlyMap<string, number>;
  /** How often an action of each type was accepted, and in all. */
  readonly types: ReadonlyMap<string, { readonly accepted: number; readonly given: number }>;
  /** Root after each block, in hex. */
  readonly roots: readonly string[];
  readonly entries: number;
  /** What went wrong, if anything did: the last block shows it. */
  readonly fault: Error | undefined;
}

/** Blocks a second apart, and now and then hours or days. */
function step(dice: Dice): number {
  return dice.weighted([
    [80, 1_000],
    [10, 1 + dice.below(HOUR_MS)],
    [8, 1 + dice.below(DAY_MS)],
    [1, 1 + dice.below(15 * DAY_MS)],
    [1, 1],
  ]);
}

/** A random history of so many actions, each block checked as it is made. */
export async function simulate(seed: number, actions: number): Promise<Simulation> {
  const genesis = simulationGenesis();
  const dice = new Dice(seed);
  const lockstep = await Lockstep.found(genesis);
  const world = new World(seed, dice, lockstep.model.state, CHAIN_ID);
  for (const id of FOUNDER_IDS) {
    const secretKey = founderSecret(id);
    const publicKey = publicKeyOf('ed25519', secretKey);
    world.keep({ algorithm: 'ed25519', secretKey, publicKey });
  }
  const crowd = new Crowd(world);
  const tally = new Tally();
  const blocks: HistoryBlock[] = [];
  const roots: string[] = [];
  let timeMs = FIRST_BLOCK_MS;
  let fault: Error | undefined;
  while (tally.actions < actions && fault === undefined) {
    timeMs += step(dice);
    const count = dice.weighted([
      [2, 0],
      [10, dice.between(1, 3)],
      [10, dice.between(4, 15)],
      [2, dice.between(20, 60)],
    ]);
    const block = { timeMs, transactions: crowd.transactions(count, timeMs) };
    blocks.push(block);
    try {
      const { results } = await lockstep.block(block);
      tally.add(
        block,
        results.map(({ data }) => decodeReceipt(data).code),
      );
      roots.push(Buffer.from(lockstep.root).toString('hex'));
    } catch (error) {
      fault = error instanceof Error ? error : new Error(String(error));
    }
  }
  const entries = lockstep.store.statistics().size;
  const { codes, types } = tally;
  return { history: { genesis, blocks }, actions: tally.actions, codes, types, roots, entries, fault };
}

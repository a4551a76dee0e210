/**
 * `npm run test:simulate`: a million random actions, and every way to execute them again.
 *
 *     npm run test:simulate -- [--actions 1000000] [--seed 1]    the long run, from this seed on
 *     … [--result NAME]                                          kept as bench/results/NAME.json
 *     npm run test:simulate -- --seed 17 --actions 20000 --one   one history, without the other ways
 *     npm run test:simulate -- --history FILE                    a history that was kept
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { conditions, keepResult } from '../long/conditions.ts';
import { Dice } from './actors/dice.ts';
import { describeHistory } from './describe.ts';
import { runEngine } from './engine/engine-run.ts';
import { readHistory, writeHistory } from './history.ts';
import type { History } from './history.ts';
import { replayKilled, replayOnDisk, replayOnRuntimes } from './replay/ways.ts';
import { findFault, shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import { Tally } from './tally.ts';

const ACTIONS = 1_000_000;
const ACTIONS_OF_ONE = 20_000;
/** One of so many histories goes through all runtimes, kills and (a part of it) a real engine. */
const ALL_WAYS_EVERY = 5;
const ENGINE_ACTIONS = 4_000;
const KILL_PERCENT = 12;

const { values } = parseArgs({
  options: {
    actions: { type: 'string' },
    seed: { type: 'string', default: '1' },
    one: { type: 'boolean', default: false },
    history: { type: 'string' },
    result: { type: 'string', default: 'simulate' },
  },
});

/** Says what failed and how to see it again. */
async function report(name: string, history: History, error: Error): Promise<void> {
  console.log(`${name}: ${error.message}`);
  console.log('looking for a shorter history that fails …');
  const small = await shrink(history);
  const file = join(tmpdir(), `touchmark-simulate-${name}.json`);
  writeHistory(file, small);
  console.log(describeHistory(small));
  console.log((await findFault(small))?.error.message);
  console.log(`again: npm run test:simulate -- --history ${file}`);
}

async function again(file: string): Promise<boolean> {
  const history = readHistory(file);
  const fault = await findFault(history);
  console.log(describeHistory(history));
  console.log(fault === undefined ? 'ledger and model agree' : fault.error.message);
  return fault === undefined;
}

interface Sums {
  histories: number;
  kills: number;
  engineActions: number;
  engineKills: number;
  acknowledged: number;
  readonly tally: Tally;
}

/** One history in every way; throws what went wrong. */
async function oneHistory(seed: number, actions: number, sums: Sums): Promise<void> {
  const { history, roots, tally, fault } = await simulate(seed, actions);
  if (fault !== undefined) {
    await report(`seed ${seed}`, history, fault);
    throw fault;
  }
  sums.histories += 1;
  sums.tally.merge(tally);
  if (values.one) return;
  const dice = new Dice(seed);
  await replayOnDisk(history, roots, dice);
  if (sums.histories % ALL_WAYS_EVERY !== 1) return;
  await replayOnRuntimes(history, roots);
  sums.kills += await replayKilled(history, roots, dice);
  const engine = await runEngine(seed, Math.min(actions, ENGINE_ACTIONS), KILL_PERCENT);
  sums.engineActions += engine.actions;
  sums.engineKills += engine.kills;
  sums.acknowledged += engine.acknowledged;
}

async function longRun(firstSeed: number, actions: number): Promise<boolean> {
  const startMs = performance.now();
  const sums: Sums = {
    histories: 0,
    kills: 0,
    engineActions: 0,
    engineKills: 0,
    acknowledged: 0,
    tally: new Tally(),
  };
  let failed: { readonly seed: number; readonly about: string } | undefined;
  for (let seed = firstSeed; sums.tally.actions < actions && failed === undefined; seed += 1) {
    const count = Math.min(ACTIONS_OF_ONE, actions - sums.tally.actions);
    console.log(`seed ${seed}: ${count} actions, ${sums.tally.actions} done`);
    try {
      await oneHistory(seed, count, sums);
    } catch (error) {
      failed = { seed, about: String(error) };
      console.log(`FAIL seed ${seed}: ${String(error)}`);
    }
    if (values.one) break;
  }
  const seconds = Math.round((performance.now() - startMs) / 1_000);
  const { tally, ...counts } = sums;
  const { actions: done, blocks, codes, types } = tally;
  const figures = { actions: done, blocks, ...counts, firstSeed, failed: failed ?? null };
  console.log(
    `${failed === undefined ? 'ok  ' : 'FAIL'} in ${seconds} s: ${JSON.stringify(figures)}`,
  );
  if (!values.one) {
    const sorted = (map: ReadonlyMap<string, unknown>) =>
      Object.fromEntries([...map].toSorted(([left], [right]) => (left < right ? -1 : 1)));
    const passed = failed === undefined;
    const detail = { types: sorted(types), codes: sorted(codes) };
    const scale = done / ACTIONS;
    keepResult(values.result, {
      passed,
      seconds,
      figures,
      ...detail,
      conditions: conditions(scale),
    });
  }
  return failed === undefined;
}

const isGood =
  values.history === undefined
    ? await longRun(Number(values.seed), Number(values.actions ?? ACTIONS))
    : await again(values.history);
if (!isGood) process.exitCode = 1;

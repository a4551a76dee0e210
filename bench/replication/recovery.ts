import { setTimeout as pause } from 'node:timers/promises';
import { type BenchOptions, type Figure, percentileOf } from '../figure.ts';
import type { NodeProcess } from '../fixture/node-process.ts';
import { LoadedNetwork } from './loaded-network.ts';
import { foundReplicatedNetwork, type Seat, startSeat } from './replicated-network.ts';
import { runPaced } from './run-paced.ts';
import { Wiring } from './wiring.ts';

const AWAY_MS = 5_000;
const CONNECTIONS = 6_000;
const POLL_MS = 50;
/** It serves again when it is no further behind than a block takes to go round. */
const BEHIND_BLOCKS = 2;
const PATIENCE_MS = 90_000;
const CALM_MS = 3_000;

interface Level {
  readonly name: string;
  readonly perSecond: number;
  readonly target: string;
}

const LEVELS: readonly Level[] = [
  { name: 'bft-recovery', perSecond: 50, target: '<= 5000' },
  { name: 'bft-recovery-loaded', perSecond: 2_400, target: '<= 15000' },
];

/** The fourth node; the load goes to the others. */
const VICTIM = 3;
const FAULTS = ['kill', 'pause', 'cut'] as const;

/** How long after a fault the node is back with the others, under light load and under much. */
export async function* measureRecovery(options: BenchOptions): AsyncIterable<Figure> {
  const rounds = options.quick ? 1 : 3;
  for (const level of LEVELS) {
    const directory = `${options.directory}-${level.name}`;
    const founded = await foundReplicatedNetwork(directory, true);
    const wiring = new Wiring(founded.network.directory, founded.wires);
    const perNode = Math.ceil((level.perSecond * PATIENCE_MS * FAULTS.length) / 3e3);
    const transactions = 4 * perNode * rounds;
    const network = await LoadedNetwork.start(directory, { transactions }, founded);
    try {
      yield await measureLevel(network, wiring, level, rounds);
    } finally {
      await network.stop();
      await wiring.end();
    }
  }
}

async function measureLevel(
  network: LoadedNetwork,
  wiring: Wiring,
  level: Level,
  rounds: number,
): Promise<Figure> {
  const times: Record<string, number[]> = {};
  const answering: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const fault of FAULTS) {
      const seconds = (AWAY_MS + 2 * CALM_MS) / 1e3 + (level.perSecond > 100 ? 15 : 5);
      const count = Math.ceil((level.perSecond * seconds) / 3) + 1;
      const files = network.files(`${fault}-${round}`, count);
      const targets = network.nodes
        .slice(0, VICTIM)
        .map(({ url }, node) => [url, files[node] as string] as const);
      const load = { rate: level.perSecond, seconds, connections: CONNECTIONS, targets };
      const loaded = runPaced(load);
      await pause(CALM_MS);
      const { answersMs, backMs } = await recover(network, wiring, fault);
      (times[fault] ??= []).push(backMs);
      if (answersMs !== undefined) answering.push(answersMs);
      await loaded;
    }
  }
  const all = Object.values(times).flat();
  const each = Object.entries(times).map(
    ([fault, found]) => `${fault} ${found.map(Math.round).join(', ')}`,
  );
  return {
    name: level.name,
    value: percentileOf(all, 0.95),
    unit: 'ms',
    baseline: null,
    ratio: null,
    target: level.target,
    note:
      `p95 of ${all.length}: from the restart after kill -9, from the end of a pause and of a cut of ${AWAY_MS / 1e3} s, ` +
      `until the node is at most ${BEHIND_BLOCKS} blocks behind; ${level.perSecond}/s offered to the others; ` +
      `${each.join('; ')}; after kill -9 it gives proven answers from ${answering.map(Math.round).join(', ')} on`,
  };
}

interface Recovery {
  /** After kill -9: when it serves what it had, with proofs. */
  readonly answersMs?: number;
  readonly backMs: number;
}

async function recover(
  network: LoadedNetwork,
  wiring: Wiring,
  fault: (typeof FAULTS)[number],
): Promise<Recovery> {
  const victim = network.nodes[VICTIM] as NodeProcess;
  if (fault === 'kill') {
    await victim.kill();
    const startMs = performance.now();
    network.nodes[VICTIM] = await startSeat(network.founded.seats[VICTIM] as Seat);
    const answersMs = performance.now() - startMs;
    return { answersMs, backMs: await untilWithOthers(network, startMs) };
  }
  if (fault === 'pause') victim.signal('SIGSTOP');
  else wiring.cut([VICTIM + 1]);
  await pause(AWAY_MS);
  const startMs = performance.now();
  if (fault === 'pause') victim.signal('SIGCONT');
  else wiring.cut([]);
  return { backMs: await untilWithOthers(network, startMs) };
}

async function untilWithOthers(network: LoadedNetwork, startMs: number): Promise<number> {
  for (;;) {
    const [others, own] = await Promise.all(
      [0, VICTIM].map((node) => network.newest(node).catch(() => undefined)),
    );
    const nowMs = performance.now();
    if (own !== undefined && others !== undefined) {
      if (own.height >= others.height - BEHIND_BLOCKS) return nowMs - startMs;
    }
    if (nowMs - startMs > PATIENCE_MS) throw new Error('the node does not come back');
    await pause(POLL_MS);
  }
}

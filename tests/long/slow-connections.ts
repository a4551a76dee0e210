import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Probing, probe } from '../faults/slow-connections/probe.ts';
import { SlowClients } from '../faults/slow-connections/slow-clients.ts';
import type { LongRun } from './long-run.ts';

const SERVER = resolve(import.meta.dirname, '../faults/slow-connections/server.ts');
const CONNECTIONS = 1_000;
const ROUNDS = 5;
const REQUESTS = 1_000;
const DRIP_MS = 1_000;
const SETTLE_MS = 3_000;
const LARGEST_RATIO = 3;

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Infinity;

/** Resident memory of a process, in MiB. */
function residentMiB(processId: number): number {
  const text = readFileSync(`/proc/${processId}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024);
}

interface Round {
  readonly calm: Probing;
  readonly slow: Probing;
  readonly open: number;
  readonly residentMiB: number;
}

async function round(address: string, processId: number, requests: number): Promise<Round> {
  const target = `${address}/v1/resolve/88/a`;
  const calm = await probe(target, requests);
  const clients = new SlowClients(Number(new URL(address).port), CONNECTIONS, DRIP_MS);
  try {
    await setTimeout(SETTLE_MS);
    const slow = await probe(target, requests);
    return { calm, slow, open: clients.open, residentMiB: residentMiB(processId) };
  } finally {
    clients.close();
    await setTimeout(SETTLE_MS);
  }
}

export const slowConnections: LongRun = {
  name: 'slow-connections',
  about:
    '1,000 connections that are slow on purpose; p95 of others at most three times that of calm',
  async run(say, scale) {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SERVER], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line]: unknown[] = await once(child.stdout, 'data');
    const address = String(line).trim();
    const rounds: Round[] = [];
    try {
      await probe(`${address}/v1/resolve/88/a`, REQUESTS / 2);
      for (let count = 0; count < ROUNDS; count += 1) {
        rounds.push(await round(address, child.pid ?? 0, Math.ceil(REQUESTS * scale)));
        say(JSON.stringify(rounds.at(-1)));
      }
    } finally {
      child.kill('SIGKILL');
    }
    const calmP95Ms = median(rounds.map(({ calm }) => calm.p95Ms));
    const slowP95Ms = median(rounds.map(({ slow }) => slow.p95Ms));
    const ratio = Math.round((slowP95Ms / calmP95Ms) * 100) / 100;
    const failed = rounds.reduce((sum, { slow }) => sum + slow.failed, 0);
    const held = rounds.every(({ open }) => open > CONNECTIONS / 2);
    const passed = failed === 0 && held && ratio <= LARGEST_RATIO;
    return { passed, figures: { calmP95Ms, slowP95Ms, ratio, failed, rounds } };
  },
};

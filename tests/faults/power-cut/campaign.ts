import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { AskedProcess } from '../asked-process.ts';
import { seededRandom } from '../seeded-random.ts';
import { type CrashOptions, type CrashState, crashState } from './crash-states.ts';
import { recordWriter, type RecordOptions } from './record.ts';
import type { Recording } from './recording.ts';

export interface CampaignOptions extends RecordOptions, CrashOptions {
  readonly strace: string;
  readonly seed: number;
  readonly states: number;
  /** Processes that check at the same time. */
  readonly checkers?: number;
}

export interface CampaignReport {
  /** Different states that were opened. */
  readonly states: number;
  readonly promises: number;
  readonly writes: number;
  readonly syncs: number;
  /** What was wrong, with how often. */
  readonly violations: ReadonlyMap<string, number>;
}

const CHECKER = resolve(import.meta.dirname, 'checker.ts');
/** Attempts at finding one more state that was not there yet. */
const ATTEMPTS = 50;

/** Records a writer, cuts the power at many moments, and opens what may then lie on the disk. */
export async function powerCuts(options: CampaignOptions): Promise<CampaignReport> {
  const folder = mkdtempSync(join(tmpdir(), 'touchmark-power-'));
  try {
    const recording = recordWriter(options.strace, folder, options);
    const promised = recording.events.filter((event) => event.kind === 'promise');
    const promisesFile = join(folder, 'promises');
    writeFileSync(promisesFile, promised.map(({ text }) => text).join(''));
    const states = distinctStates(recording, options);
    const violations = new Map<string, number>();
    let count = 0;
    const work = async (number: number): Promise<void> => {
      const checker = new AskedProcess([CHECKER, promisesFile]);
      for (let next = states.next(); next.done !== true; next = states.next()) {
        const place = join(folder, `state-${number}`);
        writeState(place, next.value);
        const answer = await checker.ask(`${place} ${next.value.promises}`);
        count += 1;
        if (answer === 'ok') continue;
        violations.set(answer, (violations.get(answer) ?? 0) + 1);
      }
      checker.close();
    };
    await Promise.all(Array.from({ length: options.checkers ?? 1 }, (_, number) => work(number)));
    const writes = recording.events.filter(({ kind }) => kind === 'write').length;
    const syncs = recording.events.filter(({ kind }) => kind === 'sync').length;
    return { states: count, promises: promised.length, writes, syncs, violations };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* distinctStates(recording: Recording, options: CampaignOptions): Generator<CrashState> {
  const random = seededRandom(options.seed);
  const moments = recording.events.map(({ start }) => start);
  const seen = new Set<string>();
  for (let found = 0; found < options.states; found += 1) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const moment = (moments[random(moments.length)] ?? 0) + random(2);
      const state = crashState(recording, moment, random, options);
      if (seen.has(state.signature)) continue;
      seen.add(state.signature);
      yield state;
      break;
    }
  }
}

function writeState(place: string, { files }: CrashState): void {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), bytes);
  }
}

/** What versions that are to come would do to a state: their migrations, tried on a copy of today's. */
import { verifySignature } from '@touchmark/crypto';
import { activationsKey, encodeActivations, type Ledger } from '@touchmark/ledger';
import type { StateUpdate } from '@touchmark/state';

/** A block with the first step of one version or several, and those after it until all steps are done. */
export interface MigrationTrial {
  readonly height: number;
  readonly versions: readonly { readonly module: string; readonly version: number }[];
  /** False: nobody has decided it; the trial takes the next block. */
  readonly isDecided: boolean;
  /** Blocks until nothing of it is left to do. */
  readonly blocks: number;
  /** Keys of the state that it wrote or removed. */
  readonly keys: number;
  readonly events: number;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

export interface TrialMoment {
  readonly chainId: string;
  /** The last executed block, and its time. */
  readonly height: number;
  readonly timeMs: number;
}

/** More steps than this are no steps: the work does not come to an end. */
const MOST_BLOCKS = 10_000;

interface Step {
  readonly height: number;
  readonly isDecided: boolean;
  readonly versions: { readonly module: string; readonly version: number }[];
}

/** Tries what is decided, in the order of the heights, and then what this software has beyond that. */
export function tryMigrations(
  ledger: Ledger,
  update: StateUpdate,
  moment: TrialMoment,
): MigrationTrial[] {
  const trials: MigrationTrial[] = [];
  for (const step of decidedSteps(ledger, update, moment)) {
    const trial = tryStep(ledger, update, moment, step);
    trials.push(trial);
    if (trial.error !== undefined) return trials;
  }
  const last = trials.at(-1);
  let height = last === undefined ? moment.height : last.height + last.blocks - 1;
  for (const step of undecidedSteps(ledger, update, height)) {
    const taken = { ...step, height: height + 1 };
    decide(ledger, update, taken);
    const trial = tryStep(ledger, update, moment, taken);
    trials.push(trial);
    if (trial.error !== undefined) return trials;
    height = trial.height + trial.blocks - 1;
  }
  return trials;
}

function decidedSteps(ledger: Ledger, update: StateUpdate, { height }: TrialMoment): Step[] {
  const steps = new Map<number, Step>();
  for (const { module, activations } of ledger.versions(update, height)) {
    for (const { version, height: at } of activations) {
      if (at <= height) continue;
      const step = steps.get(at) ?? { height: at, isDecided: true, versions: [] };
      step.versions.push({ module, version });
      steps.set(at, step);
    }
  }
  return [...steps.values()].sort((left, right) => left.height - right.height);
}

/** One version after the other, as they would have to be decided. */
function undecidedSteps(ledger: Ledger, update: StateUpdate, height: number): Step[] {
  return ledger.versions(update, height).flatMap(({ module, active, known }) =>
    Array.from({ length: Math.max(0, known - active) }, (_, index) => ({
      height,
      isDecided: false,
      versions: [{ module, version: active + 1 + index }],
    })),
  );
}

function decide(ledger: Ledger, update: StateUpdate, { height, versions }: Step): void {
  for (const { module, version } of versions) {
    const known = ledger.versions(update, height).find((one) => one.module === module);
    const value = encodeActivations([...(known?.activations ?? []), { version, height }]);
    update.write([{ key: activationsKey(module), value }]);
  }
}

function tryStep(
  ledger: Ledger,
  update: StateUpdate,
  { chainId, timeMs }: TrialMoment,
  { height, isDecided, versions }: Step,
): MigrationTrial {
  const keys = new Set<string>();
  let blocks = 0;
  let events = 0;
  const report = (error: MigrationTrial['error']): MigrationTrial => {
    return { height, versions, isDecided, blocks, keys: keys.size, events, error };
  };
  try {
    for (let isDue = true; isDue; ) {
      if (blocks === MOST_BLOCKS) {
        const message = `After ${MOST_BLOCKS} blocks there is still work that is due.`;
        return report({ code: 'ENGINE_MIGRATION_ENDLESS', message });
      }
      const block = { chainId, height: height + blocks, timeMs, transactions: [] };
      const outcome = ledger.executeBlock(block, update, verifySignature);
      blocks += 1;
      events += outcome.events.length;
      for (const { key } of outcome.writes) keys.add(Buffer.from(key).toString('latin1'));
      if (outcome.writes.length > 0) update.write(outcome.writes);
      const dueMs = ledger.dueMs(update, height + blocks);
      isDue = dueMs !== undefined && dueMs <= timeMs;
    }
    return report(undefined);
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    const message = error instanceof Error ? error.message : String(error);
    return report({ code: typeof code === 'string' ? code : 'ENGINE_MIGRATION_FAILED', message });
  }
}

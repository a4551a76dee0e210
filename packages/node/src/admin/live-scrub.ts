import type { Engine, EngineScrub } from '@touchmark/engine';
import type { Logger } from '../log.ts';

/** The last scrub that came to an end. */
export interface ScrubRecord {
  readonly endedAtMs: number;
  readonly seconds: number;
  readonly ok: boolean;
  /** Records, entries of tables, blocks, transactions, events and versions that were checked. */
  readonly checked: number;
}

export type ScrubProgressListener = (progress: { done: number; total: number }) => void;

/** A scrub is under way already. */
export class ScrubBusyError extends Error {
  readonly code = 'ADMIN_SCRUB_BUSY';

  constructor() {
    super('A scrub of this node is under way already. Wait for its end, or see the log for it.');
    this.name = 'ScrubBusyError';
  }
}

/** Scrubs a running node, one scrub at a time, at a bounded rate. */
export class LiveScrub {
  readonly #engine: Engine;
  readonly #log: Logger;
  #isRunning = false;
  #last: ScrubRecord | undefined;

  constructor(engine: Engine, log: Logger) {
    this.#engine = engine;
    this.#log = log;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get last(): ScrubRecord | undefined {
    return this.#last;
  }

  /** @throws ScrubBusyError; EngineError and StateError with what is damaged; an AbortError. */
  async run(
    recordsPerSecond: number,
    signal: AbortSignal,
    onProgress: ScrubProgressListener = () => undefined,
  ): Promise<EngineScrub> {
    if (this.#isRunning) throw new ScrubBusyError();
    this.#isRunning = true;
    const startedAt = performance.now();
    const seconds = (): number => Math.round(performance.now() - startedAt) / 1_000;
    this.#log.info({ recordsPerSecond }, 'a scrub begins');
    try {
      const found = await this.#engine.scrub({ recordsPerSecond, signal }, onProgress);
      const checked = checkedIn(found);
      this.#last = { endedAtMs: Date.now(), seconds: seconds(), ok: true, checked };
      this.#log.info({ checked, seconds: seconds() }, 'a scrub found everything in order');
      return found;
    } catch (error) {
      if (signal.aborted) {
        this.#log.info({ seconds: seconds() }, 'a scrub was called off');
        throw error;
      }
      this.#last = { endedAtMs: Date.now(), seconds: seconds(), ok: false, checked: 0 };
      this.#log.error(
        { err: error, seconds: seconds() },
        'a scrub found damage: stop this node and restore it from a backup or an export',
      );
      throw error;
    } finally {
      this.#isRunning = false;
    }
  }
}

function checkedIn({ state, chain }: EngineScrub): number {
  const { blocks, transactions, events, versions } = chain;
  return state.records + state.tableEntries + blocks + transactions + events + versions;
}

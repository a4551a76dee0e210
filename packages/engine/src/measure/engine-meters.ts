import type { EngineStatus } from '../engine.ts';
import { Histogram } from './histogram.ts';
import { RateMeter } from './rate-meter.ts';

const MIN_RETRY_MS = 50;
const MAX_RETRY_MS = 5_000;

/** What an engine counts and times since it was opened. */
export class EngineMeters {
  readonly totals = { blocks: 0, transactions: 0, refused: 0, overloaded: 0, duplicates: 0 };
  readonly signaturesMs: Histogram = new Histogram();
  readonly executeMs: Histogram = new Histogram();
  readonly commitMs: Histogram = new Histogram();
  readonly submitMs: Histogram = new Histogram();
  readonly #rate = new RateMeter(performance.now());

  blockCommitted(transactions: number, nowMs: number): void {
    this.totals.blocks += 1;
    this.totals.transactions += transactions;
    this.#rate.add(transactions, nowMs);
  }

  /** About as long as so many transactions will take. */
  retryAfterMs(waiting: number): number {
    const rate = this.#rate.perSecond(performance.now());
    const waitMs = rate > 0 ? (waiting / rate) * 1000 : MAX_RETRY_MS;
    return Math.ceil(Math.min(MAX_RETRY_MS, Math.max(MIN_RETRY_MS, waitMs)));
  }

  summary(): Pick<EngineStatus, 'totals' | 'transactionsPerSecond' | 'timings'> {
    return {
      totals: { ...this.totals },
      transactionsPerSecond: this.#rate.perSecond(performance.now()),
      timings: {
        signaturesMs: this.signaturesMs.summary(),
        executeMs: this.executeMs.summary(),
        commitMs: this.commitMs.summary(),
        submitMs: this.submitMs.summary(),
      },
    };
  }
}

import { VerifyError } from '../verify-error.ts';

/** How far a header's time may lie ahead of this machine's clock. */
export const MAX_CLOCK_DRIFT_MS = 10_000;

/**
 * Rules that need a clock; without `nowMs` none is applied. So it is meant for what is kept: a receipt or an answer,
 * years old, holds as long as what it is checked against. It does not tell whether keys that were given up since
 * signed it: who got hold of two thirds of an old set can sign any later header for those who look at no clock.
 */
export interface ClockOptions {
  /** This machine's time, milliseconds since 1970. */
  nowMs?: number;
  /**
   * How old may be what is trusted, for a header above all of it (VERIFY_TRUST_EXPIRED); default:
   * DEFAULT_TRUST_PERIOD_MS. Infinity: however old.
   */
  trustPeriodMs?: number;
  /** Refuse headers older than this. */
  maxAgeMs?: number;
  /** Default: MAX_CLOCK_DRIFT_MS. */
  maxDriftMs?: number;
}

/** Throws if a header of `timeMs` comes from the future or is older than the caller wants. */
export function checkClock(timeMs: number, options: ClockOptions): void {
  const { nowMs, maxAgeMs, maxDriftMs = MAX_CLOCK_DRIFT_MS } = options;
  if (nowMs === undefined) {
    if (maxAgeMs === undefined) return;
    throw new VerifyError('VERIFY_TOO_OLD', 'Without nowMs no age can be told: give both.');
  }
  if (timeMs > nowMs + maxDriftMs) {
    throw new VerifyError(
      'VERIFY_FROM_FUTURE',
      `The header's time is ${(timeMs - nowMs) / 1000} s ahead of this clock. Set the clock, or ask another node.`,
    );
  }
  if (maxAgeMs !== undefined && timeMs < nowMs - maxAgeMs) {
    throw new VerifyError(
      'VERIFY_TOO_OLD',
      `The header is ${(nowMs - timeMs) / 1000} s old; at most ${maxAgeMs / 1000} s were asked for. ` +
        'Ask again, or ask another node.',
    );
  }
}

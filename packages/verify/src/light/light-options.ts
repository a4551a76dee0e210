import { MAX_CLOCK_DRIFT_MS } from '../header/clock.ts';
import { DEFAULT_TRUST_PERIOD_MS } from '../header/trust-period.ts';
import { VerifyError } from '../verify-error.ts';

/** A share of the trusted voting power, from 1/3 to 1. */
export interface TrustLevel {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const DEFAULT_TRUST_LEVEL: TrustLevel = { numerator: 1n, denominator: 3n };

export interface LightOptions {
  /** This machine's time, milliseconds since 1970. Absent: nothing that needs a clock is checked. */
  readonly nowMs?: number;
  /** Default: DEFAULT_TRUST_PERIOD_MS; Infinity: however old what is trusted may be. */
  readonly trustPeriodMs?: number;
  /** How much of a trusted set must have signed a header that is not the next one. */
  readonly trustLevel?: TrustLevel;
  /** Default: MAX_CLOCK_DRIFT_MS. */
  readonly maxDriftMs?: number;
}

export interface LightRules {
  readonly nowMs: number | undefined;
  readonly trustPeriodMs: number;
  readonly trustLevel: TrustLevel;
  readonly maxDriftMs: number;
}

/** @throws VerifyError VERIFY_TRUST_INVALID for a trust level below 1/3 or above 1. */
export function lightRules(options: LightOptions): LightRules {
  const { numerator, denominator } = options.trustLevel ?? DEFAULT_TRUST_LEVEL;
  if (denominator < 1n || numerator * 3n < denominator || numerator > denominator) {
    throw new VerifyError(
      'VERIFY_TRUST_INVALID',
      `A trust level is from 1/3 to 1; ${numerator}/${denominator} is not.`,
    );
  }
  return {
    nowMs: options.nowMs,
    trustPeriodMs: options.trustPeriodMs ?? DEFAULT_TRUST_PERIOD_MS,
    trustLevel: { numerator, denominator },
    maxDriftMs: options.maxDriftMs ?? MAX_CLOCK_DRIFT_MS,
  };
}

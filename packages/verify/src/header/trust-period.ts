import { compareTimestamps, type Header, msOfTimestamp } from '@touchmark/codec';
import { VerifyError } from '../verify-error.ts';
import type { TrustAnchor } from './trust.ts';

const DAY_MS = 86_400_000;

/**
 * How long validators answer for what they signed: whoever left longer ago can sign another past and lose nothing.
 */
export const DEFAULT_TRUST_PERIOD_MS: number = 30 * DAY_MS;

export interface TrustPeriod {
  /** This machine's time, milliseconds since 1970. Absent: no age is refused. */
  readonly nowMs?: number | undefined;
  readonly trustPeriodMs?: number | undefined;
}

/** What is trusted nearest to a header: not above it, and above it. */
export interface Around {
  readonly anchor: TrustAnchor;
  readonly above?: TrustAnchor | undefined;
}

/** Throws unless what is trusted is young enough for its validators to answer for a later header. */
export function requireYoung(anchor: TrustAnchor, period: TrustPeriod): void {
  const { nowMs, trustPeriodMs = DEFAULT_TRUST_PERIOD_MS } = period;
  if (nowMs === undefined) return;
  if (msOfTimestamp(anchor.periodFrom) + trustPeriodMs > nowMs) return;
  throw new VerifyError(
    'VERIFY_TRUST_EXPIRED',
    `The trust in block ${anchor.height} is more than ${trustPeriodMs / DAY_MS} days old: keys that were given ` +
      'up since could sign anything. Ask somebody you believe for height and hash of a newer header, and renew the ' +
      'trust with them: touchmark trust renew --at HEIGHT:HASH.',
  );
}

/**
 * What is above all that is trusted needs young trust. What is below some of it is the past: signed by the validators
 * of then, whatever became of their keys, and never later than what came after.
 */
export function checkAge({ anchor, above }: Around, header: Header, period: TrustPeriod): void {
  if (above === undefined) {
    const isAnchor = anchor.hash !== undefined && header.height === anchor.height;
    if (!isAnchor) requireYoung(anchor, period);
    return;
  }
  if (compareTimestamps(header.time, above.time) < 0) return;
  throw new VerifyError(
    'VERIFY_HEADER_TIME',
    `Header ${header.height} is not earlier than what is trusted, block ${above.height}. Ask another node.`,
  );
}

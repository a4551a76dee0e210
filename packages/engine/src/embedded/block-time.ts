import { compareTimestamps, type Timestamp, timestampOfMs } from '@touchmark/codec';

/**
 * Time of the next block: the clock's, but always later than the block before. A clock that stands still, or was set
 * back, gives one nanosecond more, so block time can never run ahead of a good clock however fast blocks are.
 */
export function nextBlockTime(previous: Timestamp, nowMs: number): Timestamp {
  const now = timestampOfMs(Math.floor(nowMs));
  if (compareTimestamps(now, previous) > 0) return now;
  if (previous.nanos < 999_999_999) return { seconds: previous.seconds, nanos: previous.nanos + 1 };
  return { seconds: previous.seconds + 1n, nanos: 0 };
}

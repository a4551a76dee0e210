import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { formatTimestamp, parseTimestamp } from './rfc3339.ts';
import { compareTimestamps, msOfTimestamp, timestampOfMs, ZERO_TIME } from './types.ts';

test('reads and writes times as Date does, over all years', () => {
  const years = { min: -62_135_596_800_000, max: 253_402_300_799_999 };
  fc.assert(
    fc.property(fc.integer(years), (timeMs) => {
      const iso = new Date(timeMs).toISOString();
      assert.deepEqual(parseTimestamp(iso), timestampOfMs(timeMs));
      const text = formatTimestamp(timestampOfMs(timeMs));
      assert.equal(text, iso.replace(/\.?0+Z$/, 'Z').replace(/:0?Z$/, ':00Z'));
      assert.equal(msOfTimestamp(timestampOfMs(timeMs)), timeMs);
    }),
    { numRuns: 3000 },
  );
});

test('keeps nanoseconds, and writes them as Go does', () => {
  for (const text of [
    '2023-05-17T14:12:48.347696215Z',
    '2026-01-01T00:00:00.1Z',
    '2026-01-01T00:00:00.000000001Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
    '2000-02-29T00:00:00Z',
  ]) {
    assert.equal(formatTimestamp(parseTimestamp(text)!), text);
  }
  assert.deepEqual(parseTimestamp('0001-01-01T00:00:00Z'), ZERO_TIME);
});

test('what is no time in UTC is refused', () => {
  for (const text of [
    '',
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00+00:00',
    '2026-01-01T00:00:00+08:00',
    '2026-01-01 00:00:00Z',
    '2026-01-01t00:00:00z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-12-31T23:59:60Z',
    '2026-01-01T00:00:00.Z',
    '2026-01-01T00:00:00.1234567890Z',
    '0000-01-01T00:00:00Z',
    '12026-01-01T00:00:00Z',
    '２026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z\n',
  ]) {
    assert.equal(parseTimestamp(text), undefined, text);
  }
});

test('times are ordered to the nanosecond', () => {
  const times = [
    ZERO_TIME,
    { seconds: 0n, nanos: 0 },
    { seconds: 0n, nanos: 1 },
    { seconds: 1n, nanos: 0 },
  ];
  for (const [left, right] of times.slice(1).map((time, index) => [times[index]!, time] as const)) {
    assert.ok(compareTimestamps(left, right) < 0);
    assert.ok(compareTimestamps(right, left) > 0);
    assert.equal(compareTimestamps(left, left), 0);
  }
});

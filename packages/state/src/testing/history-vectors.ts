import { encode } from '@touchmark/codec';
import { encodeVersioned } from '../proof/history.ts';
import { digest } from './crafted-proof.ts';
import { hex, utf8 } from './vector-files.ts';

/** Three versions of one record, oldest first. */
function threeVersions(): Uint8Array[] {
  const first = encodeVersioned({
    version: 1,
    height: 5,
    timeMs: 1_700_000_000_000,
    previous: null,
    body: utf8('first'),
  });
  const second = encodeVersioned({
    version: 2,
    height: 9,
    timeMs: 1_700_000_100_000,
    previous: digest(first),
    body: utf8('second'),
  });
  const third = encodeVersioned({
    version: 3,
    height: 9,
    timeMs: 1_700_000_100_000,
    previous: digest(second),
    body: utf8('third'),
  });
  return [first, second, third];
}

export function historyCases(): object[] {
  const [first, second, third] = threeVersions().map(hex);
  return [
    { name: 'one version', current: first, older: [], versions: [1] },
    { name: 'down to the first', current: third, older: [second, first], versions: [3, 2, 1] },
    { name: 'not down to the first', current: third, older: [second], versions: [3, 2] },
    { name: 'none older given', current: third, older: [], versions: [3] },
  ];
}

type Envelope = readonly [number, number, number, Uint8Array | null, Uint8Array];

const raw = (...fields: Envelope): string => hex(encode([...fields]));

export function invalidHistoryCases(): object[] {
  const [first, second, third] = threeVersions().map(hex) as [string, string, string];
  const link = digest(Buffer.from(first, 'hex'));
  const body = utf8('x');
  const broken = 'HISTORY_BROKEN';
  const malformed = 'HISTORY_MALFORMED';
  return [
    { name: 'a version left out', current: third, older: [first], code: broken },
    { name: 'the wrong order', current: third, older: [first, second], code: broken },
    { name: 'something before the first', current: first, older: [second], code: broken },
    {
      name: 'a version skipped',
      current: raw(3, 9, 9e12, link, body),
      older: [first],
      code: broken,
    },
    {
      name: 'younger than its successor',
      current: raw(2, 4, 9e12, link, body),
      older: [first],
      code: broken,
    },
    {
      name: 'later than its successor',
      current: raw(2, 9, 1, link, body),
      older: [first],
      code: broken,
    },
    { name: 'version 0', current: raw(0, 1, 1, null, body), older: [], code: malformed },
    {
      name: 'a first version with a predecessor',
      current: raw(1, 1, 1, link, body),
      older: [],
      code: malformed,
    },
    {
      name: 'a later version without one',
      current: raw(2, 1, 1, null, body),
      older: [],
      code: malformed,
    },
    {
      name: 'a short predecessor',
      current: raw(2, 1, 1, link.subarray(1), body),
      older: [],
      code: malformed,
    },
    { name: 'not an envelope', current: hex(encode(['envelope'])), older: [], code: malformed },
    { name: 'one byte too many', current: `${first}00`, older: [], code: malformed },
    {
      name: 'a version beyond 32 bits',
      current: raw(2 ** 32, 1, 1, link, body),
      older: [],
      code: malformed,
    },
  ];
}

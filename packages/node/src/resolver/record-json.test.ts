import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CborWriter } from '@touchmark/codec';
import { encodeVersioned } from '@touchmark/state/proof';
import { decodeRecordBody, type RecordValue } from '@touchmark/verify';
import * as fc from 'fast-check';
import { recordJson } from './record-json.ts';

interface GivenValue {
  index: number;
  type: string;
  data: string | Uint8Array;
  ttl: number;
  permissions: number;
}

const anyValue = fc
  .record({
    index: fc.integer({ min: 1, max: 0xffff_ffff }),
    type: fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
    text: fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    bytes: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    isText: fc.boolean(),
    ttl: fc.nat(),
    permissions: fc.nat(15),
  })
  .map(({ isText, text, bytes, ...value }): GivenValue => {
    const isRestricted = (value.permissions & 2) === 0;
    return { ...value, data: isText && !isRestricted ? text : bytes };
  });

const anyRecord = fc.record({
  version: fc.integer({ min: 1, max: 300 }),
  height: fc.nat(),
  timeMs: fc.integer({ min: 0, max: 4e12 }),
  retired: fc.boolean(),
  transaction: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  values: fc
    .uniqueArray(anyValue, { selector: ({ index }) => index, maxLength: 5 })
    .map((values) => values.sort((left, right) => left.index - right.index)),
  reason: fc.option(fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed())),
});

type GivenRecord = typeof anyRecord extends fc.Arbitrary<infer Given> ? Given : never;

function bodyOf({ retired, transaction, values, reason }: GivenRecord): Uint8Array {
  const writer = new CborWriter()
    .array(5)
    .uint(retired ? 1 : 0)
    .text('holder')
    .bytes(transaction);
  writer.array(values.length);
  for (const { index, type, data, ttl, permissions } of values) {
    writer.array(5).uint(index).text(type);
    if (typeof data === 'string') writer.text(data);
    else writer.bytes(data);
    writer.uint(ttl).uint(permissions);
  }
  return (reason === null ? writer.null() : writer.text(reason)).finish();
}

function shownData({ data }: RecordValue): object {
  if (data.kind === 'text') return { format: 'text', value: data.text };
  if (data.kind === 'digest') {
    return { format: 'digest', value: Buffer.from(data.digest).toString('hex') };
  }
  return { format: 'base64', value: Buffer.from(data.bytes).toString('base64') };
}

test('the quick JSON of any record says what the decoder of the verifier reads', () => {
  fc.assert(
    fc.property(anyRecord, (given) => {
      const { version, height, timeMs } = given;
      const body = bodyOf(given);
      const previous = version === 1 ? null : new Uint8Array(32);
      const envelope = encodeVersioned({ version, height, timeMs, previous, body });
      // As a part of something larger, as the store gives it.
      const padded = Buffer.concat([Buffer.alloc(7), envelope, Buffer.alloc(3)]).subarray(
        7,
        7 + envelope.length,
      );
      const first = { height: 5, timeMs: 1_000 };
      const record = recordJson('88/a', padded, () => first);
      const decoded = decodeRecordBody(body);
      const updated = { block: height, time: new Date(timeMs).toISOString() };
      assert.deepEqual(JSON.parse(`{${record.members}}`), {
        identifier: '88/a',
        status: decoded.status,
        version,
        holder: 'holder',
        values: decoded.values.map((value) => ({
          index: value.index,
          type: value.type,
          data: shownData(value),
          ttl: value.ttlSeconds,
          permissions: value.permissions.toString(2).padStart(4, '0'),
        })),
        registered: version === 1 ? updated : { block: 5, time: '1970-01-01T00:00:01.000Z' },
        updated,
        transaction: Buffer.from(given.transaction).toString('hex'),
        ...(given.reason === null ? {} : { reason: given.reason }),
      });
    }),
    { numRuns: 500 },
  );
});

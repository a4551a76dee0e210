import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseEventStream, type StreamedEvent } from './parse-event-stream.ts';

async function* pieces(parts: readonly string[]): AsyncGenerator<string, void, undefined> {
  yield* parts;
}

async function parse(...parts: string[]): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = [];
  for await (const event of parseEventStream(pieces(parts))) events.push(event);
  return events;
}

const TWO =
  'retry: 30\n\n: hello\n\nid: 1-0-0\nevent: a.b\ndata: {"x":1}\n\nid: 1-0-1\r\ndata: p\r\ndata:q\r\n\r\n';
const TWO_EVENTS = [
  { type: '', data: '', id: '', retryMs: 30 },
  { type: 'a.b', data: '{"x":1}', id: '1-0-0', retryMs: 30 },
  { type: 'message', data: 'p\nq', id: '1-0-1', retryMs: 30 },
];

test('events with their ids, types and data; comments are passed over', async () => {
  assert.deepEqual(await parse(TWO), TWO_EVENTS);
});

test('the cuts between pieces do not matter', async () => {
  const cuts = fc.uniqueArray(fc.nat(TWO.length), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(cuts, async (places) => {
      const sorted = [0, ...places.toSorted((a, b) => a - b), TWO.length];
      const parts = sorted.slice(1).map((end, index) => TWO.slice(sorted[index], end));
      assert.deepEqual(await parse(...parts), TWO_EVENTS);
    }),
  );
});

test('an event that the stream breaks off in is dropped', async () => {
  assert.deepEqual(await parse('id: 1\ndata: a\n\nid: 2\ndata: b\n'), [
    { type: 'message', data: 'a', id: '1', retryMs: undefined },
  ]);
});

test('a place without an event is told, once it is complete', async () => {
  assert.deepEqual(await parse('id: 7-0-0\nretry: 9\n\nid: 8-0-0\n'), [
    { type: '', data: '', id: '7-0-0', retryMs: 9 },
  ]);
});

test('a line without end is refused', async () => {
  await assert.rejects(parse('data: ', 'x'.repeat(5_000_000)), { code: 'SDK_RESPONSE_INVALID' });
});

test('an event of endlessly many lines is refused', async () => {
  const line = `data: ${'x'.repeat(99_000)}\n`;
  const lines = Array.from({ length: 50 }, () => line);
  await assert.rejects(parse(...lines), { code: 'SDK_RESPONSE_INVALID' });
});

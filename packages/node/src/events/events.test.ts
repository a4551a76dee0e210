import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventClient } from '../testing/event-client.ts';
import { registration, transaction, url } from '../testing/test-network.ts';
import { done, get, testNode } from '../testing/test-node.ts';

const one = [url('one')];
const register = (suffix: string) => transaction([registration([suffix], one)]);

test('a stream gives what happens from now on, at once', async (context) => {
  const node = await testNode(context);
  const client = await EventClient.open(node.url);
  assert.equal(client.response.headers['content-type'], 'text/event-stream');
  assert.equal(client.response.headers['access-control-allow-origin'], '*');
  await client.until(() => client.messages.some((message) => message.retry !== undefined));
  const place = client.messages[0]?.id ?? '';
  assert.match(place, /^\d+-4294967294-4294967294$/);
  const receipt = await done(node, register('a'));
  await client.until(() => client.events.length === 1);
  const again = await EventClient.open(node.url, { 'last-event-id': place });
  await again.until(() => again.events.length === 1);
  assert.deepEqual(again.events, client.events);
  again.close();
  const [event] = client.events;
  assert.equal(event?.id, `${receipt.block}-0-0`);
  assert.equal(event?.event, 'naming.registered');
  assert.deepEqual(JSON.parse(event?.data ?? '').params.suffixes, ['a']);
  client.close();
});

test('a client that was cut off goes on where it was, without gap or repetition', async (context) => {
  const node = await testNode(context);
  for (let number = 0; number < 5; number++) await done(node, register(`s${number}`));
  const first = await EventClient.open(node.url, { 'last-event-id': '0-0-0' });
  await first.until(() => first.events.length >= 3);
  const seen = first.events.slice(0, 3);
  first.close();
  for (let number = 5; number < 600; number += 35) await done(node, register(`s${number}`));
  const second = await EventClient.open(node.url, { 'last-event-id': seen.at(-1)?.id ?? '' });
  const page = await get(node, '/v1/events?limit=1000');
  const all = page.body['events'];
  assert.ok(Array.isArray(all));
  await second.until(() => second.events.length === all.length - 3);
  assert.deepEqual(
    [...seen, ...second.events].map((event) => event.id),
    all.map((event: { id: string }) => event.id),
  );
  const rest = await get(node, `/v1/events?after=${seen.at(-1)?.id}&limit=2`);
  assert.deepEqual(rest.body['events'], all.slice(3, 5));
  second.close();
});

test('an idle stream has a heartbeat', async (context) => {
  const node = await testNode(context, { 'events.heartbeat_ms': '100' });
  const client = await EventClient.open(node.url);
  await client.until(() => client.messages.filter((message) => message.comment).length >= 2);
  client.close();
});

test('ids that are none are refused', async (context) => {
  const node = await testNode(context);
  for (const id of ['x', '1', '1-2', '-1-0-0', '1-0-0-0', '1-4294967296-0', '9'.repeat(30)]) {
    const answer = await get(node, '/v1/events', { 'last-event-id': id });
    assert.deepEqual([answer.status, answer.body['code']], [400, 'EVENT_ID_INVALID'], id);
  }
});

test('an id of a block to come is refused: nobody waits in silence for a ledger that was started over', async (context) => {
  const node = await testNode(context);
  const headers = { 'last-event-id': '7-0-0', accept: 'text/event-stream' };
  const answer = await get(node, '/v1/events', headers);
  assert.deepEqual([answer.status, answer.body['code']], [400, 'EVENT_ID_INVALID']);
  assert.match(
    String(answer.body['detail']),
    /no block 7 yet; the newest is \d+\. If the ledger was started over/,
  );
  assert.equal((await get(node, '/v1/events?after=7-0-0')).status, 400);
});

test('only so many streams are open at a time', async (context) => {
  const node = await testNode(context, { 'events.max_clients': '2' });
  const clients = [await EventClient.open(node.url), await EventClient.open(node.url)];
  const third = await get(node, '/v1/events', { accept: 'text/event-stream' });
  assert.deepEqual([third.status, third.body['code']], [503, 'EVENTS_FULL']);
  assert.equal(third.headers.get('retry-after'), '5');
  for (const client of clients) client.close();
  for (let attempt = 0; ; attempt++) {
    const again = await EventClient.open(node.url);
    again.close();
    if (again.response.statusCode === 200) break;
    assert.ok(attempt < 100);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
});

test('a stopping node ends its streams with the id to go on from', async (context) => {
  const node = await testNode(context);
  const client = await EventClient.open(node.url, { 'last-event-id': '0-0-0' });
  await client.until(() => client.events.length === 1);
  const closed = node.close();
  await client.ended;
  await closed;
  const last = client.messages.at(-1);
  assert.equal(last?.event, 'end');
  assert.equal(JSON.parse(last?.data ?? '').lastEventId, client.events.at(-1)?.id);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registration, transaction, url } from '../testing/test-network.ts';
import { done, get, testNode } from '../testing/test-node.ts';
import { ResolveTally } from './tally.ts';

const LINE =
  /^[a-z_][a-z0-9_]*(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? (-?[\d.e+-]+|NaN|\+Inf)$/;

const UNIT = new RegExp(
  '_(seconds|bytes|total|info|height|transactions|streams|workers|running|ratio|threads|' +
    'waiting|entries|readers|limit|ok|version|unknown)$',
);

test('the metrics are in the exposition format and count what happened', async (context) => {
  const node = await testNode(context);
  await done(node, transaction([registration(['a'], [url('x')])]));
  await get(node, '/v1/resolve/88/a');
  await get(node, '/v1/resolve/88/a?proof=1');
  await get(node, '/v1/resolve/88/b');
  await get(node, '/v1/blocks/2');
  const { text, headers } = await get(node, '/metrics');
  assert.match(headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const families = new Set<string>();
  for (const line of text.split('\n')) {
    if (line.startsWith('# TYPE ')) {
      const name = line.split(' ')[2] ?? '';
      assert.ok(!families.has(name), `${name} twice`);
      families.add(name);
    } else if (line !== '' && !line.startsWith('#')) assert.match(line, LINE);
  }
  const value = (series: string): number => {
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
    return Number(line?.split(' ')[1]);
  };
  assert.equal(value('touchmark_resolutions_total{outcome="present",proof="false"}'), 1);
  assert.equal(value('touchmark_resolutions_total{outcome="present",proof="true"}'), 1);
  assert.equal(value('touchmark_resolutions_total{outcome="absent",proof="false"}'), 1);
  assert.equal(value('touchmark_resolve_duration_seconds_count'), 3);
  assert.equal(value('touchmark_resolve_duration_seconds_bucket{le="+Inf"}'), 3);
  assert.equal(value('touchmark_transactions_total'), 2);
  assert.equal(value('touchmark_block_height'), node.engine.status().height);
  assert.equal(value('touchmark_running'), 1);
  assert.ok(value('touchmark_commit_duration_seconds_count') > 0);
  assert.ok(text.includes('route="/v1/blocks/:height",method="GET",status="200"'));
  assert.match(text, /touchmark_build_info\{version="\d+\.\d+\.\d+",node_version="v\d+/);
  // Every name of ours says its unit, or what it counts.
  for (const name of families) {
    if (!name.startsWith('touchmark_')) continue;
    assert.match(name, UNIT);
  }
});

test('metrics can be switched off', async (context) => {
  const node = await testNode(context, { 'metrics.enabled': 'false' });
  assert.equal((await get(node, '/metrics')).status, 404);
  assert.equal((await get(node, '/livez')).status, 200);
});

test('tallies of several processes add up; foreign numbers are left out', () => {
  const [main, worker] = [new ResolveTally(), new ResolveTally()];
  worker.count('present', true, 0.03);
  worker.count('absent', false, 400);
  main.count('present', true, 1);
  main.add(worker.take());
  main.add(worker.take());
  main.add([1, 2, 3]);
  assert.equal(main.total('present', true), 2);
  assert.equal(main.total('absent', false), 1);
  assert.equal(main.resolutions(), 3);
  assert.equal(main.durations().at(-1), 1);
  assert.ok(Math.abs(main.durationSumSeconds() - 0.40103) < 1e-9);
});

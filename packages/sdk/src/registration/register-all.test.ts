import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { RecordValue } from '@touchmark/ledger';
import { problem } from '../testing/fake-node.ts';
import { testNetwork, urlValue } from '../testing/test-network.ts';
import { chunksOf, type Registration } from './chunks.ts';
import type { RegistrationProgress } from './register-all.ts';

function* items(prefix: string, count: number): Generator<Registration, void, undefined> {
  for (let index = 0; index < count; index += 1) {
    yield { identifier: `${prefix}/${index}`, values: [urlValue(`https://acme.example/${index}`)] };
  }
}

test('many identifiers are registered in transactions of a size, with progress', async () => {
  const { network } = await testNetwork();
  const seen: RegistrationProgress[] = [];
  const result = await network.registerAll(items('88.118', 250), {
    entriesPerTransaction: 60,
    onProgress: (progress) => seen.push(progress),
  });
  assert.deepEqual(result, { registered: 250, transactions: 5, refused: [] });
  assert.deepEqual(seen.at(-1), { registered: 250, refused: 0, transactions: 5 });
  assert.equal(seen.length, 5);
  let count = 0;
  for await (const record of network.list('88.118', { pageSize: 100 })) count += record.version;
  assert.equal(count, 251);
});

test('what the ledger refuses is named; the rest is registered', async () => {
  const { network } = await testNetwork();
  await network.register({ prefix: '88.118', entries: [{ suffix: '7', values: [] }] });
  const result = await network.registerAll(items('88.118', 30), { entriesPerTransaction: 10 });
  assert.equal(result.registered, 20);
  assert.equal(result.refused.length, 1);
  assert.equal(result.refused[0]?.receipt.code, 'NAMING_IDENTIFIER_TAKEN');
  assert.deepEqual(result.refused[0]?.identifiers[7], '88.118/7');
});

test('a fault stops the work and is thrown; nothing more is read from the source', async () => {
  const { node, network } = await testNetwork();
  let posts = 0;
  node.intercept = async (url, _init, handle) => {
    if (url.pathname !== '/v1/transactions') return handle();
    posts += 1;
    return posts === 3 ? problem(400, 'TRANSACTION_SHAPE') : handle();
  };
  let read = 0;
  function* counted(): Generator<Registration, void, undefined> {
    for (const item of items('88.118', 10_000)) {
      read += 1;
      yield item;
    }
  }
  const call = network.registerAll(counted(), { entriesPerTransaction: 10, concurrency: 2 });
  await assert.rejects(call, { code: 'TRANSACTION_SHAPE' });
  assert.ok(read < 200, `${read} items were read`);
});

const value = (length: number): RecordValue => urlValue('x'.repeat(length));

test('a transaction is full by bytes as well', async () => {
  const large = Array.from({ length: 12 }, (_, index) => ({
    identifier: `1/${index}`,
    values: [value(200_000)],
  }));
  const counts: number[] = [];
  for await (const { entries } of chunksOf(large, 1000)) counts.push(entries.length);
  assert.deepEqual(counts, [4, 4, 4]);
});

test('chunks keep order, prefix, count and size', async () => {
  const registration = fc.record({
    identifier: fc
      .tuple(fc.constantFrom('1', '2.3'), fc.nat())
      .map(([prefix, n]) => `${prefix}/${n}`),
    values: fc.array(fc.nat(30_000).map(value), { maxLength: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(registration, { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      async (given, most) => {
        const found: string[] = [];
        for await (const { prefix, entries } of chunksOf(given, most)) {
          assert.ok(entries.length >= 1 && entries.length <= most);
          const bytes = entries.reduce(
            (sum, { values }) => sum + values.reduce((total, { data }) => total + data.length, 0),
            0,
          );
          assert.ok(bytes < 950_000);
          found.push(...entries.map(({ suffix }) => `${prefix}/${suffix}`));
        }
        assert.deepEqual(
          found,
          given.map(({ identifier }) => identifier),
        );
      },
    ),
    { numRuns: 30 },
  );
});

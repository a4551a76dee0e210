import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { encodeRetire, encodeUpdate, type RecordValue } from '@touchmark/ledger';
import {
  isRecordAnswer,
  type VerifiedRecordAnswer,
  verifyAnswer,
  VerifyError,
} from '@touchmark/verify';
import type { Engine } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { committed, openTestEngine } from '../testing/open-test-engine.ts';
import { registration, testChain } from '../testing/test-chain.ts';
import { TestStore } from '../testing/test-store.ts';
import type { AsOf } from './chain-reader.ts';
import type { ReceiptRecord } from './receipt-record.ts';

const MINUTE_MS = 60_000;
const chain = testChain();
const trust = { genesis: chain.genesis };
const receipts: ReceiptRecord[] = [];
let engine: Engine;

const valuesOf = (data: string): RecordValue[] => [
  { index: 1, type: 'URL', data, ttlSeconds: 3600, permissions: 14 },
];

/** 88/one: registered, updated, retired, a minute apart; then many others in one transaction. */
before(async () => {
  engine = await openTestEngine(chain, new TestStore());
  const identifier = '88/one';
  const work = [
    chain.delegate(),
    chain.register(1, 'one', 'first'),
    chain.transaction(2, [
      encodeUpdate({ identifier, expectedVersion: 1, values: valuesOf('second') }),
    ]),
    chain.transaction(3, [encodeRetire({ identifier, expectedVersion: 2, reason: 'sold' })]),
    chain.transaction(4, [registration(['a', 'b', 'c', 'd'], 'x'), registration(['e', 'f'], 'y')]),
  ];
  for (const bytes of work) {
    receipts.push(committed(await engine.submit(bytes)));
    chain.clock.nowMs += MINUTE_MS;
  }
});

after(() => engine.close());

function recordOf(asOf?: AsOf): VerifiedRecordAnswer {
  const answer = verifyAnswer(engine.chain.recordAnswer('88/one', asOf), trust);
  assert.ok(isRecordAnswer(answer));
  return answer;
}

const shown = ({ status, record }: VerifiedRecordAnswer): unknown => [
  status,
  record?.version,
  record?.values[0]?.data,
];

test('a record is answered as of now, of each block and of each time', () => {
  const [, registered, updated, retired] = receipts;
  assert.ok(registered && updated && retired);
  assert.equal(recordOf().status, 'retired');
  const second = recordOf({ height: updated.height });
  for (const [receipt, status, version] of [
    [registered, 'present', 1],
    [updated, 'present', 2],
    [retired, 'retired', 3],
  ] as const) {
    for (const later of [0, MINUTE_MS - 1]) {
      const answer = recordOf({ timeMs: receipt.timeMs + later });
      assert.deepEqual([answer.status, answer.record?.version], [status, version]);
    }
    assert.deepEqual(
      shown(recordOf({ height: receipt.height })),
      shown(recordOf({ timeMs: receipt.timeMs })),
    );
  }
  assert.equal(recordOf({ height: registered.height - 1 }).status, 'absent');
  assert.equal(recordOf({ timeMs: registered.timeMs - 1 }).status, 'absent');
  assert.equal(second.record?.version, 2);
});

test('no answer is given about a moment that no header covers yet', () => {
  const head = engine.chain.latest();
  for (const asOf of [{ height: head.height + 1 }, { timeMs: head.timeMs }]) {
    assert.throws(
      () => engine.chain.recordAnswer('88/one', asOf),
      (error) => error instanceof VerifyError && error.code === 'VERIFY_AT_TOO_LATE',
    );
  }
});

test('events come in order, in pages that go on where the last one ended', () => {
  const all = engine.chain.events(undefined, 100);
  const batch = receipts[4];
  assert.ok(batch);
  assert.equal(all[0]?.id, `${receipts[0]?.height}-0-0`);
  assert.deepEqual(
    all.slice(-2).map(({ id, type }) => [id, type.split('.')[0]]),
    [
      [`${batch.height}-0-0`, 'naming'],
      [`${batch.height}-0-1`, 'naming'],
    ],
  );
  const paged: string[] = [];
  for (;;) {
    const page = engine.chain.events(paged.at(-1), 2);
    if (page.length === 0) break;
    paged.push(...page.map(({ id }) => id));
  }
  assert.deepEqual(
    paged,
    all.map(({ id }) => id),
  );
});

test('what is no event id and what is no page is refused', () => {
  for (const id of ['', '1', '1-2', '1-2-3-4', 'a-b-c', '01-0-0', '1-0--1', `1-0-${2 ** 32}`]) {
    assert.throws(
      () => engine.chain.events(id, 1),
      (error) => error instanceof EngineError && error.code === 'ENGINE_REQUEST_INVALID',
      id,
    );
  }
  for (const limit of [0, -1, 1.5, 1e9, Number.NaN]) {
    assert.throws(() => engine.chain.events(undefined, limit), EngineError);
    assert.throws(() => engine.chain.blocks({ limit }), EngineError);
  }
});

test('blocks come newest first, page by page', () => {
  const { height } = engine.chain.latest();
  const newest = engine.chain.blocks({ limit: 3 });
  assert.deepEqual(
    newest.map((block) => block.height),
    [height + 1, height, height - 1],
  );
  const next = engine.chain.blocks({ before: height - 1, limit: 1_000 });
  assert.equal(next.length, height - 2);
  assert.equal(next.at(-1)?.height, 1);
  assert.deepEqual(engine.chain.blocks({ before: 1 }), []);
  const { transactions, bytes } = engine.chain.block(receipts[4]?.height ?? 0) ?? {};
  const encoded = engine.chain.transaction(receipts[4]?.height ?? 0, 0);
  assert.deepEqual([transactions, bytes], [1, encoded?.length]);
});

test('what is not there is undefined', () => {
  const { height } = engine.chain.latest();
  assert.equal(engine.chain.receipt(new Uint8Array(32)), undefined);
  assert.equal(engine.chain.receiptProof(new Uint8Array(32)), undefined);
  for (const none of [0, -1, 1.5, height + 2]) assert.equal(engine.chain.block(none), undefined);
  assert.equal(engine.chain.transaction(height, 7), undefined);
  assert.deepEqual(engine.chain.events(`${height + 5}-0-0`, 10), []);
});

test('the genesis comes back as it was given', () => {
  assert.deepEqual(engine.chain.genesisBytes(), chain.genesis);
});

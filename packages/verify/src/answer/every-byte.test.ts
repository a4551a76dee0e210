/**
 * No byte of an answer can be changed without verification failing: all bits of one complete answer
 * of each kind are flipped, every byte is set to its extremes, dropped and doubled.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sha256 } from '@touchmark/crypto';
import { buildReceiptProof } from '../receipt/build-receipt-proof.ts';
import { type Change, everyEdit, everyFlip } from '../testing/changed-bytes.ts';
import { HISTORY_QUERIES } from '../testing/history-cases.ts';
import { historyChain } from '../testing/history-chain.ts';
import { createTestChain, type TestChain } from '../testing/test-chain.ts';
import { blockOf, serials } from '../testing/test-records.ts';
import { createVerifier } from '../verifier.ts';
import { VerifyError } from '../verify-error.ts';
import { buildAnswer } from './build-answer.ts';
import { describeQuery, type Query } from './query.ts';

const FIRST = '88.118.8/00001';
const RESULTS = [0, 0, 0].map((code, index) => ({ code, data: receiptData(index) }));

/** One validator, so that an answer is short enough to try all of its bits. */
let small: TestChain;
/** Four, of which one is absent and one votes for nil: every kind of vote. */
let large: TestChain;
/** With aliases and a log of changes. */
let history: TestChain;

function receiptData(index: number): Uint8Array {
  const id = Buffer.alloc(32, index + 1).toString('hex');
  return Buffer.from(`85015820${id}624f4ba05820${id}`, 'hex');
}

async function chainOf(powers: readonly bigint[]): Promise<TestChain> {
  const chain = await createTestChain({ powers });
  await chain.add(blockOf(chain, serials('88.118.8', 40)));
  const values = [{ index: 1, type: 'URL', data: 'https://items.example/moved' }];
  await chain.add(blockOf(chain, [{ identifier: FIRST, values }]));
  await chain.add({ results: RESULTS });
  return chain;
}

before(async () => {
  small = await chainOf([10n]);
  large = await chainOf([40n, 30n, 10n, 10n]);
  history = await historyChain([10n]);
});

/** @returns how many changes were tried. */
function requireRefused(
  answer: Uint8Array,
  changes: Iterable<Change>,
  verify: (bytes: Uint8Array) => unknown,
): number {
  verify(answer);
  let tried = 0;
  for (const { what, changed } of changes) {
    tried += 1;
    assert.throws(
      () => verify(changed),
      (error) => error instanceof VerifyError,
      `${what}: verified, or failed with something else than a VerifyError`,
    );
  }
  return tried;
}

const QUERIES: readonly Query[] = [
  { kind: 'record', identifier: FIRST },
  { kind: 'record', identifier: '88.118.8/00041' },
  { kind: 'record-at-block', identifier: FIRST, height: 3 },
  { kind: 'record-at-block', identifier: FIRST, height: 1 },
  { kind: 'record-at-time', identifier: FIRST, timeMs: 1_790_000_001_500 },
  { kind: 'list', prefix: '88.118.8', after: '00010', limit: 3 },
  { kind: 'list', prefix: '88.118.8', after: '00038', limit: 3 },
];

const HISTORY: readonly Query[] = HISTORY_QUERIES.map(([, query]) => query).filter(
  (query) => query.kind !== 'entries' || query.end !== null,
);

for (const query of HISTORY) {
  test(`every flipped bit of a history is noticed: ${describeQuery(query)}`, () => {
    const verifier = createVerifier({ genesis: history.genesisBytes });
    const answer = history.read((state) => buildAnswer(state, history.signedHeader(), query));
    requireRefused(answer, everyFlip(answer), (bytes) => verifier.verifyAnswer(bytes));
  });
}

for (const query of QUERIES) {
  test(`every flipped bit of an answer is noticed: ${JSON.stringify(query)}`, () => {
    const verifier = createVerifier({ genesis: small.genesisBytes });
    const answer = small.read((state) => buildAnswer(state, small.signedHeader(), query));
    const flips = everyFlip(answer);
    const tried = requireRefused(answer, flips, (bytes) => verifier.verifyAnswer(bytes));
    assert.equal(tried, answer.length * 8);
  });
}

test('every other change of a byte is noticed: set, dropped, doubled, appended', () => {
  const verifier = createVerifier({ genesis: small.genesisBytes });
  const query: Query = { kind: 'record-at-block', identifier: FIRST, height: 3 };
  const answer = small.read((state) => buildAnswer(state, small.signedHeader(), query));
  const edits = everyEdit(answer);
  const tried = requireRefused(answer, edits, (bytes) => verifier.verifyAnswer(bytes));
  assert.ok(tried > answer.length * 3);
});

test('every flipped bit of an answer with all kinds of votes is noticed', () => {
  const verifier = createVerifier({ genesis: large.genesisBytes });
  const head = large.signedHeader(undefined, [2, 2, 1, 3]);
  const query: Query = { kind: 'record', identifier: FIRST };
  const answer = large.read((state) => buildAnswer(state, head, query));
  requireRefused(answer, everyFlip(answer), (bytes) => verifier.verifyAnswer(bytes));
});

test('every change of a byte of a receipt is noticed', () => {
  const verifier = createVerifier({ genesis: small.genesisBytes });
  const receipt = buildReceiptProof(RESULTS, 0, small.signedHeader(7));
  requireRefused(receipt, everyFlip(receipt), (bytes) => verifier.verifyReceipt(bytes));
  requireRefused(receipt, everyEdit(receipt), (bytes) => verifier.verifyReceipt(bytes));
});

test('a receipt whose digest is made good again still says the same, or is refused', () => {
  const verifier = createVerifier({ genesis: small.genesisBytes });
  const receipt = buildReceiptProof(RESULTS, 0, small.signedHeader(7));
  const { data, height } = verifier.verifyReceipt(receipt);
  let refused = 0;
  for (const { changed } of everyFlip(receipt)) {
    const body = changed.subarray(0, -32);
    const repaired = new Uint8Array(Buffer.concat([body, sha256(body.subarray(0, -2))]));
    try {
      const verified = verifier.verifyReceipt(repaired);
      assert.deepEqual(verified.data, data);
      assert.equal(verified.height, height);
    } catch (error) {
      assert.ok(error instanceof VerifyError, String(error));
      refused += 1;
    }
  }
  assert.ok(refused > receipt.length * 7);
});

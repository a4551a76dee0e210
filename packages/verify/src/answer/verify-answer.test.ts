import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { encodeUtf8 } from '@touchmark/codec';
import { recordKey } from '../record/record-keys.ts';
import { refusal } from '../testing/refusal.ts';
import { createTestChain, TEST_START_MS, type TestChain } from '../testing/test-chain.ts';
import { blockOf, serials } from '../testing/test-records.ts';
import { verifyAnswer } from './verify-answer.ts';
import { type Answer, decodeAnswer, encodeAnswer } from './answer-codec.ts';
import { buildAnswer } from './build-answer.ts';
import type { Query, RecordQuery } from './query.ts';
import { isRecordAnswer } from './verified-answer.ts';
import type { VerifiedListAnswer, VerifiedRecordAnswer } from './verified-answer.ts';

const ITEM = '88.118.8/JXDY2106023';
const RETIRED = '88.118.8/old';

let chain: TestChain;

const url = (data: string) => [{ index: 1, type: 'URL', data }];

/*
 * Block 2: forty serials, ITEM v1, RETIRED v1.  Block 4: ITEM v2.  Block 6: ITEM v3, RETIRED
 * retired. Block 8: a neighbour's record.  The newest header is 9.
 */
before(async () => {
  chain = await createTestChain();
  await chain.add(
    blockOf(chain, [
      ...serials('88.118.8', 40),
      { identifier: ITEM, values: url('https://one.example') },
      { identifier: RETIRED, values: url('https://old.example') },
    ]),
  );
  await chain.add(blockOf(chain, [{ identifier: ITEM, values: url('https://two.example') }]));
  await chain.add(
    blockOf(chain, [
      { identifier: ITEM, values: url('https://three.example') },
      { identifier: RETIRED, values: url('https://old.example'), reason: 'scrapped' },
    ]),
  );
  await chain.add(
    blockOf(chain, [{ identifier: '88.118.80/x', values: url('https://next.example') }]),
  );
});

function answerTo(query: Query): Uint8Array {
  return chain.read((state) => buildAnswer(state, chain.signedHeader(), query));
}

function verify(answer: Uint8Array, expect?: Query) {
  const options = expect === undefined ? {} : { expect };
  return verifyAnswer(answer, { genesis: chain.genesisBytes }, options);
}

function ask(query: RecordQuery): VerifiedRecordAnswer {
  const verified = verify(answerTo(query), query);
  assert.ok(isRecordAnswer(verified));
  return verified;
}

function list(after: string | null, limit: number, prefix = '88.118.8'): VerifiedListAnswer {
  const query: Query = { kind: 'list', prefix, after, limit };
  const verified = verify(answerTo(query), query);
  assert.ok(verified.status === 'list');
  return verified;
}

/** The answer to a query after `change` had its way with its parts. */
function forged(query: Query, change: (answer: Answer) => Partial<Answer>): Uint8Array {
  const answer = decodeAnswer(answerTo(query));
  return encodeAnswer({ ...answer, ...change(answer) });
}

function urlOf({ record }: VerifiedRecordAnswer): string | undefined {
  const data = record?.values[0]?.data;
  return data?.kind === 'text' ? data.text : undefined;
}

test('a record with its version, holder, block and who vouches for it', () => {
  const verified = ask({ kind: 'record', identifier: ITEM });
  assert.equal(verified.status, 'present');
  assert.equal(verified.record?.version, 3);
  assert.equal(verified.record?.holder, 'acme');
  assert.deepEqual(verified.record?.updated, { height: 6, timeMs: TEST_START_MS + 3002 });
  assert.equal(urlOf(verified), 'https://three.example');
  assert.equal(verified.block.height, 9);
  assert.equal(verified.chainId, 'touchmark-test');
  assert.equal(verified.signers.length, 4);
});

test('a retired record says so, and why', () => {
  const { status, record } = ask({ kind: 'record', identifier: RETIRED });
  assert.equal(status, 'retired');
  assert.equal(record?.status, 'retired');
  assert.equal(record?.reason, 'scrapped');
});

test('absence is proven, also right beside what exists', () => {
  for (const identifier of [
    '88.118.8/0000',
    '88.118.8/000011',
    '88.118.8/JXDY2106024',
    '1/x',
    'zz/x',
  ]) {
    const verified = ask({ kind: 'record', identifier });
    assert.equal(verified.status, 'absent');
    assert.equal(verified.record, undefined);
  }
});

test('the version in force after any block, and absence before the first', () => {
  const expected = [undefined, undefined, 1, 1, 2, 2, 3, 3, 3];
  for (const [height, version] of expected.entries()) {
    const verified = ask({ kind: 'record-at-block', identifier: ITEM, height });
    assert.equal(verified.record?.version, version, `after block ${height}`);
    if (version !== undefined) continue;
    assert.equal(verified.status, 'absent');
    assert.equal(verified.registeredLater?.height, 2);
  }
});

test('the version in force at any time, to the millisecond', () => {
  const written = [1000, 2001, 3002].map((offset) => TEST_START_MS + offset);
  for (const [index, timeMs] of written.entries()) {
    const at = (time: number) => ask({ kind: 'record-at-time', identifier: ITEM, timeMs: time });
    assert.equal(at(timeMs).record?.version, index + 1);
    assert.equal(at(timeMs - 1).record?.version, index === 0 ? undefined : index);
  }
});

test('what retired later was active then', () => {
  const { status, record } = ask({ kind: 'record-at-block', identifier: RETIRED, height: 5 });
  assert.equal(status, 'present');
  assert.equal(record?.reason, null);
});

test('a header cannot speak for blocks and times that it does not cover', () => {
  const late: Query[] = [
    { kind: 'record-at-block', identifier: ITEM, height: 9 },
    { kind: 'record-at-time', identifier: ITEM, timeMs: TEST_START_MS + 4004 },
  ];
  for (const query of late) {
    assert.throws(() => answerTo(query), refusal('VERIFY_AT_TOO_LATE'));
    const covered: Query =
      query.kind === 'record-at-block'
        ? { ...query, height: 8 }
        : { kind: 'record-at-time', identifier: ITEM, timeMs: TEST_START_MS + 4003 };
    assert.throws(() => verify(forged(covered, () => ({ query }))), refusal('VERIFY_AT_TOO_LATE'));
  }
});

test('another version than the one in force is refused', () => {
  const query: Query = { kind: 'record-at-block', identifier: ITEM, height: 4 };
  const stops = forged(query, () => ({
    result: resultOf({ kind: 'record', identifier: ITEM }, []),
  }));
  assert.throws(() => verify(stops), refusal('VERIFY_HISTORY_VERSION'));
  const all = decodeAnswer(answerTo({ ...query, height: 2 })).result;
  const goesOn = forged(query, () => ({ result: all }));
  assert.throws(() => verify(goesOn), refusal('VERIFY_HISTORY_VERSION'));
});

function resultOf(query: Query, older: readonly Uint8Array[]): Answer['result'] {
  const { result } = decodeAnswer(answerTo(query));
  assert.ok(result.kind === 'record');
  return { ...result, older };
}

test('older versions must be those of this record, each followed by the next', () => {
  const query: Query = { kind: 'record-at-block', identifier: ITEM, height: 2 };
  const { result } = decodeAnswer(answerTo(query));
  assert.ok(result.kind === 'record' && result.older.length === 2);
  const [second, first] = result.older;
  assert.ok(second !== undefined && first !== undefined);
  const other = decodeAnswer(answerTo({ kind: 'record', identifier: RETIRED })).result;
  assert.ok(other.kind === 'record' && other.current !== null);
  for (const older of [[first], [first, second], [second, other.current], [second, second]]) {
    const changed = forged(query, () => ({ result: { ...result, older } }));
    assert.throws(() => verify(changed), refusal('VERIFY_HISTORY_BROKEN'));
  }
});

test('older versions that nobody asked for are refused', () => {
  const older = decodeAnswer(
    answerTo({ kind: 'record-at-block', identifier: ITEM, height: 4 }),
  ).result;
  const changed = forged({ kind: 'record', identifier: ITEM }, () => ({ result: older }));
  assert.throws(() => verify(changed), refusal('VERIFY_MALFORMED'));
  const absent = forged({ kind: 'record', identifier: '88.118.8/none' }, ({ result }) => ({
    result: { ...result, kind: 'record', current: null, older: [encodeUtf8('x')] },
  }));
  assert.throws(() => verify(absent), refusal('VERIFY_MALFORMED'));
});

test('a record is not passed off as absent, nor absence as a record', () => {
  const present: Query = { kind: 'record', identifier: ITEM };
  const absent: Query = { kind: 'record', identifier: '88.118.8/none' };
  const hidden = forged(present, () => ({ result: { kind: 'record', current: null, older: [] } }));
  assert.throws(() => verify(hidden), refusal('VERIFY_RECORD_MISMATCH'));
  const invented = forged(absent, () => ({ result: decodeAnswer(answerTo(present)).result }));
  assert.throws(() => verify(invented), refusal('VERIFY_RECORD_MISMATCH'));
});

test('a record of another identifier, an older one, and a proof of another key are refused', () => {
  const query: Query = { kind: 'record', identifier: ITEM };
  const other = decodeAnswer(answerTo({ kind: 'record', identifier: '88.118.8/00007' }));
  assert.throws(
    () => verify(forged(query, () => ({ query: other.query }))),
    refusal('VERIFY_PROOF_INVALID'),
  );
  const swapped = forged(query, () => ({ result: other.result }));
  assert.throws(() => verify(swapped), refusal('VERIFY_RECORD_MISMATCH'));
  assert.throws(
    () => verify(forged(query, () => ({ proof: other.proof }))),
    refusal('VERIFY_PROOF_INVALID'),
  );
  const past = decodeAnswer(
    answerTo({ kind: 'record-at-block', identifier: ITEM, height: 4 }),
  ).result;
  assert.ok(past.kind === 'record');
  const stale = forged(query, () => ({
    result: { kind: 'record', current: past.older[0] ?? null, older: [] },
  }));
  assert.throws(() => verify(stale), refusal('VERIFY_RECORD_MISMATCH'));
});

test('a proof under an older header is refused: the root is another', () => {
  const query: Query = { kind: 'record', identifier: ITEM };
  const old = forged(query, () => ({ signedHeader: chain.signedHeader(5).signedHeader }));
  assert.throws(() => verify(old), refusal('VERIFY_PROOF_INVALID'));
});

test('an answer to another question than the one asked is refused', () => {
  const answer = answerTo({ kind: 'record', identifier: ITEM });
  const asked: Query = { kind: 'record', identifier: RETIRED };
  assert.throws(() => verify(answer, asked), refusal('VERIFY_UNEXPECTED_QUERY'));
});

test('a list holds all records directly under the prefix and says that nothing follows', () => {
  const { records, more, complete } = list(null, 100);
  assert.equal(records.length, 42);
  assert.equal(more, false);
  assert.deepEqual(complete, { after: null, last: null });
  const names = records.map(({ identifier }) => identifier);
  assert.deepEqual(names, [...names].sort());
  assert.ok(!names.includes('88.118.80/x'));
  assert.equal(records.find(({ identifier }) => identifier === RETIRED)?.status, 'retired');
});

test('a list comes in pages without gap or repetition', () => {
  const seen: string[] = [];
  let after: string | null = null;
  for (;;) {
    const page = list(after, 5);
    seen.push(...page.records.map(({ identifier }) => identifier));
    assert.equal(page.complete.after, after);
    if (!page.more) break;
    assert.equal(page.records.length, 5);
    after = page.complete.last;
  }
  assert.deepEqual(
    seen,
    list(null, 100).records.map(({ identifier }) => identifier),
  );
});

test('a prefix without records has a proven empty list', () => {
  for (const prefix of ['88.118.9', '0', 'zz']) {
    const { records, more } = list(null, 10, prefix);
    assert.deepEqual(records, []);
    assert.equal(more, false);
  }
  assert.deepEqual(list('zzz', 10).records, []);
});

test('a list that leaves out a record, or claims another end, is refused', () => {
  const query: Query = { kind: 'list', prefix: '88.118.8', after: null, limit: 5 };
  const shorter = decodeAnswer(answerTo({ ...query, limit: 4 }));
  assert.throws(
    () => verify(forged(query, () => ({ proof: shorter.proof }))),
    refusal('VERIFY_PROOF_INVALID'),
  );
  const complete = forged(query, () => ({ result: { kind: 'list', last: null } }));
  assert.throws(() => verify(complete), refusal('VERIFY_PROOF_INVALID'));
  const later = forged(query, () => ({ result: { kind: 'list', last: '00006' } }));
  assert.throws(() => verify(later), refusal('VERIFY_PROOF_INVALID'));
  const tooMany = forged({ ...query, limit: 6 }, () => ({ query }));
  assert.throws(() => verify(tooMany), refusal('VERIFY_LIST_INCOMPLETE'));
});

test('the end of a page is its last record, not a name behind it', () => {
  const query: Query = { kind: 'list', prefix: '88.118.8', after: null, limit: 5 };
  const answer = chain.read((state) => {
    const last = '00005.beyond';
    const range = { start: recordKey('88.118.8/'), end: recordKey(`88.118.8/${last}\0`) };
    const { signedHeader, validators } = chain.signedHeader();
    const result = { kind: 'list', last } as const;
    return encodeAnswer({
      query,
      result,
      proof: state.proveRange(range),
      signedHeader,
      validators,
    });
  });
  assert.throws(() => verify(answer), refusal('VERIFY_LIST_INCOMPLETE'));
});

test('a list with a name that no identifier has is refused', async () => {
  const strange = await createTestChain();
  await strange.add(blockOf(strange, [{ identifier: '9/a//b', values: url('https://x.example') }]));
  const query: Query = { kind: 'list', prefix: '9', after: null, limit: 10 };
  const answer = strange.read((state) => buildAnswer(state, strange.signedHeader(), query));
  const check = (): unknown => verifyAnswer(answer, { genesis: strange.genesisBytes });
  assert.throws(check, refusal('VERIFY_RECORD_MALFORMED'));
});

test('a page stops before it grows too large, and says so', async () => {
  const large = await createTestChain();
  const data = 'x'.repeat(30_000);
  const changes = serials('9', 80).map((change) => ({
    ...change,
    values: [{ index: 1, type: 'TEXT', data }],
  }));
  await large.add(blockOf(large, changes));
  const query: Query = { kind: 'list', prefix: '9', after: null, limit: 1000 };
  const answer = large.read((state) => buildAnswer(state, large.signedHeader(), query));
  assert.ok(answer.length < 1_200_000);
  const verified = verifyAnswer(answer, { genesis: large.genesisBytes }, { expect: query });
  assert.ok(verified.status === 'list');
  assert.equal(verified.more, true);
  assert.equal(verified.records.length, 34);
});

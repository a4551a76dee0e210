import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { decode, decodeTransaction, encodeHex } from '@touchmark/codec';
import { verifyReceipt } from '@touchmark/verify';
import { actions } from '../actions.ts';
import { ProblemError } from '../http/problem-error.ts';
import { SdkError } from '../sdk-error.ts';
import { FakeNode, type Intercept, problem } from '../testing/fake-node.ts';
import { testNetwork } from '../testing/test-network.ts';
import { createTransaction } from '../transaction/create-transaction.ts';
import { signTransaction } from '../transaction/sign-transaction.ts';
import type { Client } from './client.ts';
import { OutcomeUnknownError } from './outcome-unknown-error.ts';
import type { SubmitOutcome } from './submit-all.ts';

let node: FakeNode;
let network: Client;

beforeEach(async () => {
  ({ node, network } = await testNetwork());
});

function registration(suffix: string, chainId = 'sdk-test'): Promise<Uint8Array> {
  const signers = [FakeNode.administrator];
  const action = actions.register({ prefix: '88.118', entries: [{ suffix, values: [] }] });
  return signTransaction(createTransaction({ chainId, actions: [action], signers }), signers);
}

const registrations = (...suffixes: string[]): Promise<Uint8Array[]> =>
  Promise.all(suffixes.map((suffix) => registration(suffix)));

type Handle = () => Promise<Response>;
type Treat = (handle: Handle, body: Uint8Array) => Promise<Response>;

/** Treats the posts of batches in order as told, then normally; everything else normally. */
const batches =
  (...treatments: Treat[]): Intercept =>
  async (url, init, handle) => {
    const treat = url.pathname === '/v1/batches' ? treatments.shift() : undefined;
    if (treat === undefined) return handle();
    return treat(handle, new Uint8Array(await new Response(init.body ?? null).arrayBuffer()));
  };

/** The answer of the node, but some of the results are others. */
const butThese =
  (others: Readonly<Record<number, () => Response>>): Treat =>
  async (handle) => {
    const answer: { results: unknown[] } = await (await handle()).json();
    for (const [place, other] of Object.entries(others)) {
      answer.results[Number(place)] = await other().json();
    }
    return Response.json(answer);
  };

const requestsOf = (path: string): number =>
  node.requests.filter((request) => request.startsWith(`POST ${path}`)).length;
const codes = (outcomes: readonly SubmitOutcome[]): string[] =>
  outcomes.map(({ receipt, error }) =>
    error instanceof ProblemError || error instanceof SdkError ? error.code : String(receipt?.code),
  );

test('many in one request, each with its own proven receipt, in their order', async () => {
  const bytes = await registrations('B-1', 'A-1', 'B-2');
  const told: string[] = [];
  const outcomes = await network.submitAll(bytes, {
    onOutcome: ({ transactionId }, place) => told.push(`${place} ${transactionId}`),
  });
  assert.equal(requestsOf('/v1/batches'), 1);
  assert.deepEqual(codes(outcomes), ['OK', 'NAMING_IDENTIFIER_TAKEN', 'OK']);
  const ids = bytes.map((each) => encodeHex(decodeTransaction(each).id));
  assert.deepEqual(
    outcomes.map(({ transactionId }) => transactionId),
    ids,
  );
  assert.deepEqual(
    told.sort(),
    ids.map((id, place) => `${place} ${id}`),
  );
  for (const [place, { receipt }] of outcomes.entries()) {
    assert.ok(receipt);
    const offline = verifyReceipt(receipt.bytes, { genesis: node.genesisBytes });
    assert.equal(encodeHex(offline.transactionId), ids[place]);
  }
  assert.deepEqual(await network.submitAll([]), []);
});

test('what is no transaction is told before anything is sent', async () => {
  const bytes = [...(await registrations('B-1')), Uint8Array.of(0xd2)];
  await assert.rejects(network.submitAll(bytes), { name: 'TransactionError' });
  assert.equal(requestsOf('/v1/batches'), 0);
});

test('one that reaches no block has the error of the node, the others their receipts', async () => {
  const bytes = [await registration('B-1'), await registration('B-2', 'other')];
  const outcomes = await network.submitAll(bytes);
  assert.deepEqual(codes(outcomes), ['OK', 'TRANSACTION_WRONG_CHAIN']);
  assert.ok(outcomes[1]?.error instanceof ProblemError);
});

test('what the node had no room for is sent again, and nothing else', async () => {
  const full = (): Response => problem(503, 'NODE_OVERLOADED');
  const seen: number[] = [];
  const count: Treat = (handle, body) => {
    const batch = decode(body);
    seen.push(Array.isArray(batch) ? batch.length : 0);
    return handle();
  };
  node.intercept = batches(butThese({ 1: full, 2: full }), count);
  const retries: string[] = [];
  const outcomes = await network.submitAll(await registrations('B-1', 'B-2', 'B-3'), {
    onRetry: ({ code }) => retries.push(code),
  });
  assert.deepEqual(codes(outcomes), ['OK', 'OK', 'OK']);
  assert.deepEqual([seen, retries], [[2], ['SDK_OVERLOADED']]);
});

test('overload to the end is an error of those that it hit, and of none that may be taken', async () => {
  const answer: Treat = () =>
    Promise.resolve(
      Response.json({
        results: [
          { status: 503, code: 'NODE_OVERLOADED', detail: 'full' },
          { status: 503, code: 'ADMISSION_PENDING', detail: 'not yet' },
          { status: 503, code: 'NETWORK_STALLED', detail: 'no block' },
        ],
      }),
    );
  node.intercept = batches(answer);
  const outcomes = await network.submitAll(await registrations('B-1', 'B-2', 'B-3'), {
    retryForMs: 0,
  });
  assert.deepEqual(codes(outcomes), ['SDK_OVERLOADED', 'SDK_OUTCOME_UNKNOWN', 'SDK_STALLED']);
  assert.ok(outcomes[1]?.error instanceof OutcomeUnknownError);
});

test('a lost answer only costs time; without another one the receipts are looked for', async () => {
  const lost: Treat = async (handle) => {
    await handle();
    throw new TypeError('connection reset');
  };
  node.intercept = batches(lost);
  const { executed } = node.ledger;
  const again = await network.submitAll(await registrations('B-1', 'B-2'));
  assert.deepEqual(codes(again), ['OK', 'OK']);
  assert.equal(node.ledger.executed, executed + 2);
  node.intercept = batches(lost);
  const once = await network.submitAll(await registrations('B-3'), { retryForMs: 0 });
  assert.deepEqual(codes(once), ['OK']);
  node.intercept = batches(() => Promise.reject(new TypeError('fetch failed')));
  const never = await network.submitAll(await registrations('B-4'), { retryForMs: 0 });
  assert.deepEqual(codes(never), ['SDK_OUTCOME_UNKNOWN']);
});

test('an answer to another number of transactions is none', async () => {
  node.intercept = batches(() => Promise.resolve(Response.json({ results: [] })));
  const outcomes = await network.submitAll(await registrations('B-1'));
  assert.deepEqual(codes(outcomes), ['SDK_RESPONSE_INVALID']);
});

test('more than a request takes go in several', async () => {
  const one = await registration('B-1');
  const outcomes = await network.submitAll(Array.from({ length: 1_001 }, () => one));
  assert.equal(requestsOf('/v1/batches'), 2);
  assert.ok(outcomes.every(({ receipt }) => receipt?.status === 'done'));
});

test('the time to wait for blocks is asked of the node, and it ends', async () => {
  const bytes = await registrations('B-1');
  const { id } = decodeTransaction(bytes[0]!);
  node.intercept = batches(() =>
    Promise.resolve(
      Response.json({ results: [{ status: 'pending', transaction: encodeHex(id) }] }),
    ),
  );
  const waits: string[] = [];
  const [outcome] = await network.submitAll(bytes, {
    waitMs: 50,
    onWaiting: (transactionId) => waits.push(transactionId),
  });
  assert.ok(outcome?.error instanceof OutcomeUnknownError);
  assert.deepEqual(waits, [encodeHex(id)]);
  assert.ok(node.requests.includes('POST /v1/batches?wait=50'));
});

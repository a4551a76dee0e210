import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { decodeTransaction, encodeHex } from '@touchmark/codec';
import { checkRestrictedValue, verifyReceipt } from '@touchmark/verify';
import { actions } from '../actions.ts';
import { ProblemError } from '../http/problem-error.ts';
import { proveKey } from '../key/prove-key.ts';
import { generateKey, type Key } from '../key/key.ts';
import { restrictedValue } from '../record/value.ts';
import { SdkError, type SdkErrorCode } from '../sdk-error.ts';
import { FakeNode, type Intercept, problem } from '../testing/fake-node.ts';
import { connectTo, testNetwork, urlValue } from '../testing/test-network.ts';
import { createTransaction } from '../transaction/create-transaction.ts';
import { signTransaction } from '../transaction/sign-transaction.ts';
import type { Client } from './client.ts';
import { OutcomeUnknownError } from './outcome-unknown-error.ts';
import { RefusedError } from './refused-error.ts';

let node: FakeNode;
let network: Client;

beforeEach(async () => {
  ({ node, network } = await testNetwork());
});

function sdkError(code: SdkErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof SdkError && error.code === code;
}

function register(suffix: string): {
  prefix: string;
  entries: { suffix: string; values: never[] }[];
} {
  return { prefix: '88.118', entries: [{ suffix, values: [] }] };
}

async function registration(suffix: string): Promise<Uint8Array> {
  const signers = [FakeNode.administrator];
  const parameters = {
    chainId: 'sdk-test',
    actions: [actions.register(register(suffix))],
    signers,
  };
  return signTransaction(createTransaction(parameters), signers);
}

/** In the queue, and in no block when the node's own wait was over. */
function taken(transaction: string): Response {
  const body = JSON.stringify({ transaction, status: 'pending' });
  return new Response(body, { status: 202, headers: { 'content-type': 'application/json' } });
}

/** Treats the posts of transactions in order as told, then normally; everything else normally. */
function posts(
  ...treatments: ((handle: () => Promise<Response>) => Promise<Response>)[]
): Intercept {
  return (url, _init, handle) => {
    const treat = url.pathname === '/v1/transactions' ? treatments.shift() : undefined;
    return treat === undefined ? handle() : treat(handle);
  };
}

const unreachable = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'));
const overloaded = (): Promise<Response> =>
  Promise.resolve(problem(503, 'NODE_OVERLOADED', { 'retry-after': '0' }));
const answerLost = async (handle: () => Promise<Response>): Promise<Response> => {
  await handle();
  throw new TypeError('connection reset');
};

test('a receipt is proven, and good offline', async () => {
  const receipt = await network.register(register('B-1'));
  assert.equal(receipt.status, 'done');
  assert.equal(receipt.code, 'OK');
  assert.equal(receipt.signers.length, 4);
  const offline = verifyReceipt(receipt.bytes, { genesis: node.genesisBytes });
  assert.equal(encodeHex(offline.transactionId), receipt.transactionId);
  assert.equal(offline.height, receipt.height);
});

test('what was written is what is read next', async () => {
  await network.register(register('B-1'));
  assert.equal((await network.resolve('88.118/B-1')).status, 'present');
});

test('a refusal is an error with the code of the ledger, words, and a proof', async () => {
  await assert.rejects(network.register(register('A-1')), (error) => {
    assert.ok(error instanceof RefusedError);
    assert.equal(error.code, 'NAMING_IDENTIFIER_TAKEN');
    assert.match(error.message, /88\.118\/A-1 is registered already/);
    assert.equal(error.receipt.status, 'refused');
    assert.equal(
      verifyReceipt(error.receipt.bytes, { genesis: node.genesisBytes }).codeText,
      error.code,
    );
    return true;
  });
});

test('several actions are done together or not at all', async () => {
  const both = [actions.register(register('C-1')), actions.register(register('A-1'))];
  await assert.rejects(network.send(both), { code: 'NAMING_IDENTIFIER_TAKEN' });
  assert.equal((await network.resolve('88.118/C-1')).status, 'absent');
  await network.send([actions.register(register('C-1')), actions.register(register('C-2'))]);
  assert.equal((await network.resolve('88.118/C-2')).status, 'present');
});

test('a transaction is done once, however often it is sent', async () => {
  const bytes = await registration('D-1');
  const first = await network.submit(bytes);
  const executed = node.ledger.executed;
  const again = await network.submit(bytes);
  assert.equal(node.ledger.executed, executed);
  assert.deepEqual(again.bytes, first.bytes);
});

test('a lost answer, a broken connection and overload only cost time', async () => {
  const executed = node.ledger.executed;
  const retries: string[] = [];
  node.intercept = posts(unreachable, overloaded, answerLost);
  const receipt = await network.submit(await registration('D-2'), {
    retryForMs: 10_000,
    onRetry: (error) => retries.push(error.code),
  });
  assert.equal(receipt.status, 'done');
  assert.equal(node.ledger.executed, executed + 1);
  assert.deepEqual(retries, ['SDK_UNREACHABLE', 'SDK_OVERLOADED', 'SDK_UNREACHABLE']);
});

test('if the answer is lost and time is up, the receipt is looked for all the same', async () => {
  node.intercept = posts(answerLost);
  const receipt = await network.submit(await registration('D-3'), { retryForMs: 0 });
  assert.equal(receipt.status, 'done');
});

test('a refusal of what was taken before, unheard, is no refusal', async () => {
  node.intercept = posts(answerLost, async () => problem(422, 'TRANSACTION_EXPIRED'));
  const receipt = await network.submit(await registration('D-5'), { retryForMs: 10_000 });
  assert.equal(receipt.status, 'done');
});

test('a node that may have it all the same is no refusal, whatever it says last', async () => {
  const unsure = async (): Promise<Response> =>
    problem(503, 'ADMISSION_PENDING', { 'retry-after': '0' });
  const unknown = sdkError('SDK_OUTCOME_UNKNOWN');
  node.intercept = posts(unsure, overloaded, overloaded, overloaded, overloaded);
  const bytes = await registration('D-7');
  await assert.rejects(network.submit(bytes, { retryForMs: 400 }), unknown);
  node.intercept = posts(unsure);
  await assert.rejects(network.submit(bytes, { retryForMs: 0 }), unknown);
  node.intercept = posts(overloaded);
  await assert.rejects(network.submit(bytes, { retryForMs: 0 }), sdkError('SDK_OVERLOADED'));
});

test('a network that decides no blocks is told from a node with too much to do', async () => {
  const stalled = async (): Promise<Response> => problem(503, 'NETWORK_STALLED');
  node.intercept = posts(stalled);
  const bytes = await registration('D-8');
  await assert.rejects(network.submit(bytes, { retryForMs: 0 }), sdkError('SDK_STALLED'));
});

test('the node says how long to wait', async () => {
  node.intercept = posts(async () => problem(503, 'NODE_OVERLOADED', { 'retry-after': '1' }));
  const pauses: number[] = [];
  const onRetry = (_error: SdkError, pauseMs: number): number => pauses.push(pauseMs);
  await network.submit(await registration('D-6'), { onRetry });
  assert.ok((pauses[0] ?? 0) >= 1000, `${pauses[0]}`);
});

test('the receipt of a try that was turned away is none', async () => {
  const signers = [FakeNode.administrator];
  const expired = createTransaction({
    chainId: 'sdk-test',
    actions: [actions.register(register('D-7'))],
    signers,
    expiresAtMs: 1,
  });
  const id = await node.ledger.execute(await signTransaction(expired, signers));
  await assert.rejects(network.receipt(id), sdkError('SDK_UNPROVEN'));
});

test('if nobody can say what became of it, the error says so, and sending again settles it', async () => {
  const bytes = await registration('D-4');
  node.intercept = unreachable;
  await assert.rejects(network.submit(bytes, { retryForMs: 0 }), sdkError('SDK_OUTCOME_UNKNOWN'));
  node.intercept = posts(overloaded);
  await assert.rejects(network.submit(bytes, { retryForMs: 0 }), sdkError('SDK_OVERLOADED'));
  assert.equal((await network.submit(bytes)).status, 'done');
});

test('what can never be done is refused at once, in the words of the node', async () => {
  const signers = [FakeNode.administrator];
  const given = { actions: [actions.register(register('E-1'))], signers };
  const other = await signTransaction(createTransaction({ ...given, chainId: 'other' }), signers);
  await assert.rejects(
    network.submit(other),
    (error) => error instanceof ProblemError && error.status === 422,
  );
  const expired = createTransaction({ ...given, chainId: 'sdk-test', expiresAtMs: 1 });
  await assert.rejects(network.submit(await signTransaction(expired, signers)), ProblemError);
  assert.equal(
    node.requests.filter((line) => line.startsWith('POST') && line.includes('transactions')).length,
    5,
  );
});

test('a node that never proves a receipt is not waited for for ever', async () => {
  const { transactionId } = await network.submit(await registration('N-1'));
  node.intercept = async (url, _init, handle) =>
    url.pathname.startsWith('/v1/receipts/')
      ? Response.json({ transaction: transactionId })
      : handle();
  const startedAt = performance.now();
  await assert.rejects(network.receipt(transactionId, { waitMs: 200 }), sdkError('SDK_UNPROVEN'));
  assert.ok(performance.now() - startedAt < 20_000);
});

test('a receipt of another transaction, or a changed one, is never returned', async () => {
  const first = await network.submit(await registration('F-1'));
  const bytes = await registration('F-2');
  const headers = { 'content-type': 'application/cbor' };
  node.intercept = async (url, _init, handle) =>
    url.pathname.startsWith('/v1/receipts/')
      ? new Response(new Uint8Array(first.bytes), { headers })
      : handle();
  await assert.rejects(network.submit(bytes), sdkError('SDK_UNPROVEN'));
  node.intercept = async (url, _init, handle) => {
    const response = await handle();
    if (!url.pathname.startsWith('/v1/receipts/')) return response;
    const body = new Uint8Array(await response.arrayBuffer());
    body[40] = (body[40] ?? 0) ^ 1;
    return new Response(body, { headers });
  };
  await assert.rejects(network.submit(bytes), { name: 'VerifyError' });
});

test('a receipt that is not provable yet is waited for', async () => {
  let early = 2;
  node.intercept = async (url, _init, handle) => {
    if (!url.pathname.startsWith('/v1/receipts/') || early === 0) return handle();
    early -= 1;
    return Response.json({ status: 'done' });
  };
  assert.equal((await network.submit(await registration('G-1'))).status, 'done');
});

test('a receipt that nobody has is undefined; an id that is none is an error', async () => {
  assert.equal(await network.receipt('ab'.repeat(32)), undefined);
  assert.equal(await network.receipt('ab'.repeat(32), { waitMs: 150 }), undefined);
  await assert.rejects(network.receipt('abc'), sdkError('SDK_USAGE'));
});

test('without a key nothing is sent', async () => {
  const reader = await connectTo(node, { signers: [] });
  await assert.rejects(reader.register(register('H-1')), sdkError('SDK_NO_SIGNER'));
  await reader.register(register('H-1'), { signers: [FakeNode.administrator] });
});

test('organizations: admit, add and revoke keys, suspend, reinstate, change roles', async () => {
  const key: Key = generateKey('p256');
  const second = generateKey('sm2');
  const owner = { chainId: network.chainId, organization: 'acme' };
  const proven = (mine: Key) => proveKey(mine, owner);
  await network.admit({ id: 'acme', name: '顶点', roles: ['top-operator'], keys: [proven(key)] });
  await network.delegate({ prefix: '77', holder: 'acme' });
  const acme = await connectTo(node, { signers: [key] });
  await acme.register({
    prefix: '77',
    entries: [{ suffix: 'x', values: [urlValue('https://acme.example')] }],
  });
  await assert.rejects(
    acme.addKey({ id: 'acme', ...proven(second), proof: proven(key).proof }),
    (error) => error instanceof RefusedError && error.code === 'ORGANIZATIONS_KEY_UNPROVEN',
  );
  await acme.addKey({ id: 'acme', ...proven(second) });
  await acme.retire(
    { identifier: '77/x', expectedVersion: 1, reason: 'sold' },
    { signers: [second] },
  );
  await network.revokeKey({ id: 'acme', keyId: key.keyId, reason: 'lost' });
  await assert.rejects(acme.delegate({ prefix: '77.1', holder: 'acme' }));
  await network.suspend({ id: 'acme', reason: 'audit' });
  await network.reinstate({ id: 'acme', reason: 'audit passed' });
  await network.setRoles({ id: 'acme', roles: ['enterprise-operator'] });
  const { roles } = await network.organizationUnverified('acme');
  assert.deepEqual(roles, ['enterprise-operator']);
});

test('restricted values show the public a hash and the holder the secret', async () => {
  const value = restrictedValue({ index: 7, type: 'PRICE', secret: '12.50 CNY' });
  const entries = [{ suffix: 'R-1', values: [urlValue('https://acme.example'), value] }];
  await network.register({ prefix: '88.118', entries });
  const { record } = await network.resolve('88.118/R-1');
  const shown = record?.values.find(({ index }) => index === 7);
  assert.equal(shown?.data.kind, 'digest');
  const opened = await network.readRestricted('88.118/R-1', FakeNode.administrator);
  assert.deepEqual([...opened.secrets.keys()], [7]);
  assert.equal(Buffer.from(opened.secrets.get(7) ?? []).toString(), '12.50 CNY');
  assert.ok(shown !== undefined && value.data instanceof Uint8Array);
  assert.equal(Buffer.from(checkRestrictedValue(shown, value.data)).toString(), '12.50 CNY');
  const stranger = await network.readRestricted('88.118/R-1', generateKey());
  assert.equal(stranger.secrets.size, 0);
});

test('a node that shows another secret than the record commits to is found out', async () => {
  const value = restrictedValue({ index: 1, type: 'PRICE', secret: '12.50 CNY' });
  await network.register({ prefix: '88.118', entries: [{ suffix: 'R-2', values: [value] }] });
  node.intercept = async (_url, _init, handle) => {
    const text = await (await handle()).text();
    return new Response(text.replace(Buffer.from('12.50 CNY').toString('base64'), 'OTkuNTAgQ05Z'), {
      headers: { 'content-type': 'application/json' },
    });
  };
  const call = network.readRestricted('88.118/R-2', FakeNode.administrator);
  await assert.rejects(call, { code: 'VERIFY_RESTRICTED_MISMATCH' });
});

test('what the node has taken and no block has is waited for so long and no longer', async () => {
  const bytes = await registration('D-8');
  const { id } = decodeTransaction(bytes);
  node.intercept = posts(async () => taken(encodeHex(id)));
  const told: string[] = [];
  const onWaiting = (transactionId: string, leftMs: number): void => {
    told.push(transactionId);
    assert.ok(leftMs <= 50);
  };
  await assert.rejects(
    network.submit(bytes, { waitMs: 50, onWaiting }),
    (error) => error instanceof OutcomeUnknownError && error.transactionId === encodeHex(id),
  );
  assert.deepEqual(told, [encodeHex(id)]);
  assert.equal((await network.submit(bytes, { onWaiting })).status, 'done');
  assert.equal(told.length, 1);
});

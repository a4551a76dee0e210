import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { decodeTransaction, encodeHex } from '@touchmark/codec';
import { generateKey, type Receipt } from '@touchmark/sdk';
import { Journal } from './journal.ts';
import { type BatchTerms, submitChunk } from './submit-chunk.ts';

const key = generateKey();
const CHUNK = {
  prefix: '1',
  entries: [
    {
      suffix: 'a',
      values: [{ index: 1, type: 'price', data: 'secret', ttlSeconds: 0, permissions: 12 }],
    },
  ],
};

function receiptOf(transactionId: string, status: Receipt['status']): Receipt {
  return {
    status,
    transactionId,
    code: status === 'done' ? 'OK' : 'NAMING_IDENTIFIER_TAKEN',
    message: '',
    details: {},
    height: 1,
    block: { height: 2, timeMs: 0, hash: new Uint8Array(32) },
    signers: [],
    power: { signed: 1n, total: 1n },
    bytes: new Uint8Array(),
  };
}

/** A node that loses what it is sent until it `works`, and remembers all of it. */
class FakeNode {
  readonly chainId = 'c';
  readonly submitted: Uint8Array[] = [];
  readonly receipts = new Map<string, Receipt>();
  works = true;
  status: Receipt['status'] = 'done';

  async receipt(id: string | Uint8Array): Promise<Receipt | undefined> {
    return this.receipts.get(String(id));
  }

  async submit(bytes: Uint8Array): Promise<Receipt> {
    this.submitted.push(bytes);
    if (!this.works) throw new Error('the line broke');
    const id = encodeHex(decodeTransaction(bytes).id);
    const receipt = receiptOf(id, this.status);
    this.receipts.set(id, receipt);
    return receipt;
  }
}

async function journalPath(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-batch-'));
  context.after(() => rm(directory, { recursive: true }));
  return join(directory, 'items.journal');
}

async function terms(client: FakeNode, path: string, expiresInMs = 60_000): Promise<BatchTerms> {
  const journal = await Journal.open(path, client.chainId);
  return { client, key, journal, expiresInMs, onRetry: () => undefined };
}

test('after a crash the very same transaction is sent again, salt included', async (context) => {
  const path = await journalPath(context);
  const node = new FakeNode();
  node.works = false;
  await assert.rejects(submitChunk(CHUNK, await terms(node, path)), /the line broke/);
  node.works = true;
  const { before } = await submitChunk(CHUNK, await terms(node, path));
  assert.equal(before, false);
  assert.equal(node.submitted.length, 2);
  assert.deepEqual(node.submitted[0], node.submitted[1]);
});

test('what an earlier run registered is not sent again', async (context) => {
  const path = await journalPath(context);
  const node = new FakeNode();
  const first = await submitChunk(CHUNK, await terms(node, path));
  const second = await submitChunk(CHUNK, await terms(node, path));
  assert.deepEqual([first.before, second.before], [false, true]);
  assert.deepEqual(second.receipt, first.receipt);
  assert.equal(node.submitted.length, 1);
});

test('a transaction that expired unseen, or was refused, is made anew', async (context) => {
  const path = await journalPath(context);
  const node = new FakeNode();
  node.works = false;
  await assert.rejects(submitChunk(CHUNK, await terms(node, path, -1)));
  node.works = true;
  node.status = 'refused';
  await submitChunk(CHUNK, await terms(node, path));
  node.status = 'done';
  await submitChunk(CHUNK, await terms(node, path));
  const ids = node.submitted.map((bytes) => encodeHex(decodeTransaction(bytes).id));
  assert.equal(new Set(ids).size, 3);
});

test('a journal cut off in the middle of a line is read up to there', async (context) => {
  const path = await journalPath(context);
  const node = new FakeNode();
  await submitChunk(CHUNK, await terms(node, path));
  const whole = await readFile(path, 'utf8');
  await writeFile(path, whole.slice(0, -20));
  await submitChunk(CHUNK, await terms(node, path));
  assert.equal(node.submitted.length, 2);
  assert.equal((await submitChunk(CHUNK, await terms(node, path))).before, true);
});

test('the journal of another network, and any other file, is refused', async (context) => {
  const path = await journalPath(context);
  await Journal.open(path, 'c');
  await assert.rejects(Journal.open(path, 'd'), {
    name: 'UsageError',
    message: /another network \(c\)/,
  });
  await writeFile(path, 'identifier,URL\n');
  await assert.rejects(Journal.open(path, 'c'), {
    name: 'UsageError',
    message: /not the journal of a batch/,
  });
});

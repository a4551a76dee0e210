/** What a client is told whose transaction others put into blocks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTransaction, encodeBundle } from '@touchmark/codec';
import type { SubmitResult } from '../engine.ts';
import { TestComet } from '../testing/test-comet.ts';

/** The same content, thus the same id, and the signature is bad. */
function broken(bytes: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  return changed;
}

interface Asked {
  readonly result: Promise<SubmitResult>;
  readonly answers: SubmitResult[];
}

function submit(comet: TestComet, bytes: Uint8Array): Asked {
  const answers: SubmitResult[] = [];
  const result = comet.engine.submit(bytes);
  void result.then((answer) => answers.push(answer));
  return { result, answers };
}

async function sentTo(comet: TestComet, count: number): Promise<void> {
  while (comet.sent.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function prefixed(): Promise<TestComet> {
  const comet = new TestComet();
  await comet.start();
  await comet.next([comet.consensus.chain.delegate()]);
  await comet.next();
  return comet;
}

test('a copy with a bad signature in a block answers nobody who waits for the true one', async () => {
  await using comet = await prefixed();
  const { chain } = comet.consensus;
  const transaction = chain.register(7, 'seven');
  const { id } = decodeTransaction(transaction);
  const { result, answers } = submit(comet, transaction);
  await sentTo(comet, 1);
  for (const evil of [
    broken(transaction),
    encodeBundle([broken(transaction), chain.register(8, 'x')]),
  ]) {
    // Whatever this node says of the proposal: two thirds of the others may accept it.
    await comet.accepts([evil]);
    await comet.next([evil]);
    await comet.next();
  }
  assert.deepEqual(answers, [], 'it still waits');
  assert.equal(comet.engine.chain.receipt(id), undefined, 'nothing is decided of it');
  await comet.next([transaction]);
  await comet.next();
  const answer = await result;
  assert.ok(answer.outcome === 'committed' && answer.code === 0, JSON.stringify(answer.outcome));
  assert.equal(comet.engine.chain.receipt(id)?.code, 0);
});

test('the copy may stand before the true one in one block, or behind it', async () => {
  for (const isBefore of [true, false]) {
    await using comet = await prefixed();
    const transaction = comet.consensus.chain.register(7, 'seven');
    const { result } = submit(comet, transaction);
    await sentTo(comet, 1);
    const pair = [broken(transaction), transaction];
    await comet.next(isBefore ? pair : pair.toReversed());
    await comet.next();
    const answer = await result;
    assert.ok(answer.outcome === 'committed' && answer.code === 0);
  }
});

test('who sends the bad copy itself is refused at the door', async () => {
  await using comet = await prefixed();
  const answer = await comet.engine.submit(broken(comet.consensus.chain.register(7, 'seven')));
  assert.ok(answer.outcome === 'refused' && answer.code === 'SIGNATURE_INVALID');
  assert.deepEqual(comet.sent, []);
});

test('it is told that it waits for a block once the mempool has it, and not if it is refused', async () => {
  await using comet = await prefixed();
  const { chain } = comet.consensus;
  const admitted: string[] = [];
  const away = new Error('connect ENOENT');
  const { rpc } = comet.engine;
  const broadcast = rpc.broadcast.bind(rpc);
  rpc.broadcast = () => Promise.reject(away);
  const transaction = chain.register(7, 'seven');
  void comet.engine.submit(transaction, () => admitted.push('first'));
  void comet.engine.submit(transaction, () => admitted.push('again'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(admitted.length, 0);
  rpc.broadcast = broadcast;
  await sentTo(comet, 1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(admitted.join(), 'first,again');
  await comet.engine.submit(broken(chain.register(8, 'eight')), () => admitted.push('bad'));
  assert.equal(admitted.join(), 'first,again');
});

test('a full mempool gives back what was never in one, and keeps what may be in a block soon', async () => {
  await using comet = await prefixed();
  const { chain } = comet.consensus;
  const { rpc } = comet.engine;
  const kept = chain.register(7, 'seven');
  const { result, answers } = submit(comet, kept);
  await sentTo(comet, 1);
  let asked = 0;
  rpc.broadcast = () => {
    asked += 1;
    return Promise.reject(new Error('mempool is full: number of txs 20000'));
  };
  await assert.rejects(comet.engine.submit(chain.register(8, 'eight')), {
    code: 'ENGINE_OVERLOADED',
  });
  // Sent again after a while, it meets the full mempool, too.
  while (asked < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(answers, []);
  await comet.next([kept]);
  await comet.next();
  assert.equal((await result).outcome, 'committed');
});

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { decodeTransaction } from '@touchmark/codec';
import { EngineError } from '../engine-error.ts';
import { PendingSet } from '../submission/pending-set.ts';
import {
  idKey,
  type PendingTransaction,
  pendingTransaction,
  whenTaken,
} from '../submission/pending-transaction.ts';
import { testChain } from '../testing/test-chain.ts';
import { CometRpcError } from './comet-rpc.ts';
import { TransactionOutlet } from './transaction-outlet.ts';

const chain = testChain();
const full = (): Error => new CometRpcError('broadcast_tx_sync', 'mempool is full: 20000');
const lost = (): Error => new CometRpcError('broadcast_tx_sync', 'no answer in time');
const down = (): Error => new CometRpcError('broadcast_tx_sync', 'refused', true);
const known = (): Error => new CometRpcError('broadcast_tx_sync', 'tx already exists in cache');

/** An outlet before a CometBFT that gives these answers one after the other, and then the last one for ever. */
function outletBefore(answers: readonly (() => Error | undefined)[]) {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const now = mock.method(performance, 'now', () => nowMs);
  let nowMs = 0;
  let sends = 0;
  const pending = new PendingSet({ maxTransactions: 10, maxBytes: 1_000_000 });
  const rpc = {
    broadcast: () => {
      const error = answers[Math.min(sends, answers.length - 1)]?.();
      sends += 1;
      return error === undefined
        ? Promise.resolve({ code: 0, log: '' })
        : Promise.reject<never>(error);
    },
  };
  const outlet = new TransactionOutlet({ rpc, pending, answerIfOver: () => false });
  const transaction = decodeTransaction(chain.register(1, 'one'));
  const one = pendingTransaction(idKey(transaction.id), transaction, 0);
  const seen: string[] = [];
  whenTaken(one, () => void seen.push('taken'));
  one.result.catch((error: unknown) => {
    assert.ok(error instanceof EngineError);
    seen.push(error.code);
  });
  pending.add(one);
  outlet.send(one);
  const pass = async (milliseconds: number): Promise<void> => {
    nowMs += milliseconds;
    mock.timers.tick(milliseconds);
    // What was broadcast is answered in a few turns of the microtask queue.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  const close = (): void => {
    outlet.close();
    mock.timers.reset();
    now.mock.restore();
  };
  return { seen, pending, one, pass, close, sends: () => sends };
}

const isPending = (pending: PendingSet, one: PendingTransaction): boolean =>
  pending.get(one.key) === one;

test('a transaction is taken when CometBFT has it in its mempool, or had it there before', async () => {
  for (const answer of [() => undefined, known]) {
    const { seen, pending, one, pass, close } = outletBefore([answer]);
    await pass(5);
    assert.deepEqual([seen, isPending(pending, one)], [['taken'], true]);
    close();
  }
});

test('a mempool that is full turns away what was never in it', async () => {
  const { seen, pending, one, pass, close } = outletBefore([full]);
  await pass(5);
  assert.deepEqual([seen, isPending(pending, one)], [['ENGINE_OVERLOADED'], false]);
  close();
});

test('what was in a mempool once may be in a block: a full one, later, turns it not away', async () => {
  const { seen, pending, one, pass, close, sends } = outletBefore([() => undefined, full]);
  await pass(5);
  for (let count = 0; count < 8; count += 1) await pass(2_500);
  assert.ok(sends() > 2, 'it is sent again and again');
  assert.deepEqual([seen, isPending(pending, one)], [['taken'], true]);
  close();
});

test('so may what was on its way when no answer came; who did not listen at all has nothing', async () => {
  const unsure = outletBefore([lost, full]);
  await unsure.pass(5);
  await unsure.pass(100);
  await unsure.pass(5);
  assert.deepEqual([unsure.sends(), unsure.seen], [2, []]);
  assert.ok(isPending(unsure.pending, unsure.one));
  unsure.close();
  const sure = outletBefore([down, full]);
  await sure.pass(5);
  await sure.pass(100);
  await sure.pass(5);
  assert.deepEqual([sure.sends(), sure.seen], [2, ['ENGINE_OVERLOADED']]);
  sure.close();
});

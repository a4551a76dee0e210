import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeHex } from '@touchmark/codec';
import type { DecodedTransaction } from '@touchmark/codec';
import { openMemoryStateStore } from '@touchmark/state';
import { decodeVersioned } from '@touchmark/state/proof';
import * as fc from 'fast-check';
import { executeBlock, initializeState } from './index.ts';
import { Overlay } from './kernel/overlay.ts';
import { PlainState } from './testing/plain-state.ts';
import { encodeModelAction, randomHistory, signersOf } from './testing/random-transactions.ts';
import type { RandomTransaction } from './testing/random-transactions.ts';
import { Sandbox, sandboxGenesis, START_MS } from './testing/sandbox.ts';

/**
 * Prefixes and records, administrations, requests; organizations and keys; the constitution,
 * validators and proposals.
 */
const ENVELOPES = /^(20|24|25|10(6f|6b|70|64)|30(63|76)|3070.{16}00)/;
/** Says what changed in which block, so it does depend on where the blocks end. */
const isOfChangeLog = (key: Uint8Array | undefined): boolean => key?.[0] === 0x23;

test('the same transactions in one block or in many give the same records, results and events', () => {
  fc.assert(
    fc.property(randomHistory, (random) => {
      const history = random.map(timeless);
      const together = run(history, () => false);
      const apart = run(history, () => true);
      const mixed = run(history, ({ endsBlock }) => endsBlock);
      assert.deepEqual(apart, together);
      assert.deepEqual(mixed, together);
    }),
    { numRuns: 40 },
  );
});

test('what lies below makes no difference: plain map, store, overlays upon each other', async () => {
  const histories = fc.sample(randomHistory, { seed: 7, numRuns: 20 });
  for (const history of histories) {
    const transactions = encode(history, new Sandbox());
    const block = { chainId: 'sandbox', height: 1, timeMs: START_MS + 1000, transactions };
    const plain = new PlainState();
    plain.apply(initializeState(sandboxGenesis()));
    const store = openMemoryStateStore({ tables: [] });
    const update = store.begin();
    update.write(initializeState(sandboxGenesis()));
    await update.commit();
    const stacked = new Overlay(new Overlay(new PlainState()));
    for (const { key, value } of initializeState(sandboxGenesis())) {
      if (value !== null) stacked.put(key, value);
    }
    const expected = executeBlock(block, plain, () => true);
    assert.deepEqual(
      executeBlock(block, stacked, () => true),
      expected,
    );
    assert.deepEqual(
      store.read((view) => executeBlock(block, view, () => true)),
      expected,
    );
    assert.deepEqual(
      executeBlock(block, plain, () => true),
      expected,
      'and twice the same',
    );
  }
});

/**
 * Executes a history in blocks; everything it led to that may not depend on where the blocks end.
 */
function run(
  history: readonly RandomTransaction[],
  endsBlock: (of: RandomTransaction) => boolean,
): unknown {
  const sandbox = new Sandbox();
  const transactions = encode(history, sandbox);
  const results: unknown[] = [];
  let block: DecodedTransaction[] = [];
  const close = () => {
    for (const { code, data, events } of sandbox.block(block)) results.push({ code, data, events });
    block = [];
  };
  for (const [index, transaction] of transactions.entries()) {
    block.push(transaction);
    if (endsBlock(history[index]!)) close();
  }
  close();
  const kept = sandbox.state.entries().filter(({ key }) => !isOfChangeLog(key));
  const entries = kept.map(({ key, value }) => [
    encodeHex(key),
    // Height, time and the hash of the version before (which holds them) do depend on it; nothing
    // else does.
    ENVELOPES.test(encodeHex(key)) ? withoutPlace(value) : value,
  ]);
  const archive = [...sandbox.state.history]
    .filter(([key]) => !key.startsWith('23'))
    .map(([key, value]) => [key, withoutPlace(value)]);
  return { results, entries, archive };
}

/** Block time depends on where the blocks end; so nothing may wait for it here. */
function timeless(transaction: RandomTransaction): RandomTransaction {
  const actions = transaction.actions.map((action) => {
    if (action.kind === 'appoint') return { ...action, untilMs: 0 };
    return action.kind === 'reregistration' ? { ...action, afterMs: 0 } : action;
  });
  return { ...transaction, actions };
}

function withoutPlace(envelope: Uint8Array): unknown {
  const { version, body } = decodeVersioned(envelope);
  return { version, body };
}

/** All with the same expiry, which must not depend on the blocks either. */
function encode(history: readonly RandomTransaction[], sandbox: Sandbox): DecodedTransaction[] {
  return history.map((each) =>
    sandbox.transaction(signersOf(each), each.actions.map(encodeModelAction), {
      expiresAtMs: START_MS + 3_600_000,
    }),
  );
}

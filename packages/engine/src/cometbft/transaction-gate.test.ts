import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTransaction, encodeBundle, parseGenesis } from '@touchmark/codec';
import { ledger } from '@touchmark/ledger';
import { foundState } from '../chain/found-state.ts';
import { SignaturePool } from '../submission/signature-pool.ts';
import type { SignatureCheck } from '../submission/signature-check.ts';
import { Verdicts } from '../submission/verdicts.ts';
import { GENESIS_TIME_MS, testChain } from '../testing/test-chain.ts';
import { TestStore } from '../testing/test-store.ts';
import { DecodedTransactions } from './decoded-transactions.ts';
import { TransactionGate } from './transaction-gate.ts';

/** Counts what it is asked to check. */
class CountingPool extends SignaturePool {
  count = 0;

  constructor() {
    super(0);
  }

  override check(checks: readonly SignatureCheck[], done: (firstBad: number) => void): void {
    this.count += checks.length;
    super.check(checks, done);
  }
}

async function founded() {
  const chain = testChain();
  const genesis = parseGenesis(chain.genesis);
  const store = new TestStore();
  const update = store.begin();
  foundState(ledger, update, genesis, chain.genesis);
  await update.commit();
  const pool = new CountingPool();
  const gate = new TransactionGate({
    ledger,
    nextHeight: () => 1,
    chainId: chain.chainId,
    source: store,
    pool,
    verdicts: new Verdicts(),
    timeMs: () => GENESIS_TIME_MS,
    maxKnown: 100,
  });
  return { chain, gate, pool };
}

test('each signature is checked once, in whichever bundle it comes', async () => {
  const { chain, gate, pool } = await founded();
  const [one, two] = [chain.register(1, 'one'), chain.register(2, 'two')];
  assert.equal((await gate.check(encodeBundle([one, two]), false)).code, 0);
  assert.equal((await gate.check(encodeBundle([two, one]), false)).code, 0);
  assert.equal((await gate.check(one, false)).code, 0);
  const block = gate.decode([encodeBundle([one, two])]) ?? [];
  await gate.verifyAll(block);
  assert.equal(pool.count, 2);
});

test('what came by the own door is not checked again', async () => {
  const { chain, gate, pool } = await founded();
  const bytes = chain.register(1, 'one');
  gate.letIn(decodeTransaction(bytes));
  assert.equal((await gate.check(bytes, false)).code, 0);
  await gate.verifyAll(gate.decode([bytes]) ?? []);
  assert.equal(pool.count, 0);
});

test('a bad signature, and what is no transaction, do not come in', async () => {
  const { chain, gate } = await founded();
  const forged = Uint8Array.from(chain.register(1, 'one'));
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  const bundle = encodeBundle([chain.register(2, 'two'), forged]);
  assert.deepEqual(await gate.check(bundle, false), {
    code: 1_000_002,
    log: 'a signature is bad',
  });
  assert.equal((await gate.check(Uint8Array.of(1), false)).code, 1_000_001);
  assert.equal(gate.decode([Uint8Array.of(0x80)]), undefined);
  assert.equal(gate.decode([encodeBundle([Uint8Array.of(1), Uint8Array.of(2)])]), undefined);
});

test('a bundle comes in while something of it can still be done', async () => {
  const { chain, gate } = await founded();
  const other = testChain('test-2');
  const foreign = other.register(1, 'one');
  assert.notEqual((await gate.check(foreign, false)).code, 0);
  const mixed = encodeBundle([foreign, chain.register(1, 'one')]);
  assert.equal((await gate.check(mixed, false)).code, 0);
});

test('the same content with another signature is another transaction to check', async () => {
  const { chain, gate, pool } = await founded();
  const bytes = chain.register(1, 'one');
  const forged = Uint8Array.from(bytes);
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  assert.equal((await gate.check(bytes, false)).code, 0);
  assert.equal((await gate.check(forged, false)).code, 1_000_002);
  assert.equal(pool.count, 2);
});

test('the memory of decoded transactions is bounded, and forgets what a block has', () => {
  const chain = testChain();
  const decoded = new DecodedTransactions(10);
  const first = chain.register(0, 'n0');
  const [kept] = decoded.get(first);
  assert.equal(decoded.get(first)[0], kept);
  for (let number = 1; number <= 20; number += 1) decoded.get(chain.register(number, `n${number}`));
  assert.notEqual(decoded.get(first)[0], kept);
  const again = decoded.get(first)[0];
  decoded.forget([first]);
  assert.notEqual(decoded.get(first)[0], again);
});

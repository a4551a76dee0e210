import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assembleTransaction,
  decodeTransaction,
  encodeBundle,
  encodeTransactionContent,
  parseGenesis,
} from '@touchmark/codec';
import { encodeActivate, ledger } from '@touchmark/ledger';
import { foundState } from '../chain/found-state.ts';
import { idKey, pendingTransaction } from '../submission/pending-transaction.ts';
import { ReadyQueue } from '../submission/ready-queue.ts';
import { SignaturePool, type SignaturesChecked } from '../submission/signature-pool.ts';
import type { SignatureCheck } from '../submission/signature-check.ts';
import { BUNDLE_SIGNATURE_WORK, signatureWork } from '../submission/signature-work.ts';
import { Verdicts } from '../submission/verdicts.ts';
import {
  action,
  GENESIS_TIME_MS,
  registration,
  type TestChain,
  testChain,
} from '../testing/test-chain.ts';
import { TestStore } from '../testing/test-store.ts';
import { BUNDLE_BYTES, BUNDLE_TRANSACTIONS, MAX_BUNDLE_BYTES } from './bundle-limits.ts';
import { DecodedTransactions } from './decoded-transactions.ts';
import { TransactionGate } from './transaction-gate.ts';

const SIGNATURE = new Uint8Array(64);

/** Counts what it is asked to check. */
class CountingPool extends SignaturePool {
  count = 0;

  constructor() {
    super(0);
  }

  override check(checks: readonly SignatureCheck[], done: SignaturesChecked): void {
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
  const verdicts = new Verdicts();
  const gate = new TransactionGate({
    ledger,
    nextHeight: () => 1,
    chainId: chain.chainId,
    source: store,
    pool,
    verdicts,
    timeMs: () => GENESIS_TIME_MS,
    maxKnown: { transactions: 100, bytes: 1_000_000 },
  });
  return { chain, gate, pool, verdicts };
}

/** The same content, and the last signature is bad. */
function forged(bytes: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  return changed;
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

test('that a signature is bad is remembered, too: execution does not check it again', async () => {
  const { chain, gate, verdicts } = await founded();
  const [transaction] = gate.decode([forged(chain.register(1, 'one'))]) ?? [];
  const [found] = transaction?.signatures ?? [];
  assert.ok(transaction !== undefined && found !== undefined);
  await gate.verifyAll([transaction]);
  const { algorithm, message, signature } = found;
  const { publicKey } = parseGenesis(chain.genesis).appState.organizations[0]!.keys[0]!;
  assert.equal(verdicts.verifier(algorithm, publicKey, message, signature), false);
  // With the bytes as they were, a check of them now would say that it holds: nobody has checked.
  signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
  assert.equal(verdicts.verifier(algorithm, publicKey, message, signature), false);
  assert.equal(verdicts.verifier(algorithm, publicKey, message, signature.slice()), true);
});

test('a bundle that would take too long to check is not let in', async () => {
  const { chain, gate, pool } = await founded();
  const keyIds = Array.from({ length: 16 }, (_, index) => new Uint8Array(20).fill(index + 1));
  const { content } = decodeTransaction(chain.register(1, 'one'));
  const parts = keyIds.map((keyId) => ({ keyId, algorithm: 'sm2', signature: SIGNATURE }) as const);
  const one = assembleTransaction(encodeTransactionContent({ ...content, signers: keyIds }), parts);
  const work = signatureWork([decodeTransaction(one)]);
  const length = Math.ceil(BUNDLE_SIGNATURE_WORK / work) + 1;
  const many = encodeBundle(Array.from({ length }, () => one));
  assert.equal((await gate.check(many, false)).code, 1_000_005);
  assert.equal(pool.count, 0);
});

test('a bad signature, and what is no transaction, do not come in', async () => {
  const { chain, gate } = await founded();
  const bundle = encodeBundle([chain.register(2, 'two'), forged(chain.register(1, 'one'))]);
  assert.deepEqual(await gate.check(bundle, false), {
    code: 1_000_002,
    log: 'a signature is bad',
  });
  assert.equal((await gate.check(Uint8Array.of(1), false)).code, 1_000_001);
  assert.equal(gate.decode([Uint8Array.of(0x80)]), undefined);
  assert.equal(gate.decode([encodeBundle([Uint8Array.of(1), Uint8Array.of(2)])]), undefined);
});

/** Signed by the chain's organization, and over before the next block. */
function expired(chain: TestChain, number: number): Uint8Array {
  const expiresAtMs = GENESIS_TIME_MS - 1_000;
  return chain.transaction(number, [registration([`old-${number}`], 'x')], { expiresAtMs });
}

test('a bundle comes in while something of it can still be done; what was overtaken is signed all the same', async () => {
  const { chain, gate } = await founded();
  const [old, later] = [expired(chain, 1), expired(chain, 2)];
  const good = chain.register(3, 'three');
  assert.equal((await gate.check(old, false)).log, 'TRANSACTION_EXPIRED');
  assert.equal((await gate.check(encodeBundle([old, good]), false)).code, 0);
  assert.equal((await gate.check(encodeBundle([old, later]), false)).log, 'TRANSACTION_EXPIRED');
  const padding = encodeBundle([forged(later), chain.register(4, 'four')]);
  assert.equal((await gate.check(padding, false)).log, 'a signature is bad');
});

test('what this node does not know yet, or any more, takes nothing good with it', async () => {
  const { chain, gate } = await founded();
  const activate = encodeActivate({ module: 'naming', version: 99, height: 9 });
  const unknown = chain.transaction(1, [activate]);
  assert.equal((await gate.check(unknown, false)).log, 'GOVERNANCE_VERSION_UNKNOWN');
  const far = chain.transaction(2, [registration(['far'], 'x')], {
    expiresAtMs: GENESIS_TIME_MS + 90 * 86_400_000,
  });
  assert.equal((await gate.check(far, false)).log, 'TRANSACTION_EXPIRY_TOO_FAR');
  const bundle = encodeBundle([unknown, far, chain.register(3, 'three')]);
  assert.equal((await gate.check(bundle, false)).code, 0);
});

test('nothing of another chain, and of nobody, comes in beside what is good', async () => {
  const { chain, gate } = await founded();
  const good = chain.register(1, 'one');
  const foreign = testChain('test-2').register(1, 'one');
  assert.equal((await gate.check(foreign, false)).log, 'TRANSACTION_WRONG_CHAIN');
  for (const mixed of [encodeBundle([foreign, good]), encodeBundle([good, foreign])]) {
    assert.equal((await gate.check(mixed, false)).log, 'TRANSACTION_WRONG_CHAIN');
  }
  const stranger = chain.transaction(2, [registration(['two'], 'x')], { signer: 'nobody at all' });
  assert.equal((await gate.check(stranger, false)).log, 'SIGNER_UNKNOWN');
  assert.equal((await gate.check(encodeBundle([stranger, good]), false)).code, 1_000_002);
  assert.equal((await gate.check(good, false)).code, 0);
});

test('a bundle is no longer than a node packs; the longest that it packs comes in', async () => {
  const { chain, gate } = await founded();
  const ready = new ReadyQueue();
  const sized = (number: number, bytes: number) =>
    chain.transaction(number, [action('naming.register', { x: new Uint8Array(bytes) })]);
  const take = () => ready.take(BUNDLE_TRANSACTIONS, BUNDLE_BYTES);
  const put = (bytes: Uint8Array): void => {
    const transaction = decodeTransaction(bytes);
    ready.add(pendingTransaction(idKey(transaction.id), transaction, 0));
  };
  const head = sized(0, 1_000).length - 1_000;
  const count = BUNDLE_TRANSACTIONS;
  const each = Math.floor(BUNDLE_BYTES / count) - head;
  for (let number = 1; number <= count; number += 1) put(sized(number, each));
  const longest = encodeBundle(take().map(({ transaction }) => transaction.bytes));
  assert.ok(ready.size === 0 && longest.length > BUNDLE_BYTES, `${longest.length} bytes`);
  assert.ok(longest.length <= MAX_BUNDLE_BYTES);
  assert.equal((await gate.check(longest, false)).code, 0);
  const [half, more] = [sized(901, BUNDLE_BYTES / 2), sized(902, BUNDLE_BYTES / 2 + 2_000)];
  const long = encodeBundle([half, more]);
  assert.equal((await gate.check(long, false)).code, 1_000_004);
  // Those two travel in two: the second would make the first bundle too long.
  put(half);
  put(more);
  assert.deepEqual([take().length, take().length], [1, 1]);
  assert.equal((await gate.check(sized(903, 1_000_000), false)).code, 0);
});

test('what is refused is forgotten, and what the own door let in is not', async () => {
  const { chain, gate, pool } = await founded();
  const own = chain.register(1, 'one');
  gate.letIn(decodeTransaction(own));
  const foreign = testChain('test-2').register(1, 'one');
  assert.notEqual((await gate.check(encodeBundle([own, foreign]), false)).code, 0);
  assert.equal((await gate.check(own, false)).code, 0);
  assert.equal(pool.count, 0);
});

test('the same content with another signature is another transaction to check', async () => {
  const { chain, gate, pool } = await founded();
  const bytes = chain.register(1, 'one');
  assert.equal((await gate.check(bytes, false)).code, 0);
  assert.equal((await gate.check(forged(bytes), false)).code, 1_000_002);
  assert.equal(pool.count, 2);
});

test('the memory of decoded transactions is bounded, and forgets what a block has', () => {
  const chain = testChain();
  const decoded = new DecodedTransactions({ transactions: 10, bytes: 1_000_000 });
  const first = chain.register(0, 'n0');
  const [kept] = decoded.get(first);
  assert.equal(decoded.get(first)[0], kept);
  for (let number = 1; number <= 20; number += 1) decoded.get(chain.register(number, `n${number}`));
  assert.notEqual(decoded.get(first)[0], kept);
  const again = decoded.get(first)[0];
  decoded.forget([first]);
  assert.notEqual(decoded.get(first)[0], again);
});

test('bundles are bounded as well: by how many transactions they hold, and by their bytes', () => {
  const chain = testChain();
  const signed = Array.from({ length: 10 }, (_, number) => chain.register(number, `n${number}`));
  const decoded = new DecodedTransactions({ transactions: 60, bytes: 1_000_000 });
  const pairs = signed.flatMap((one) => signed.map((two) => encodeBundle([one, two])));
  for (const pair of pairs) decoded.get(pair);
  assert.ok(decoded.kept.bundles <= 30 && decoded.kept.bundles > 20, `${decoded.kept.bundles}`);
  assert.ok(decoded.kept.transactions <= 10);

  // The same content under other signatures is known once, and held by each bundle.
  const bytes = 20_000;
  const few = new DecodedTransactions({ transactions: 10_000, bytes });
  for (let number = 0; number < 255; number += 1) {
    const other = Uint8Array.from(signed[0] ?? []);
    other[other.length - 1] = number;
    few.get(encodeBundle([other, signed[1] ?? other]));
  }
  assert.ok(few.kept.bytes <= 2 * bytes, `${few.kept.bytes} bytes`);
  assert.ok(few.kept.bundles < 100 && few.kept.bundles > 10, `${few.kept.bundles}`);
});

test('of a refused bundle nothing stays but what is checked', () => {
  const chain = testChain();
  const decoded = new DecodedTransactions({ transactions: 100, bytes: 1_000_000 });
  const bundle = encodeBundle([chain.register(1, 'one'), chain.register(2, 'two')]);
  const [one] = decoded.get(bundle);
  decoded.forgetRefused(bundle, (transaction) => transaction === one);
  assert.deepEqual([decoded.kept.bundles, decoded.kept.transactions], [0, 1]);
  decoded.forgetRefused(bundle, () => false);
  assert.deepEqual([decoded.kept.bundles, decoded.kept.transactions], [0, 1]);
});

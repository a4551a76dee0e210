/** The chain rule against headers that a test signs itself: what is durable when, and what a restart finds. */
import { ledger } from '@touchmark/ledger';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bundledResultsHash,
  commitHash,
  decodeTransaction,
  EMPTY_HASH,
  encodeBundle,
  encodeValidators,
  headerHash,
  type Header,
  misbehaviorOf,
  parseGenesis,
  type SignedHeader,
  timestampOfMs,
} from '@touchmark/codec';
import { verifySignature } from '@touchmark/crypto';
import { verifyAnswer, verifyReceipt } from '@touchmark/verify';
import { bundleSizes, signedTransactions } from '../chain/bundles.ts';
import { StoredChainReader } from '../chain/stored-chain-reader.ts';
import { BlockMaker, type DecidedBlock } from '../embedded/block-maker.ts';
import { EngineError } from '../engine-error.ts';
import { GENESIS_TIME_MS, testChain } from '../testing/test-chain.ts';
import { TestStore } from '../testing/test-store.ts';
import { type HeaderSource, type ReplicatedBlock, ReplicatedChain } from './replicated-chain.ts';

/** Decides blocks as CometBFT would, and can be asked for headers unless it is down. */
class Network implements HeaderSource {
  readonly chain = testChain();
  readonly genesis = parseGenesis(this.chain.genesis);
  readonly store = new TestStore();
  readonly reader = new StoredChainReader(this.store);
  readonly #maker = new BlockMaker(this.genesis, this.chain.validatorSecretKey);
  readonly #decided: DecidedBlock[] = [];
  readonly proofs = new Map<number, Uint8Array[]>();
  #state = {
    appHash: EMPTY_HASH,
    resultsHash: EMPTY_HASH,
    params: this.genesis.consensusParams,
  };
  isDown = false;

  open(): ReplicatedChain {
    return new ReplicatedChain({
      ledger,
      store: this.store,
      genesis: this.genesis,
      genesisBytes: this.chain.genesis,
      headers: this,
      verify: verifySignature,
    });
  }

  found(replicated: ReplicatedChain): void {
    this.#state = { ...this.#state, appHash: replicated.found(), resultsHash: EMPTY_HASH };
  }

  async next(
    replicated: ReplicatedChain,
    bundles: Uint8Array[] = [],
    evidence: Uint8Array[] = [],
  ): Promise<readonly ReplicatedBlock[]> {
    const before = this.#decided.at(-1);
    const height = (before?.height ?? 0) + 1;
    const time = timestampOfMs(GENESIS_TIME_MS + height * 1_000);
    this.proofs.set(height, evidence);
    this.#decided.push(this.#maker.decide(before, this.#state, time, bundles, evidence));
    return this.tell(replicated, height);
  }

  /** Tells a block once more, as CometBFT does when it replays. */
  async tell(replicated: ReplicatedChain, height: number): Promise<readonly ReplicatedBlock[]> {
    const block = this.#decided[height - 1];
    assert.ok(block !== undefined);
    const bundles = block.transactions;
    const transactions = signedTransactions(bundles).map((bytes) => decodeTransaction(bytes));
    const hash = headerHash(block.header);
    const misbehavior = misbehaviorOf(this.proofs.get(height) ?? []);
    const decided = { height, time: block.time, hash, bundles, transactions, misbehavior };
    const { finalized, durable } = await replicated.finalize(decided);
    const { root, transactions: executed } = finalized.block;
    const resultsHash = bundledResultsHash(executed, bundleSizes(bundles));
    const params = { ...this.#state.params, ...finalized.paramUpdates };
    this.#state = { appHash: root, resultsHash, params };
    return durable;
  }

  signedHeader(height: number): Promise<SignedHeader> {
    const block = this.#decided[height - 1];
    if (this.isDown || block === undefined) return Promise.reject(new Error('not there'));
    return Promise.resolve({ header: block.header, commit: block.commit });
  }

  evidence(height: number): Promise<Uint8Array[]> {
    return Promise.resolve(this.proofs.get(height) ?? []);
  }

  validators(): Promise<Uint8Array> {
    return Promise.resolve(encodeValidators(this.genesis.validators));
  }

  header(height: number): Header | undefined {
    return this.#decided[height - 1]?.header;
  }
}

test('a block is durable when the header after it is there, and then it proves itself', async () => {
  const network = new Network();
  const replicated = network.open();
  network.found(replicated);
  assert.equal(replicated.isReadable, false);
  await network.next(replicated);
  assert.equal(replicated.durable.height, 0);
  assert.equal(replicated.isReadable, true);

  const { chain } = network;
  const delegation = chain.delegate();
  const bundle = encodeBundle([chain.register(1, 'one'), chain.register(2, 'two')]);
  await network.next(replicated, [delegation, bundle]);
  assert.equal(network.reader.receipt(decodeTransaction(delegation).id), undefined);
  const durable = await network.next(replicated);
  assert.deepEqual(
    durable.map(({ height }) => height),
    [2],
  );

  const answer = verifyAnswer(network.reader.recordAnswer('88/two'), { genesis: chain.genesis });
  assert.equal(answer.status, 'present');
  for (const [index, bytes] of [delegation, ...signedTransactions([bundle])].entries()) {
    const { id } = decodeTransaction(bytes);
    const proof = network.reader.receiptProof(id);
    assert.ok(proof !== undefined);
    assert.equal(verifyReceipt(proof, { genesis: chain.genesis }).code, 0);
    assert.equal(network.reader.receipt(id)?.index, index);
    assert.deepEqual(network.reader.transaction(2, index), bytes);
  }
  assert.equal(network.reader.block(2)?.transactions, 3);
  await replicated.close();
});

test('what was not durable is executed again after a restart, to the same root', async () => {
  const network = new Network();
  const first = network.open();
  network.found(first);
  await network.next(first);
  await network.next(first, [network.chain.delegate()]);
  await network.next(first, [network.chain.register(1, 'one')]);
  const { root } = first;
  assert.equal(first.durable.height, 2);
  await first.close();

  const again = network.open();
  assert.equal(again.executed, 2);
  await network.tell(again, 3);
  assert.deepEqual(again.root, root);
  again.rewind();
  assert.equal(again.executed, 2);
  await network.tell(again, 3);
  await network.next(again);
  assert.equal(again.durable.height, 3);
  await again.close();
});

test('founding may be asked for again as long as nothing is durable', async () => {
  const network = new Network();
  const replicated = network.open();
  const root = replicated.found();
  assert.deepEqual(replicated.found(), root);
  network.found(replicated);
  await network.next(replicated);
  assert.deepEqual(replicated.found(), root);
  await replicated.close();
});

test('while headers can not be had nothing is shown; then all of it at once', async () => {
  const network = new Network();
  const replicated = network.open();
  network.found(replicated);
  await network.next(replicated);
  network.isDown = true;
  await network.next(replicated, [network.chain.delegate()]);
  await network.next(replicated, [network.chain.register(1, 'one')]);
  await network.next(replicated);
  assert.equal(replicated.durable.height, 0);
  network.isDown = false;
  // The newest block is empty: its header proves the state before it.
  const durable = await replicated.catchUp();
  assert.equal(replicated.durable.height, 3);
  assert.equal(durable.at(-1)?.height, 3);
  const answer = network.reader.recordAnswer('88/one');
  assert.equal(verifyAnswer(answer, { genesis: network.chain.genesis }).status, 'present');
  await network.next(replicated);
  await replicated.close();
});

test('a header that is not the one decided stops the node', async () => {
  const network = new Network();
  const replicated = network.open();
  network.found(replicated);
  await network.next(replicated);
  const honest = network.signedHeader.bind(network);
  network.signedHeader = async (height) => {
    const { header, commit } = await honest(height);
    return { commit, header: { ...header, appHash: new Uint8Array(32) } };
  };
  await assert.rejects(
    network.next(replicated),
    (error) => error instanceof EngineError && error.code === 'ENGINE_STORE_CORRUPT',
  );
  await replicated.close();
});

test('the commit that is kept is the one that the next block names', async () => {
  const network = new Network();
  const replicated = network.open();
  network.found(replicated);
  await network.next(replicated);
  await network.next(replicated, [network.chain.delegate()]);
  await network.next(replicated);
  await network.next(replicated);
  const named = network.header(3)?.lastCommitHash;
  const { commit } = await network.signedHeader(2);
  assert.deepEqual(commitHash(commit), named);
  await replicated.close();
});

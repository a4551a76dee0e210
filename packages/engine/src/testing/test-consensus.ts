import assert from 'node:assert/strict';
import {
  bundledResultsHash,
  decodeTransaction,
  EMPTY_HASH,
  encodeValidators,
  type Genesis,
  headerHash,
  type Header,
  misbehaviorOf,
  parseGenesis,
  type SignedHeader,
  type Timestamp,
  timestampOfMs,
} from '@touchmark/codec';
import { verifySignature } from '@touchmark/crypto';
import { type Ledger, ledger as theLedger } from '@touchmark/ledger';
import type { StateStore } from '@touchmark/state';
import { bundleSizes, signedTransactions } from '../chain/bundles.ts';
import type { ChainReader } from '../chain/chain-reader.ts';
import { StoredChainReader } from '../chain/stored-chain-reader.ts';
import {
  type CommitObserver,
  type HeaderSource,
  type ReplicatedBlock,
  ReplicatedChain,
} from '../cometbft/replicated-chain.ts';
import { BlockMaker, type DecidedBlock, type ExecutedState } from '../embedded/block-maker.ts';
import { GENESIS_TIME_MS, testChain, type TestChain } from './test-chain.ts';
import { TestStore } from './test-store.ts';

interface Setting {
  readonly chain?: TestChain;
  readonly store?: TestStore;
  readonly ledger?: Ledger;
}

/** Decides blocks as CometBFT would, and can be asked for headers unless it is down. */
export class TestConsensus implements HeaderSource {
  readonly chain: TestChain;
  readonly genesis: Genesis;
  readonly store: TestStore;
  readonly reader: ChainReader;
  /** Of each block. */
  readonly proofs = new Map<number, Uint8Array[]>();
  readonly #ledger: Ledger;
  readonly #maker: BlockMaker;
  readonly #decided: DecidedBlock[] = [];
  #state: ExecutedState;
  isDown = false;

  constructor({ chain = testChain(), store = new TestStore(), ledger = theLedger }: Setting = {}) {
    this.chain = chain;
    this.genesis = parseGenesis(chain.genesis);
    this.store = store;
    this.reader = new StoredChainReader(store);
    this.#ledger = ledger;
    this.#maker = new BlockMaker(this.genesis, chain.validatorSecretKey);
    const params = this.genesis.consensusParams;
    this.#state = { appHash: EMPTY_HASH, resultsHash: EMPTY_HASH, params };
  }

  /** The chain over its own store, or over that of another node. */
  open(store: StateStore = this.store, snapshots?: CommitObserver): ReplicatedChain {
    return new ReplicatedChain({
      ledger: this.#ledger,
      store,
      snapshots,
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

  /** What CometBFT says of a decided block. */
  block(height: number): { readonly hash: Uint8Array; readonly time: Timestamp } {
    const block = this.#decided[height - 1];
    assert.ok(block !== undefined);
    return { hash: headerHash(block.header), time: block.time };
  }

  header(height: number): Header | undefined {
    return this.#decided[height - 1]?.header;
  }
}

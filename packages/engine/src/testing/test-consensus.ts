import assert from 'node:assert/strict';
import {
  bundledResultsHash,
  decodeTransaction,
  EMPTY_HASH,
  encodeValidators,
  headerHash,
  type Header,
  parseGenesis,
  type SignedHeader,
  timestampOfMs,
} from '@touchmark/codec';
import { verifySignature } from '@touchmark/crypto';
import { ledger } from '@touchmark/ledger';
import type { StateStore } from '@touchmark/state';
import { bundleSizes, signedTransactions } from '../chain/bundles.ts';
import { StoredChainReader } from '../chain/stored-chain-reader.ts';
import {
  type CommitObserver,
  type HeaderSource,
  type ReplicatedBlock,
  ReplicatedChain,
} from '../cometbft/replicated-chain.ts';
import { BlockMaker, type DecidedBlock } from '../embedded/block-maker.ts';
import { GENESIS_TIME_MS, testChain } from './test-chain.ts';
import { TestStore } from './test-store.ts';

/** Decides blocks as CometBFT would, and can be asked for headers unless it is down. */
export class TestConsensus implements HeaderSource {
  readonly chain = testChain();
  readonly genesis = parseGenesis(this.chain.genesis);
  readonly store = new TestStore();
  readonly reader = new StoredChainReader(this.store);
  readonly #maker = new BlockMaker(this.genesis, this.chain.validatorSecretKey);
  readonly #decided: DecidedBlock[] = [];
  #state = { appHash: EMPTY_HASH, resultsHash: EMPTY_HASH };
  isDown = false;

  /** The chain over its own store, or over that of another node. */
  open(store: StateStore = this.store, snapshots?: CommitObserver): ReplicatedChain {
    return new ReplicatedChain({
      ledger,
      store,
      snapshots,
      genesis: this.genesis,
      genesisBytes: this.chain.genesis,
      headers: this,
      verify: verifySignature,
    });
  }

  found(replicated: ReplicatedChain): void {
    this.#state = { appHash: replicated.found(), resultsHash: EMPTY_HASH };
  }

  async next(
    replicated: ReplicatedChain,
    bundles: Uint8Array[] = [],
  ): Promise<readonly ReplicatedBlock[]> {
    const before = this.#decided.at(-1);
    const height = (before?.height ?? 0) + 1;
    const time = timestampOfMs(GENESIS_TIME_MS + height * 1_000);
    this.#decided.push(this.#maker.decide(before, this.#state, time, bundles));
    return this.tell(replicated, height);
  }

  /** Tells a block once more, as CometBFT does when it replays. */
  async tell(replicated: ReplicatedChain, height: number): Promise<readonly ReplicatedBlock[]> {
    const block = this.#decided[height - 1];
    assert.ok(block !== undefined);
    const bundles = block.transactions;
    const transactions = signedTransactions(bundles).map((bytes) => decodeTransaction(bytes));
    const hash = headerHash(block.header);
    const decided = { height, time: block.time, hash, bundles, transactions };
    const { finalized, durable } = await replicated.finalize(decided);
    const { root, transactions: executed } = finalized.block;
    const resultsHash = bundledResultsHash(executed, bundleSizes(bundles));
    this.#state = { appHash: root, resultsHash };
    return durable;
  }

  signedHeader(height: number): Promise<SignedHeader> {
    const block = this.#decided[height - 1];
    if (this.isDown || block === undefined) return Promise.reject(new Error('not there'));
    return Promise.resolve({ header: block.header, commit: block.commit });
  }

  validators(): Promise<Uint8Array> {
    return Promise.resolve(encodeValidators(this.genesis.validators));
  }

  header(height: number): Header | undefined {
    return this.#decided[height - 1]?.header;
  }
}

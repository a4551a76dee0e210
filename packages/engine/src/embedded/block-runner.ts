/**
 * The chain rule: what is executed is always provable, because the header after it is decided in the same commit.
 * Everything here is synchronous and happens inside one update of the store; nothing is true before its commit.
 */
import {
  type ConsensusParams,
  type DecodedTransaction,
  EMPTY_HASH,
  encodeSignedHeader,
  type Genesis,
  msOfTimestamp,
} from '@touchmark/codec';
import type { Ledger, Misbehavior, SignatureVerifier, UnknownVersion } from '@touchmark/ledger';
import type { StateUpdate, StateView } from '@touchmark/state';
import { applyBlock } from '../chain/apply-block.ts';
import { bundleSizes } from '../chain/bundles.ts';
import { consensusParamsAt } from '../chain/consensus-params.ts';
import { type ExecutedTransaction, putDecidedBlock } from '../chain/chain-writer.ts';
import { putHead } from '../chain/head-row.ts';
import { CHAIN_TABLES } from '../chain/tables.ts';
import type { BlockMaker, DecidedBlock } from './block-maker.ts';
import { nextBlockTime } from './block-time.ts';

/** A decided block whose transactions are decoded, ready to execute. */
export interface ChainTip {
  readonly block: DecidedBlock;
  readonly transactions: readonly DecodedTransaction[];
  /** Of a block that others decided: here there is nobody else to tell on. */
  readonly misbehavior: readonly Misbehavior[];
}

export interface BlockEffects {
  readonly height: number;
  readonly timeMs: number;
  /** State root after the block. */
  readonly root: Uint8Array;
  readonly transactions: readonly ExecutedTransaction[];
  readonly events: number;
}

interface BlockRunnerParts {
  readonly ledger: Ledger;
  readonly genesis: Genesis;
  readonly maker: BlockMaker;
  readonly verify: SignatureVerifier;
  readonly tip: ChainTip;
  /** The state root after the block before `tip`. */
  readonly root: Uint8Array;
}

export class BlockRunner {
  readonly #ledger: Ledger;
  readonly #genesis: Genesis;
  readonly #maker: BlockMaker;
  readonly #verify: SignatureVerifier;
  #tip: ChainTip;
  #root: Uint8Array;
  #resultsHash: Uint8Array = EMPTY_HASH;
  #params: ConsensusParams;
  #dueMs: number | undefined;
  #unknown: UnknownVersion | undefined;

  constructor({ ledger, genesis, maker, verify, tip, root }: BlockRunnerParts) {
    this.#ledger = ledger;
    this.#maker = maker;
    this.#verify = verify;
    this.#tip = tip;
    this.#root = root;
    this.#genesis = genesis;
    this.#params = genesis.consensusParams;
  }

  /** Looks at the state that the block at this height will be executed on. */
  look(state: StateView, height: number = this.#tip.block.height): void {
    this.#params = consensusParamsAt(this.#genesis, state, height);
    this.#unknown = this.#ledger.unknownAt(state, height);
    this.#dueMs = this.#unknown === undefined ? this.#ledger.dueMs(state, height) : undefined;
  }

  /** What the next block goes by and this software does not have: it can't be executed. */
  get unknown(): UnknownVersion | undefined {
    return this.#unknown;
  }

  /** When a block will have something to do without a transaction; undefined: it will not. */
  get dueMs(): number | undefined {
    return this.#dueMs;
  }

  /** By which the block goes that `look` was for: after `execute`, the next one. */
  get params(): ConsensusParams {
    return this.#params;
  }

  get tip(): ChainTip {
    return this.#tip;
  }

  /** State root after the block before the tip. */
  get root(): Uint8Array {
    return this.#root;
  }

  /** Executes the decided block; `decide` must follow before the update is committed. */
  execute(update: StateUpdate): BlockEffects {
    const { block, transactions, misbehavior } = this.#tip;
    const { height } = block;
    const timeMs = msOfTimestamp(block.time);
    const input = { chainId: block.header.chainId, height, timeMs, transactions, misbehavior };
    const bundles = bundleSizes(block.transactions);
    const applied = applyBlock(this.#ledger, update, input, this.#root, this.#verify, bundles);
    this.#root = applied.root;
    this.#resultsHash = applied.resultsHash;
    this.look(update, height + 1);
    const { root, events } = applied;
    return { height, timeMs, root, transactions: applied.transactions, events };
  }

  /** Decides the next block, which carries the root and the results of the one just executed. */
  decide(update: StateUpdate, transactions: readonly DecodedTransaction[], nowMs: number): void {
    const { block } = this.#tip;
    const [appHash, resultsHash, params] = [this.#root, this.#resultsHash, this.#params];
    const state = { appHash, resultsHash, params };
    const bytes = transactions.map((transaction) => transaction.bytes);
    const next = this.#maker.decide(block, state, nextBlockTime(block.time, nowMs), bytes);
    storeDecided(update, next);
    this.#tip = { block: next, transactions, misbehavior: [] };
  }

  /** Notes how far the chain is; the last thing before a commit. */
  finish(update: StateUpdate): void {
    const executed = this.#tip.block.height - 1;
    putHead(update.table(CHAIN_TABLES.meta), { executed, root: this.#root });
  }
}

export function storeDecided(update: StateUpdate, block: DecidedBlock): void {
  const { header, commit, blockId, transactions } = block;
  const row = {
    timeMs: msOfTimestamp(block.time),
    transactions: transactions.length,
    bytes: transactions.reduce((sum, transaction) => sum + transaction.length, 0),
    hash: blockId.hash,
    parts: blockId.parts,
    signedHeader: encodeSignedHeader({ header, commit }),
  };
  // Of itself alone a node can prove nothing.
  putDecidedBlock(update, block.height, row, { transactions, evidence: [] });
}

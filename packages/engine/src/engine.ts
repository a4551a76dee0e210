import type { Genesis } from '@touchmark/codec';
import type { Details } from '@touchmark/ledger';
import type { ScrubOptions, ScrubProgress, ScrubReport, StateStatistics } from '@touchmark/state';
import type { ChainReader } from './chain/chain-reader.ts';
import type { ReceiptRecord } from './chain/receipt-record.ts';
import type { ChainScrubReport } from './chain/scrub-chain.ts';
import type { EngineError } from './engine-error.ts';
import type { HistogramSummary } from './measure/histogram.ts';

/** A transaction that was turned away before it reached a block; it leaves no trace on the ledger. */
export interface RefusedTransaction {
  readonly outcome: 'refused';
  /** Stable code: TRANSACTION_… and CBOR_… of the decoder, or one of the ledger's. */
  readonly code: string;
  /** What to look at, in the ledger's form for `describeRefusal`. */
  readonly details: Details;
  /** English words that say what happened and what to do. */
  readonly message: string;
}

export type SubmitResult = ReceiptRecord | RefusedTransaction;

/** A block whose effects are durable, with what its transactions did. */
export interface CommittedBlock {
  readonly height: number;
  readonly timeMs: number;
  /** State root after this block; it stands in the header of `height + 1`. */
  readonly root: Uint8Array;
  readonly receipts: readonly ReceiptRecord[];
  readonly events: number;
}

/** What stopped an engine: its owner, or an error after which its state is not known. */
export type EngineStop = { reason: 'closed' } | { reason: 'failed'; error: EngineError };

export interface EngineStatus {
  readonly state: 'running' | 'closing' | 'closed' | 'failed';
  readonly chainId: string;
  /** Highest executed block. */
  readonly height: number;
  /** State root after `height`. */
  readonly root: Uint8Array;
  /** Time of the newest signed header, in milliseconds since 1970. */
  readonly timeMs: number;
  /** Transactions taken in and not yet durable. */
  readonly queue: {
    readonly transactions: number;
    readonly bytes: number;
    readonly maxTransactions: number;
    readonly maxBytes: number;
  };
  /** Milliseconds since the last commit became durable; since the start if there was none. */
  readonly sinceCommitMs: number;
  /** Threads that check signatures, and checks that wait for one. */
  readonly signatures: { readonly workers: number; readonly waiting: number };
  /** Undefined once the store is closed. */
  readonly store: StateStatistics | undefined;
  /** Since this engine was opened. */
  readonly totals: {
    readonly blocks: number;
    readonly transactions: number;
    readonly refused: number;
    readonly overloaded: number;
    readonly duplicates: number;
  };
  /** Transactions made durable a second, over the last seconds. */
  readonly transactionsPerSecond: number;
  /** Milliseconds, since this engine was opened. */
  readonly timings: {
    readonly signaturesMs: HistogramSummary;
    readonly executeMs: HistogramSummary;
    readonly commitMs: HistogramSummary;
    readonly submitMs: HistogramSummary;
  };
}

export interface EngineScrub {
  readonly state: ScrubReport;
  readonly chain: ChainScrubReport;
}

/** Questions about consensus by the names that they have there. */
export interface ConsensusSource {
  call(method: string, params: Record<string, unknown>): Promise<unknown>;
}

/** What a node needs of an engine, whichever one drives the ledger. */
export interface Engine {
  readonly chainId: string;
  readonly genesis: Genesis;
  readonly genesisBytes: Uint8Array;
  readonly chain: ChainReader;
  /** Resolves when the engine has stopped. After a failure its process should end. */
  readonly stopped: Promise<EngineStop>;
  /**
   * Takes one encoded transaction. Resolves with its receipt only when that is durable, or with the
   * reason why it was turned away. Sending the same transaction again is always safe.
   * Rejects with EngineError ENGINE_OVERLOADED, ENGINE_STALLED, ENGINE_CLOSING or ENGINE_FAILED.
   * @param onTaken told once its signatures hold and it is where blocks are made of: from then on a block decides.
   */
  submit(transaction: Uint8Array, onTaken?: () => void): Promise<SubmitResult>;
  status(): EngineStatus;
  /**
   * Has an empty block signed if the newest header is older than a second, so that there is a header later than a past
   * moment somebody asks about. Resolves when it is durable.
   */
  refresh(): Promise<void>;
  /**
   * Recomputes every hash in the store and follows every signature: state, chain and history. Runs beside everything
   * else. Rejects with STATE_CORRUPT or ENGINE_STORE_CORRUPT at the first thing that is wrong.
   */
  scrub(
    options?: ScrubOptions,
    onProgress?: (progress: ScrubProgress) => void,
  ): Promise<EngineScrub>;
  /** What the engine beside this one answers about headers; undefined where this engine signs them itself. */
  readonly consensus?: ConsensusSource;
  /** Calls back after each durable block; returns what ends that. */
  onBlock(listener: (block: CommittedBlock) => void): () => void;
  /** Finishes what was taken in, within a bounded time, then closes the store. */
  close(): Promise<void>;
}

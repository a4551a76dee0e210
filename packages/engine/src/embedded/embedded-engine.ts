import { type Genesis, msOfTimestamp } from '@touchmark/codec';
import { decodeReceipt, type Ledger } from '@touchmark/ledger';
import type { ScrubOptions, ScrubProgress, StateStore } from '@touchmark/state';
import type { ChainHead, ChainReader } from '../chain/chain-reader.ts';
import type { ExecutedTransaction } from '../chain/chain-writer.ts';
import type { ReceiptRecord } from '../chain/receipt-record.ts';
import { scrubChain } from '../chain/scrub-chain.ts';
import { StoredChainReader } from '../chain/stored-chain-reader.ts';
import type {
  CommittedBlock,
  Engine,
  EngineScrub,
  EngineStatus,
  EngineStop,
  SubmitResult,
} from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { versionUnknown } from '../chain/version-unknown.ts';
import { EngineMeters } from '../measure/engine-meters.ts';
import { Admission } from '../submission/admission.ts';
import { PendingSet } from '../submission/pending-set.ts';
import { idKey, markTaken } from '../submission/pending-transaction.ts';
import { ReadyQueue } from '../submission/ready-queue.ts';
import { refusedBy } from '../submission/refusals.ts';
import { SignaturePool } from '../submission/signature-pool.ts';
import type { Verdicts } from '../submission/verdicts.ts';
import type { BlockEffects, BlockRunner } from './block-runner.ts';
import { CommitLoop } from './commit-loop.ts';
import { DueAlarm } from './due-alarm.ts';
import type { ResolvedOptions } from './options.ts';

/** Bounds the blocks that readers can cause. */
const REFRESH_INTERVAL_MS = 1_000;

export interface EmbeddedEngineParts {
  readonly ledger: Ledger;
  readonly genesis: Genesis;
  readonly genesisBytes: Uint8Array;
  readonly store: StateStore;
  readonly runner: BlockRunner;
  readonly verdicts: Verdicts;
  readonly options: ResolvedOptions;
}

/** One process, one validator, one store: the ledger without a network. Opened by `openEmbeddedEngine`. */
export class EmbeddedEngine implements Engine {
  readonly chainId: string;
  readonly genesis: Genesis;
  readonly genesisBytes: Uint8Array;
  readonly chain: ChainReader;
  readonly stopped: Promise<EngineStop>;

  readonly #store: StateStore;
  readonly #runner: BlockRunner;
  readonly #options: ResolvedOptions;
  readonly #pending: PendingSet;
  readonly #ready: ReadyQueue = new ReadyQueue();
  readonly #pool: SignaturePool;
  readonly #admission: Admission;
  readonly #loop: CommitLoop;
  readonly #listeners = new Set<(block: CommittedBlock) => void>();
  readonly #meters = new EngineMeters();
  readonly #heartbeat: NodeJS.Timeout | undefined;
  readonly #alarm: DueAlarm;
  #state: EngineStatus['state'] = 'running';
  #failure: EngineError | undefined;
  #head: EngineHead;
  readonly #stop: (stop: EngineStop) => void;
  #closing: Promise<void> | undefined;
  #hasStore = true;
  /** On the monotonic clock. */
  #committedAt = performance.now();

  constructor(parts: EmbeddedEngineParts) {
    const { genesis, genesisBytes, store, runner, options } = parts;
    this.chainId = genesis.chainId;
    this.genesis = genesis;
    this.genesisBytes = genesisBytes;
    this.chain = new StoredChainReader(store);
    this.#store = store;
    this.#runner = runner;
    this.#options = options;
    const stopped = Promise.withResolvers<EngineStop>();
    this.stopped = stopped.promise;
    this.#stop = stopped.resolve;
    this.#head = headOf(runner);
    this.#pending = new PendingSet({
      maxTransactions: options.maxPendingTransactions,
      maxBytes: options.maxPendingBytes,
    });
    this.#pool = new SignaturePool(options.signatureWorkers);
    this.#loop = this.#createLoop(parts);
    this.#admission = this.#createAdmission(parts);
    this.#heartbeat = this.#startHeartbeat();
    this.#alarm = new DueAlarm(options.clock, () => this.#loop.beat());
  }

  /** Executes a block that was decided before the last stop; nothing is submitted before that is done. */
  async start(): Promise<void> {
    this.#loop.wake();
    await this.#loop.idle();
    this.#alarm.set(this.#runner.dueMs);
    if (this.#failure === undefined) return;
    await this.close();
    throw this.#failure;
  }

  submit(transaction: Uint8Array, onTaken?: () => void): Promise<SubmitResult> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#state !== 'running') return Promise.reject(closingError());
    try {
      return this.#admission.submit(transaction, onTaken);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.#meters.totals.overloaded += 1;
      return Promise.reject(error);
    }
  }

  status(): EngineStatus {
    return {
      state: this.#state,
      chainId: this.chainId,
      ...this.#head,
      queue: {
        transactions: this.#pending.size,
        bytes: this.#pending.bytes,
        ...this.#pending.limits,
      },
      sinceCommitMs: performance.now() - this.#committedAt,
      signatures: this.#pool.load,
      store: this.#hasStore ? this.#store.statistics() : undefined,
      ...this.#meters.summary(),
    };
  }

  async refresh(): Promise<void> {
    const isFresh = this.#head.timeMs > this.#options.clock() - REFRESH_INTERVAL_MS;
    if (isFresh || this.#state !== 'running') return;
    this.#loop.beat();
    await this.#loop.idle();
  }

  async scrub(
    options: ScrubOptions = {},
    onProgress: (progress: ScrubProgress) => void = () => {},
  ): Promise<EngineScrub> {
    const { genesisBytes } = this;
    const source = this.#store;
    const parts = { source, genesisBytes, height: this.#head.height, onProgress };
    const chain = await scrubChain({ ...parts, ...options });
    return { state: await this.#store.scrub(options, onProgress), chain };
  }

  onBlock(listener: (block: CommittedBlock) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#heartbeat);
    this.#alarm.stop();
    if (this.#state === 'running') {
      this.#state = 'closing';
      await this.#pending.settled(this.#options.closeTimeoutMs);
      this.#pending.rejectAll(closingError());
    }
    this.#ready.clear();
    await this.#loop.idle();
    await this.#pool.close();
    this.#hasStore = false;
    await this.#store.close();
    if (this.#state === 'closing') this.#state = 'closed';
    this.#stop({ reason: 'closed' });
  }

  #createLoop({ runner, store, options }: EmbeddedEngineParts): CommitLoop {
    return new CommitLoop({
      store,
      runner,
      ready: this.#ready,
      options,
      meters: this.#meters,
      onCommitted: (blocks) => this.#committed(blocks),
      onUnknown: (unknown) => this.#halt(versionUnknown(unknown)),
      onFailed: (error) => this.#fail(error),
    });
  }

  #createAdmission({ ledger, genesis, store, verdicts, options }: EmbeddedEngineParts): Admission {
    return new Admission({
      ledger,
      chainId: genesis.chainId,
      nextHeight: () => this.#head.height + 1,
      maxTransactionBytes: () => options.maxBlockBytes,
      source: store,
      pending: this.#pending,
      ready: this.#ready,
      pool: this.#pool,
      verdicts,
      signaturesMs: this.#meters.signaturesMs,
      timeMs: () => Math.max(this.#head.timeMs, options.clock()),
      retryAfterMs: () => this.#meters.retryAfterMs(this.#pending.size),
      isIdle: () => this.#loop.isIdle,
      onReady: (pending) => {
        markTaken(pending);
        this.#loop.wake();
      },
      onRefused: () => {
        this.#meters.totals.refused += 1;
      },
      onDuplicate: () => {
        this.#meters.totals.duplicates += 1;
      },
      onFailed: (error) => this.#fail(error),
    });
  }

  #startHeartbeat(): NodeJS.Timeout | undefined {
    const { heartbeatMs } = this.#options;
    if (heartbeatMs <= 0) return undefined;
    let height = this.#head.height;
    const beat = setInterval(() => {
      if (this.#head.height === height) this.#loop.beat();
      height = this.#head.height;
    }, heartbeatMs);
    return beat.unref();
  }

  #committed(blocks: readonly BlockEffects[]): void {
    const nowMs = performance.now();
    this.#head = headOf(this.#runner);
    this.#committedAt = nowMs;
    this.#alarm.set(this.#runner.dueMs);
    for (const block of blocks) {
      const receipts = block.transactions.map((transaction, index) => {
        const receipt = receiptOf(block, transaction, index);
        this.#answer(transaction, receipt, nowMs);
        return receipt;
      });
      this.#meters.blockCommitted(receipts.length, nowMs);
      const { height, timeMs, root, events } = block;
      this.#tell({ height, timeMs, root, receipts, events });
    }
  }

  /** What a listener throws is a fault, but not one of the chain. */
  #tell(block: CommittedBlock): void {
    for (const listener of this.#listeners) {
      try {
        listener(block);
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }

  #answer(transaction: ExecutedTransaction, receipt: ReceiptRecord, nowMs: number): void {
    const pending = this.#pending.get(idKey(transaction.id));
    if (pending === undefined) return;
    this.#pending.remove(pending);
    this.#meters.submitMs.add(nowMs - pending.sinceMs);
    pending.resolve(transaction.final ? receipt : refusedBy(decodeReceipt(transaction.data)));
  }

  /** What is in memory may no longer be what is on disk: nothing is written and nothing promised after this. */
  #fail(cause: unknown): void {
    if (this.#failure !== undefined) return;
    const what = cause instanceof Error ? cause.message : String(cause);
    const error = new EngineError(
      'ENGINE_FAILED',
      `The engine has stopped: ${what.replace(/\.$/, '')}. It is not known whether transactions without a receipt were written: ` +
        'restart the node and send them again, which is safe.',
      { cause },
    );
    this.#halt(error);
  }

  /** Takes nothing more; what is durable stays so. */
  #halt(error: EngineError): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#state = 'failed';
    clearInterval(this.#heartbeat);
    this.#alarm.stop();
    this.#ready.clear();
    this.#pending.rejectAll(error);
    this.#stop({ reason: 'failed', error });
  }
}

type EngineHead = Pick<ChainHead, 'height' | 'root' | 'timeMs'>;

function headOf({ tip, root }: BlockRunner): EngineHead {
  return { height: tip.block.height - 1, root, timeMs: msOfTimestamp(tip.block.time) };
}

function receiptOf(
  { height, timeMs }: BlockEffects,
  { id, code, data }: ExecutedTransaction,
  index: number,
): ReceiptRecord {
  return { outcome: 'committed', id, height, index, timeMs, code, data };
}

function closingError(): EngineError {
  return new EngineError(
    'ENGINE_CLOSING',
    'The node is stopping; whether it has written this transaction is not known. Send it again when the node is ' +
      'back, which is safe.',
  );
}

import type { Genesis } from '@touchmark/codec';
import { msOfTimestamp } from '@touchmark/codec';
import { decodeReceipt, type Ledger } from '@touchmark/ledger';
import type { ScrubOptions, ScrubProgress, StateSnapshot, StateStore } from '@touchmark/state';
import { type AbciServer, serveAbci } from '../abci/server.ts';
import type { ChainReader } from '../chain/chain-reader.ts';
import type { ReceiptRecord } from '../chain/receipt-record.ts';
import { scrubChain } from '../chain/scrub-chain.ts';
import { StoredChainReader } from '../chain/stored-chain-reader.ts';
import type {
  ConsensusSource,
  CommittedBlock,
  Engine,
  EngineScrub,
  EngineStatus,
  EngineStop,
  SubmitResult,
} from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { EngineMeters } from '../measure/engine-meters.ts';
import { Admission } from '../submission/admission.ts';
import { PendingSet } from '../submission/pending-set.ts';
import { idKey, type PendingTransaction } from '../submission/pending-transaction.ts';
import { ReadyQueue } from '../submission/ready-queue.ts';
import { refusedBy } from '../submission/refusals.ts';
import { SnapshotFolder } from '../snapshot/snapshot-folder.ts';
import type { SnapshotRestore } from '../snapshot/snapshot-restore.ts';
import { SnapshotTaker } from '../snapshot/snapshot-taker.ts';
import { SignaturePool } from '../submission/signature-pool.ts';
import { Verdicts } from '../submission/verdicts.ts';
import { ReplicatedApplication } from './application.ts';
import { CometRpc } from './comet-rpc.ts';
import type { Leave } from './leave.ts';
import { type Outlet, TransactionOutlet } from './transaction-outlet.ts';
import { type ReplicatedBlock, ReplicatedChain } from './replicated-chain.ts';
import type { ResolvedCometOptions } from './options.ts';
import { TransactionGate } from './transaction-gate.ts';

/** What runs CometBFT beside this process. */
export interface CometProcess {
  stop(): Promise<void>;
}

export interface CometEngineParts {
  /** The rules. */
  readonly ledger: Ledger;
  readonly genesis: Genesis;
  readonly genesisBytes: Uint8Array;
  readonly store: StateStore;
  readonly appSocket: string;
  readonly rpcSocket: string;
  readonly options: ResolvedCometOptions;
  /** Where snapshots for others lie, and the store that they are taken of. */
  readonly snapshots?: { readonly directory: string; readonly ledger: string };
  /** Takes in the snapshot that this node begins with. */
  readonly restore?: SnapshotRestore;
  readonly onRestored?: (snapshot: StateSnapshot) => void | Promise<void>;
  readonly leave?: Leave;
}

/** What all nodes together have in their mempools: what is forgotten is checked once more. */
const MOST_KNOWN = { transactions: 20_000, bytes: 64 * 1024 * 1024 };
const REFRESH_INTERVAL_MS = 1_000;
const REFRESH_WAIT_MS = 15_000;
/** Header, commit and framing of a block, and the head of a bundle. */
const BLOCK_OVERHEAD_BYTES = 8_192;
const CATCH_UP_MS = 250;
/** What was taken in is in a block after a second, if blocks come at all. */
const STALLED_AFTER_MS = 4_000;
const STALLED_RETRY_MS = 2_000;

export interface StartComet {
  /**
   * Starts CometBFT, which dials `appSocket`. Whoever starts it again calls `tellAnew` before: what was not durable is
   * told anew. It resolves to false if nothing of the chain is here.
   */
  readonly startComet: (tellAnew: () => Promise<boolean>) => Promise<CometProcess>;
  /** There is no state to serve yet: CometBFT says what is missing. Awaited before the wait begins. */
  readonly onWaiting?: ((consensus: ConsensusSource) => Promise<void>) | undefined;
  /** Gives up waiting for a state to serve. */
  readonly stop?: AbortSignal | undefined;
}

/** The ledger replicated by CometBFT: others decide the blocks, this node executes and serves them. */
export class CometEngine implements Engine {
  readonly chainId: string;
  readonly genesis: Genesis;
  readonly genesisBytes: Uint8Array;
  readonly chain: ChainReader;
  readonly stopped: Promise<EngineStop>;
  readonly rpc: CometRpc;

  readonly #parts: CometEngineParts;
  readonly #replicated: ReplicatedChain;
  readonly #application: ReplicatedApplication;
  readonly #folder: SnapshotFolder | undefined;
  readonly #taker: SnapshotTaker | undefined;
  readonly #pending: PendingSet;
  readonly #ready = new ReadyQueue();
  readonly #pool: SignaturePool;
  readonly #admission: Admission;
  readonly #outlet: Outlet;
  readonly #gate: TransactionGate;
  readonly #meters = new EngineMeters();
  readonly #listeners = new Set<(block: CommittedBlock) => void>();
  readonly #stop: (stop: EngineStop) => void;
  #server: AbciServer | undefined;
  #process: CometProcess | undefined;
  #catchUp: NodeJS.Timeout | undefined;
  #state: EngineStatus['state'] = 'running';
  #failure: EngineError | undefined;
  #closing: Promise<void> | undefined;
  #committedAt = performance.now();
  /** When the newest block came that had transactions: empty ones are no progress for who waits. */
  #progressAt = performance.now();
  #hasStore = true;

  constructor(parts: CometEngineParts) {
    const { ledger, genesis, genesisBytes, store, options } = parts;
    this.#parts = parts;
    this.chainId = genesis.chainId;
    this.genesis = genesis;
    this.genesisBytes = genesisBytes;
    this.chain = new StoredChainReader(store);
    this.rpc = new CometRpc(parts.rpcSocket);
    const stopped = Promise.withResolvers<EngineStop>();
    this.stopped = stopped.promise;
    this.#stop = stopped.resolve;
    this.#pending = new PendingSet({
      maxTransactions: options.maxPendingTransactions,
      maxBytes: options.maxPendingBytes,
    });
    this.#pool = new SignaturePool(options.signatureWorkers);
    const verdicts = new Verdicts();
    this.#folder = this.#createFolder();
    this.#taker = this.#createTaker();
    this.#replicated = new ReplicatedChain({
      ledger,
      store,
      genesis,
      genesisBytes,
      headers: this.rpc,
      verify: verdicts.verifier,
      snapshots: this.#taker,
      leave: parts.leave,
    });
    this.#gate = new TransactionGate({
      ledger,
      nextHeight: () => this.#replicated.executed + 1,
      chainId: genesis.chainId,
      source: store,
      pool: this.#pool,
      verdicts,
      timeMs: () => this.#headTimeMs(),
      maxKnown: MOST_KNOWN,
    });
    this.#application = new ReplicatedApplication({
      genesis,
      chain: this.#replicated,
      gate: this.#gate,
      snapshots: this.#folder,
      restore: parts.restore,
      onRestored: parts.onRestored,
      onDurable: (blocks) => this.#durable(blocks),
      leave: parts.leave,
    });
    this.#outlet = new TransactionOutlet({
      rpc: this.rpc,
      pending: this.#pending,
      answerIfOver: (one) => this.#admission.answerIfOver(one, this.#headTimeMs()),
    });
    this.#admission = this.#createAdmission(verdicts);
  }

  /** Listens, has CometBFT started, and waits until there is a state that can be served. */
  async start({ startComet, onWaiting, stop }: StartComet): Promise<void> {
    this.#server = await serveAbci({
      path: this.#parts.appSocket,
      application: this.#application,
      onFault: (error) => this.#faulty(error),
    });
    this.#process = await startComet(() => this.#application.inTurn(() => this.#startOver()));
    this.#catchUp = setInterval(() => this.#catchUpSoon(), CATCH_UP_MS).unref();
    if (!this.#replicated.isReadable) await onWaiting?.(this.rpc);
    const firstBlock = Promise.withResolvers<void>();
    const giveUp = (): void => firstBlock.reject(closingError());
    if (stop?.aborted === true) giveUp();
    stop?.addEventListener('abort', giveUp, { once: true });
    const watch = setInterval(() => {
      if (this.#replicated.isReadable) firstBlock.resolve();
    }, 50);
    const failed = this.stopped.then((stop) => {
      if (stop.reason === 'failed') throw stop.error;
    });
    try {
      await Promise.race([firstBlock.promise, failed]);
    } finally {
      clearInterval(watch);
      stop?.removeEventListener('abort', giveUp);
    }
  }

  get consensus(): CometRpc {
    return this.rpc;
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
    const head = this.#hasStore && this.#replicated.isReadable ? this.chain.latest() : undefined;
    return {
      state: this.#state,
      chainId: this.chainId,
      height: head?.height ?? 0,
      root: head?.root ?? new Uint8Array(32),
      timeMs: head?.timeMs ?? msOfTimestamp(this.genesis.genesisTime),
      queue: {
        transactions: this.#pending.size,
        bytes: this.#pending.bytes,
        ...this.#pending.limits,
      },
      sinceCommitMs: performance.now() - this.#committedAt,
      signatures: this.#pool.load,
      store: this.#hasStore ? this.#parts.store.statistics() : undefined,
      ...this.#meters.summary(),
    };
  }

  /** Blocks come by themselves; this waits for the next one if the newest is old. */
  async refresh(): Promise<void> {
    if (this.#state !== 'running') return;
    if (this.#headTimeMs() > Date.now() - REFRESH_INTERVAL_MS) return;
    await new Promise<void>((resolve) => {
      const end = this.onBlock(() => {
        clearTimeout(timer);
        end();
        resolve();
      });
      const timer = setTimeout(() => {
        end();
        resolve();
      }, REFRESH_WAIT_MS);
    });
  }

  async scrub(
    options: ScrubOptions = {},
    onProgress: (progress: ScrubProgress) => void = () => {},
  ): Promise<EngineScrub> {
    const { genesisBytes } = this;
    const source = this.#parts.store;
    const { height } = this.chain.latest();
    const chain = await scrubChain({ source, genesisBytes, height, onProgress, ...options });
    return { state: await source.scrub(options, onProgress), chain };
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
    clearInterval(this.#catchUp);
    if (this.#state === 'running') {
      this.#state = 'closing';
      await this.#pending.settled(this.#parts.options.closeTimeoutMs);
      this.#pending.rejectAll(closingError());
    }
    this.#outlet.close();
    // CometBFT first: it ends itself, noisily, when its application goes away.
    await this.#process?.stop();
    await this.#server?.close();
    await this.#pool.close();
    await this.#taker?.close();
    this.#hasStore = false;
    await this.#application.inTurn(() => this.#replicated.close());
    if (this.#state === 'closing') this.#state = 'closed';
    this.#stop({ reason: 'closed' });
  }

  /** What was not durable is told anew; a state that no header has proven yet, too. */
  async #startOver(): Promise<boolean> {
    await this.#parts.restore?.clearUnfinished();
    this.#replicated.rewind();
    return this.#replicated.isReadable;
  }

  #createFolder(): SnapshotFolder | undefined {
    const { snapshots, options } = this.#parts;
    if (snapshots === undefined) return undefined;
    return new SnapshotFolder(snapshots.directory, options.snapshotsKept);
  }

  #createTaker(): SnapshotTaker | undefined {
    const { snapshots, options } = this.#parts;
    const folder = this.#folder;
    if (snapshots === undefined || folder === undefined) return undefined;
    const { snapshotInterval: interval } = options;
    if (interval === 0) {
      folder.refresh();
      return undefined;
    }
    const onProblem = (what: string): void =>
      process.emitWarning(`A snapshot was not taken: ${what}`);
    return new SnapshotTaker({ ledger: snapshots.ledger, folder, interval, onProblem });
  }

  #createAdmission(verdicts: Verdicts): Admission {
    const { ledger, genesis, store, options } = this.#parts;
    return new Admission({
      ledger,
      nextHeight: () => this.#replicated.executed + 1,
      chainId: genesis.chainId,
      maxTransactionBytes: () => this.#replicated.blockBytes - BLOCK_OVERHEAD_BYTES,
      source: store,
      pending: this.#pending,
      ready: this.#ready,
      pool: this.#pool,
      verdicts,
      signaturesMs: this.#meters.signaturesMs,
      timeMs: () => Math.max(this.#headTimeMs(), options.clock()),
      retryAfterMs: () => this.#meters.retryAfterMs(this.#pending.size),
      stalled: () => this.#stalled(),
      isIdle: () => false,
      onReady: () => this.#sendReady(),
      onRefused: () => {
        this.#meters.totals.refused += 1;
      },
      onDuplicate: () => {
        this.#meters.totals.duplicates += 1;
      },
      onFailed: (error) => this.#fail(error),
    });
  }

  /** What waits for a block gets none: more of it would only wait too. */
  #stalled(): EngineError | undefined {
    const { oldest } = this.#pending;
    if (oldest === undefined) return undefined;
    const waitsMs = performance.now() - Math.max(oldest.sinceMs, this.#progressAt);
    if (waitsMs < STALLED_AFTER_MS) return undefined;
    return new EngineError(
      'ENGINE_STALLED',
      `The network has decided no block for ${Math.floor(waitsMs / 1_000)} s: a third or more of the voting power is ` +
        'away, or this node is cut off. Send the same transaction again later. Reading goes on, with proofs.',
      { retryAfterMs: STALLED_RETRY_MS },
    );
  }

  #sendReady(): void {
    for (const pending of this.#ready.take(this.#ready.size, Number.MAX_SAFE_INTEGER)) {
      this.#gate.letIn(pending.transaction);
      this.#outlet.send(pending);
    }
  }

  #headTimeMs(): number {
    return this.#replicated.isReadable ? this.chain.latest().timeMs : 0;
  }

  #catchUpSoon(): void {
    void this.#application
      .inTurn(() => this.#replicated.catchUp())
      .then(
        (blocks) => this.#durable(blocks),
        (error: unknown) => this.#fail(error),
      );
  }

  #durable(blocks: readonly ReplicatedBlock[]): void {
    if (blocks.length === 0) return;
    const nowMs = performance.now();
    this.#committedAt = nowMs;
    for (const block of blocks) {
      const { height, timeMs, root, events } = block;
      if (block.transactions.length > 0) this.#progressAt = nowMs;
      const receipts = block.transactions.map((transaction, index): ReceiptRecord => {
        const { id, code, data } = transaction;
        const receipt = { outcome: 'committed' as const, id, height, index, timeMs, code, data };
        const pending = this.#pending.get(idKey(id));
        if (pending !== undefined) this.#answer(pending, receipt, transaction.final, nowMs);
        return receipt;
      });
      this.#meters.blockCommitted(receipts.length, nowMs);
      this.#tell({ height, timeMs, root, receipts, events });
    }
  }

  #answer(
    pending: PendingTransaction,
    receipt: ReceiptRecord,
    isFinal: boolean,
    nowMs: number,
  ): void {
    // Turned away as a repetition: its receipt is the one of the first time.
    const known = isFinal ? receipt : this.chain.receipt(receipt.id);
    const result = known ?? refusedBy(decodeReceipt(receipt.data));
    // The same content with a bad signature is somebody else's: what waits here has good ones, and its turn comes.
    if (result.outcome === 'refused' && result.code === 'SIGNATURE_INVALID') return;
    this.#pending.remove(pending);
    this.#meters.submitMs.add(nowMs - pending.sinceMs);
    pending.resolve(result);
  }

  #tell(block: CommittedBlock): void {
    for (const listener of this.#listeners) {
      try {
        listener(block);
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }

  #faulty(error: Error): void {
    if (this.#state === 'running') this.#fail(error);
  }

  #fail(cause: unknown): void {
    if (this.#failure !== undefined || this.#state !== 'running') return;
    const what = cause instanceof Error ? cause.message : String(cause);
    const error = new EngineError(
      'ENGINE_FAILED',
      `The engine has stopped: ${what.replace(/\.$/, '')}. It is not known whether transactions without a receipt were written: ` +
        'restart the node and send them again, which is safe.',
      { cause },
    );
    this.#failure = error;
    this.#state = 'failed';
    clearInterval(this.#catchUp);
    this.#pending.rejectAll(error);
    this.#stop({ reason: 'failed', error });
  }
}

function closingError(): EngineError {
  return new EngineError(
    'ENGINE_CLOSING',
    'The node is stopping; whether it has written this transaction is not known. Send it again when the node is ' +
      'back, which is safe.',
  );
}

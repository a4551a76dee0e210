import {
  decodeTransaction,
  type DecodedTransaction,
  equalBytes,
  TRANSACTION_LIMITS,
  TransactionError,
  type TransactionLimits,
} from '@touchmark/codec';
import type { Gate, Ledger } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import { findReceipt } from '../chain/read-receipts.ts';
import type { SnapshotSource } from '../chain/snapshot-source.ts';
import type { SubmitResult } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import type { Histogram } from '../measure/histogram.ts';
import { checkSignatures } from './check-signatures.ts';
import type { PendingSet } from './pending-set.ts';
import {
  idKey,
  type PendingTransaction,
  pendingTransaction,
  whenTaken,
} from './pending-transaction.ts';
import type { ReadyQueue } from './ready-queue.ts';
import { refusedBy, refusedSignature, refusedUnread } from './refusals.ts';
import type { SignatureCheck } from './signature-check.ts';
import type { SignaturePool } from './signature-pool.ts';
import { SignerKeys } from './signer-keys.ts';
import type { Verdicts } from './verdicts.ts';

export interface AdmissionParts {
  readonly ledger: Ledger;
  readonly chainId: string;
  /** Of the next block that is decided. */
  readonly nextHeight: () => number;
  /** What fits into a block, if that is less than a transaction may have anyway. */
  readonly maxTransactionBytes: () => number;
  readonly source: SnapshotSource;
  readonly pending: PendingSet;
  readonly ready: ReadyQueue;
  readonly pool: SignaturePool;
  readonly verdicts: Verdicts;
  readonly signaturesMs: Histogram;
  /** What block time will at least be, in milliseconds since 1970. */
  readonly timeMs: () => number;
  readonly retryAfterMs: () => number;
  /** Why nothing new is taken in now, though there is room; undefined: it is. */
  readonly stalled?: () => EngineError | undefined;
  /** True while no block is under way. */
  readonly isIdle: () => boolean;
  /** Its signatures hold, and it stands in `ready`. */
  readonly onReady: (pending: PendingTransaction) => void;
  readonly onRefused: () => void;
  readonly onDuplicate: () => void;
  /** The store could not be read. */
  readonly onFailed: (error: unknown) => void;
}

/** What no later block will decide otherwise. */
const OVER: readonly string[] = ['TRANSACTION_EXPIRED', 'TRANSACTION_REPLAYED'];
/** Sets of signatures of one transaction that wait behind the first. */
const MAX_ALTERNATIVES = 4;

/**
 * The way of a transaction from its bytes to the queue of the ready ones: form, repetition, everything the ledger can
 * say without executing it, then its signatures. Arrivals of one turn of the event loop go this way together.
 */
export class Admission {
  readonly #parts: AdmissionParts;
  readonly #keys = new SignerKeys();
  #limits: TransactionLimits = TRANSACTION_LIMITS;
  #arrived: PendingTransaction[] = [];

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /** What fits into no block would wait for ever; the members may change how much does. */
  #limitsNow(): TransactionLimits {
    const bytes = Math.min(this.#parts.maxTransactionBytes(), TRANSACTION_LIMITS.bytes);
    if (bytes !== this.#limits.bytes) this.#limits = { ...TRANSACTION_LIMITS, bytes };
    return this.#limits;
  }

  /** @throws EngineError ENGINE_OVERLOADED */
  submit(bytes: Uint8Array, onTaken?: () => void): Promise<SubmitResult> {
    const { pending } = this.#parts;
    pending.requireRoom(bytes.length, this.#parts.retryAfterMs);
    let transaction: DecodedTransaction;
    try {
      transaction = decodeTransaction(bytes, this.#limitsNow());
    } catch (error) {
      if (!(error instanceof TransactionError)) throw error;
      this.#parts.onRefused();
      return Promise.resolve(refusedUnread(error));
    }
    const key = idKey(transaction.id);
    const added = pendingTransaction(key, transaction, performance.now());
    whenTaken(added, onTaken);
    const first = pending.get(key);
    return first === undefined ? this.#take(added) : this.#repeat(first, added, onTaken);
  }

  /** Answers what no later block can do: it has its receipt, or has expired. */
  answerIfOver(pending: PendingTransaction, blockTimeMs: number): boolean {
    return this.#parts.source.read((snapshot) => {
      const gate = this.#gate(snapshot, blockTimeMs);
      const code = gate.check(pending.transaction)?.code ?? '';
      return OVER.includes(code) && this.#judge(snapshot, gate, pending) === undefined;
    });
  }

  #take(added: PendingTransaction): Promise<SubmitResult> {
    this.#parts.pending.add(added);
    if (this.#arrived.push(added) === 1) setImmediate(() => this.#admitArrived());
    return added.result;
  }

  /**
   * The same transaction again gets the same answer, unless it comes with other signatures and may fare better: then
   * it waits for its turn. A few may, or a stranger who has seen a key id could make the node work for as many as he
   * likes.
   */
  #repeat(
    first: PendingTransaction,
    added: PendingTransaction,
    onTaken: (() => void) | undefined,
  ): Promise<SubmitResult> {
    this.#parts.onDuplicate();
    const { bytes } = added.transaction;
    const equal = [first, ...first.alternatives].find((known) =>
      equalBytes(known.transaction.bytes, bytes),
    );
    if (equal !== undefined) {
      whenTaken(equal, onTaken);
      return equal.result;
    }
    if (first.alternatives.length >= MAX_ALTERNATIVES) throw this.#tooMany();
    this.#queueBehind(first, added);
    return added.result;
  }

  #queueBehind(first: PendingTransaction, added: PendingTransaction): void {
    this.#parts.pending.addAlternative(first, added);
    if (first.alternatives.length > 1) return;
    // If it is rejected, so is the whole set, the alternatives with it.
    first.result.then(
      (result) => this.#answerBehind(first, result),
      () => undefined,
    );
  }

  /** What was committed is the answer to all; what was refused gives the next one its turn. */
  #answerBehind(first: PendingTransaction, result: SubmitResult): void {
    const { pending } = this.#parts;
    for (const waiting of pending.takeAlternatives(first)) {
      const ahead = pending.get(waiting.key);
      if (result.outcome === 'committed') waiting.resolve(result);
      else if (ahead === undefined) void this.#take(waiting);
      else if (ahead.alternatives.length < MAX_ALTERNATIVES) this.#queueBehind(ahead, waiting);
      else waiting.reject(this.#tooMany());
    }
  }

  #tooMany(): EngineError {
    return new EngineError(
      'ENGINE_OVERLOADED',
      `This transaction is being checked with ${MAX_ALTERNATIVES + 1} sets of signatures. ` +
        'Send it again when one of them has its answer.',
      { retryAfterMs: this.#parts.retryAfterMs() },
    );
  }

  #admitArrived(): void {
    const arrived = this.#arrived;
    this.#arrived = [];
    try {
      this.#parts.source.read((snapshot) => {
        // One for all: they are judged by one state.
        const gate = this.#gate(snapshot);
        // Nothing else to do: then a message to a worker and back would take longer than the check.
        const isAlone = arrived.length === 1 && this.#parts.isIdle() && this.#parts.pool.isIdle;
        for (const pending of arrived) this.#admit(snapshot, gate, pending, isAlone);
      });
    } catch (error) {
      this.#parts.onFailed(error);
      return;
    }
    this.#parts.pool.flush();
  }

  #gate(snapshot: StateSnapshot, timeMs = this.#parts.timeMs()): Gate {
    const { ledger, chainId, nextHeight } = this.#parts;
    return ledger.gate(snapshot, { chainId, timeMs, height: nextHeight() });
  }

  #admit(snapshot: StateSnapshot, gate: Gate, pending: PendingTransaction, isAlone: boolean): void {
    const checks = this.#judge(snapshot, gate, pending);
    if (checks === undefined) return;
    const stalled = this.#parts.stalled?.();
    if (stalled !== undefined) {
      this.#parts.pending.remove(pending);
      pending.reject(stalled);
      return;
    }
    const startMs = performance.now();
    const done = (firstBad: number): void => {
      this.#parts.signaturesMs.add(performance.now() - startMs);
      this.#checked(pending, checks, firstBad);
    };
    const isQuick = checks.length === 1 && checks[0]?.algorithm === 'ed25519';
    if (isAlone && isQuick) done(checkSignatures(checks)[0] === 1 ? -1 : 0);
    else this.#parts.pool.check(checks, done);
  }

  /** @returns the signatures to check, or undefined when the transaction has its answer already. */
  #judge(
    snapshot: StateSnapshot,
    gate: Gate,
    pending: PendingTransaction,
  ): SignatureCheck[] | undefined {
    const { transaction } = pending;
    const refusal = gate.check(transaction);
    if (refusal === undefined) return this.#keys.checksOf(transaction, snapshot, gate);
    // Whatever was decided before is refused now, as a repetition or as expired: it has its receipt.
    const receipt = findReceipt(snapshot, transaction.id);
    if (receipt === undefined) this.#parts.onRefused();
    else this.#parts.onDuplicate();
    this.#answer(pending, receipt ?? refusedBy(refusal));
    return undefined;
  }

  #checked(pending: PendingTransaction, checks: readonly SignatureCheck[], firstBad: number): void {
    // Given back meanwhile: the engine is closing or has failed.
    if (this.#parts.pending.get(pending.key) !== pending) return;
    if (firstBad >= 0) {
      this.#parts.onRefused();
      this.#answer(pending, refusedSignature(pending.transaction, firstBad));
      return;
    }
    for (const check of checks) this.#parts.verdicts.remember(check, true);
    this.#parts.ready.add(pending);
    this.#parts.onReady(pending);
  }

  #answer(pending: PendingTransaction, result: SubmitResult): void {
    this.#parts.pending.remove(pending);
    pending.resolve(result);
  }
}

import {
  decodeTransaction,
  type DecodedTransaction,
  equalBytes,
  TRANSACTION_LIMITS,
  TransactionError,
  type TransactionLimits,
} from '@touchmark/codec';
import { checkTransaction } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import { findReceipt } from '../chain/read-receipts.ts';
import type { SnapshotSource } from '../chain/snapshot-source.ts';
import type { SubmitResult } from '../engine.ts';
import type { Histogram } from '../measure/histogram.ts';
import type { PendingSet } from './pending-set.ts';
import { idKey, type PendingTransaction, pendingTransaction } from './pending-transaction.ts';
import type { ReadyQueue } from './ready-queue.ts';
import { refusedBy, refusedSignature, refusedUnread } from './refusals.ts';
import type { SignatureCheck } from './signature-check.ts';
import type { SignaturePool } from './signature-pool.ts';
import { SignerKeys } from './signer-keys.ts';
import type { Verdicts } from './verdicts.ts';

/** Signatures sent to a worker together: about 3 ms of its time, so that verdicts flow while more arrive. */
const GROUP_CHECKS = 64;

export interface AdmissionParts {
  readonly chainId: string;
  /** What fits into a block, if that is less than a transaction may have anyway. */
  readonly maxTransactionBytes: number;
  readonly source: SnapshotSource;
  readonly pending: PendingSet;
  readonly ready: ReadyQueue;
  readonly pool: SignaturePool;
  readonly verdicts: Verdicts;
  readonly signaturesMs: Histogram;
  /** What block time will at least be, in milliseconds since 1970. */
  readonly timeMs: () => number;
  readonly retryAfterMs: () => number;
  readonly onReady: () => void;
  readonly onRefused: () => void;
  readonly onDuplicate: () => void;
  /** The store could not be read. */
  readonly onFailed: (error: unknown) => void;
}

interface Checked {
  readonly pending: PendingTransaction;
  readonly checks: readonly SignatureCheck[];
}

/**
 * The way of a transaction from its bytes to the queue of the ready ones: form, repetition, everything the ledger can
 * say without executing it, then its signatures. Arrivals of one turn of the event loop go this way together.
 */
export class Admission {
  readonly #parts: AdmissionParts;
  readonly #keys = new SignerKeys();
  readonly #limits: TransactionLimits;
  #arrived: PendingTransaction[] = [];

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
    const bytes = Math.min(parts.maxTransactionBytes, TRANSACTION_LIMITS.bytes);
    this.#limits = { ...TRANSACTION_LIMITS, bytes };
  }

  /** @throws EngineError ENGINE_OVERLOADED */
  submit(bytes: Uint8Array): Promise<SubmitResult> {
    const { pending } = this.#parts;
    pending.requireRoom(bytes.length, this.#parts.retryAfterMs);
    let transaction: DecodedTransaction;
    try {
      transaction = decodeTransaction(bytes, this.#limits);
    } catch (error) {
      if (!(error instanceof TransactionError)) throw error;
      this.#parts.onRefused();
      return Promise.resolve(refusedUnread(error));
    }
    const key = idKey(transaction.id);
    const same = pending.get(key);
    if (same !== undefined) return this.#repeat(same, bytes);
    const added = pendingTransaction(key, transaction, performance.now());
    pending.add(added);
    if (this.#arrived.push(added) === 1) setImmediate(() => this.#admitArrived());
    return added.result;
  }

  /** The same transaction again gets the same answer, unless it comes with other signatures and may fare better. */
  async #repeat(earlier: PendingTransaction, bytes: Uint8Array): Promise<SubmitResult> {
    this.#parts.onDuplicate();
    const result = await earlier.result;
    if (result.outcome === 'committed' || equalBytes(earlier.transaction.bytes, bytes))
      return result;
    return this.submit(bytes);
  }

  #admitArrived(): void {
    const arrived = this.#arrived;
    this.#arrived = [];
    let group: Checked[] = [];
    let size = 0;
    try {
      this.#parts.source.read((snapshot) => {
        for (const pending of arrived) {
          const checks = this.#judge(snapshot, pending);
          if (checks === undefined) continue;
          group.push({ pending, checks });
          size += checks.length;
          if (size < GROUP_CHECKS) continue;
          void this.#checkGroup(group);
          [group, size] = [[], 0];
        }
      });
    } catch (error) {
      this.#parts.onFailed(error);
      return;
    }
    if (group.length > 0) void this.#checkGroup(group);
  }

  /** @returns the signatures to check, or undefined when the transaction has its answer already. */
  #judge(snapshot: StateSnapshot, pending: PendingTransaction): SignatureCheck[] | undefined {
    const { transaction } = pending;
    const receipt = findReceipt(snapshot, transaction.id);
    if (receipt !== undefined) {
      this.#parts.onDuplicate();
      this.#answer(pending, receipt);
      return undefined;
    }
    const { chainId, timeMs } = this.#parts;
    const refusal = checkTransaction(transaction, snapshot, { chainId, timeMs: timeMs() });
    if (refusal === undefined) return this.#keys.checksOf(transaction, snapshot);
    this.#parts.onRefused();
    this.#answer(pending, refusedBy(refusal));
    return undefined;
  }

  async #checkGroup(group: readonly Checked[]): Promise<void> {
    const startMs = performance.now();
    const verdicts = await this.#parts.pool.check(group.flatMap(({ checks }) => checks));
    this.#parts.signaturesMs.add(performance.now() - startMs);
    let at = 0;
    let isReady = false;
    for (const { pending, checks } of group) {
      const failed = checks.findIndex((_, index) => verdicts[at + index] !== 1);
      at += checks.length;
      // Given back meanwhile: the engine is closing or has failed.
      if (this.#parts.pending.get(pending.key) !== pending) continue;
      if (failed >= 0) {
        this.#parts.onRefused();
        this.#answer(pending, refusedSignature(pending.transaction, failed));
        continue;
      }
      for (const check of checks) this.#parts.verdicts.remember(check);
      this.#parts.ready.add(pending);
      isReady = true;
    }
    if (isReady) this.#parts.onReady();
  }

  #answer(pending: PendingTransaction, result: SubmitResult): void {
    this.#parts.pending.remove(pending);
    pending.resolve(result);
  }
}

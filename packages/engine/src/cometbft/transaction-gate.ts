import { CodecError, type DecodedTransaction } from '@touchmark/codec';
import type { Gate, Ledger } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import { signedTransactions } from '../chain/bundles.ts';
import type { SnapshotSource } from '../chain/snapshot-source.ts';
import type { SignaturePool } from '../submission/signature-pool.ts';
import { SignerKeys } from '../submission/signer-keys.ts';
import type { Verdicts } from '../submission/verdicts.ts';
import { DecodedTransactions } from './decoded-transactions.ts';

interface GateParts {
  readonly ledger: Ledger;
  /** Of the next block that is executed. */
  readonly nextHeight: () => number;
  readonly chainId: string;
  readonly source: SnapshotSource;
  readonly pool: SignaturePool;
  readonly verdicts: Verdicts;
  /** What block time will at least be. */
  readonly timeMs: () => number;
  readonly maxKnown: number;
}

/** Why a transaction is not let in; 0: it is. */
export interface GateAnswer {
  readonly code: number;
  readonly log: string;
}

const LET_IN: GateAnswer = { code: 0, log: '' };
const MALFORMED = 1_000_001;
const BAD_SIGNATURE = 1_000_002;

/** Checks what other nodes send: each signature once on this node, and never on the thread that decides. */
export class TransactionGate {
  readonly #parts: GateParts;
  readonly #keys = new SignerKeys();
  readonly #decoded: DecodedTransactions;
  readonly #checked = new WeakSet<DecodedTransaction>();
  #isFlushing = false;

  constructor(parts: GateParts) {
    this.#parts = parts;
    this.#decoded = new DecodedTransactions(parts.maxKnown);
  }

  /** Its signatures were checked at the node's own door. */
  letIn(transaction: DecodedTransaction): void {
    this.#decoded.add(transaction);
    this.#checked.add(transaction);
  }

  /**
   * CheckTx of one transaction or a bundle. Refused if none of it can be done any more, or a signature does not hold:
   * an honest node sends no such thing.
   */
  async check(bundle: Uint8Array, isRecheck: boolean): Promise<GateAnswer> {
    const transactions = this.decode([bundle]);
    if (transactions === undefined) return { code: MALFORMED, log: 'it is no transaction' };
    // What came in at this node's own door was asked all of that a moment ago.
    if (!isRecheck && transactions.every((other) => this.#checked.has(other))) return LET_IN;
    const refusals = this.#refusals(transactions);
    const [first] = refusals;
    if (first !== undefined && !refusals.includes(undefined)) return first;
    const unknown = transactions.filter(
      (transaction, index) => refusals[index] === undefined && !this.#checked.has(transaction),
    );
    const verdicts = await Promise.all(unknown.map((other) => this.#checkSignatures(other)));
    return verdicts.includes(false) ? { code: BAD_SIGNATURE, log: 'a signature is bad' } : LET_IN;
  }

  /** The signed transactions of a block, or undefined if it holds what is none. */
  decode(bundles: readonly Uint8Array[]): DecodedTransaction[] | undefined {
    try {
      return signedTransactions(bundles).map((bytes) => this.#decoded.get(bytes));
    } catch (error) {
      if (error instanceof CodecError) return undefined;
      throw error;
    }
  }

  /** Begins to check what was not seen in the mempool; a proposal does not wait for it. */
  prefetch(transactions: readonly DecodedTransaction[]): void {
    void this.verifyAll(transactions);
  }

  /** Resolves when execution will find each verdict; one that is bad it finds out itself. */
  async verifyAll(transactions: readonly DecodedTransaction[]): Promise<void> {
    const unknown = transactions.filter((transaction) => !this.#checked.has(transaction));
    await Promise.all(unknown.map((transaction) => this.#checkSignatures(transaction)));
  }

  forget(transactions: readonly DecodedTransaction[]): void {
    for (const { bytes } of transactions) this.#decoded.forget(bytes);
  }

  #gate(snapshot: StateSnapshot): Gate {
    const { ledger, chainId, timeMs, nextHeight } = this.#parts;
    return ledger.gate(snapshot, { chainId, timeMs: timeMs(), height: nextHeight() });
  }

  #refusals(transactions: readonly DecodedTransaction[]): (GateAnswer | undefined)[] {
    return this.#parts.source.read((snapshot) => {
      const gate = this.#gate(snapshot);
      return transactions.map((transaction) => {
        const refusal = gate.check(transaction);
        return refusal === undefined ? undefined : { code: refusal.number, log: refusal.code };
      });
    });
  }

  #checkSignatures(transaction: DecodedTransaction): Promise<boolean> {
    const { source, pool, verdicts } = this.#parts;
    return new Promise((resolve) => {
      try {
        const checks = source.read((snapshot) =>
          this.#keys.checksOf(transaction, snapshot, this.#gate(snapshot)),
        );
        pool.check(checks, (firstBad) => {
          if (firstBad < 0) {
            for (const check of checks) verdicts.remember(check);
            this.#checked.add(transaction);
          }
          resolve(firstBad < 0);
        });
        this.#flushSoon();
      } catch {
        // A key that the newest durable state does not have: execution may know it already.
        resolve(false);
      }
    });
  }

  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setImmediate(() => {
      this.#isFlushing = false;
      this.#parts.pool.flush();
    });
  }
}

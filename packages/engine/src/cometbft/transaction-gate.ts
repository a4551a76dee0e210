import type { DecodedTransaction } from '@touchmark/codec';
import { checkTransaction, ledger } from '@touchmark/ledger';
import type { SnapshotSource } from '../chain/snapshot-source.ts';
import type { SignaturePool } from '../submission/signature-pool.ts';
import { SignerKeys } from '../submission/signer-keys.ts';
import type { Verdicts } from '../submission/verdicts.ts';
import { DecodedTransactions } from './decoded-transactions.ts';

interface GateParts {
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

  /** CheckTx: new ones with their signatures, others by what the state says of them now. */
  async check(bytes: Uint8Array): Promise<GateAnswer> {
    let transaction: DecodedTransaction;
    try {
      transaction = this.#decoded.get(bytes);
    } catch (error) {
      return { code: MALFORMED, log: error instanceof Error ? error.message : String(error) };
    }
    const refusal = this.#refusal(transaction);
    if (refusal !== undefined) return refusal;
    if (this.#checked.has(transaction)) return LET_IN;
    const holds = await this.#checkSignatures(transaction);
    return holds ? LET_IN : { code: BAD_SIGNATURE, log: 'a signature does not hold' };
  }

  /** Decodes a block's transactions, or says that one of them is none. */
  decodeAll(transactions: readonly Uint8Array[]): DecodedTransaction[] | undefined {
    try {
      return transactions.map((bytes) => this.#decoded.get(bytes));
    } catch {
      return undefined;
    }
  }

  isTransaction(bytes: Uint8Array): boolean {
    return this.decodeAll([bytes]) !== undefined;
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

  #refusal(transaction: DecodedTransaction): GateAnswer | undefined {
    const { source, chainId, timeMs } = this.#parts;
    const moment = { chainId, timeMs: timeMs() };
    const refusal = source.read((snapshot) =>
      checkTransaction(transaction, snapshot, moment, ledger.rememberSigners()),
    );
    return refusal === undefined ? undefined : { code: refusal.number, log: refusal.code };
  }

  #checkSignatures(transaction: DecodedTransaction): Promise<boolean> {
    const { source, pool, verdicts } = this.#parts;
    return new Promise((resolve) => {
      try {
        const checks = source.read((snapshot) => this.#keys.checksOf(transaction, snapshot));
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

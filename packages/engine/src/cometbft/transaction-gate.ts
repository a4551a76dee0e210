import { CodecError, type DecodedTransaction } from '@touchmark/codec';
import { type Gate, type Ledger, VersionUnknownError } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import type { SnapshotSource } from '../chain/snapshot-source.ts';
import type { SignatureCheck } from '../submission/signature-check.ts';
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

/** The newest durable state, and what the rules say by it. */
interface Look {
  readonly snapshot: StateSnapshot;
  readonly gate: Gate;
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
    const refusals: GateAnswer[] = [];
    const verdicts = this.#look((look) =>
      transactions.map((transaction) => {
        const refusal = look.gate.check(transaction);
        if (refusal !== undefined) refusals.push({ code: refusal.number, log: refusal.code });
        else if (!this.#checked.has(transaction)) return this.#checkSignatures(transaction, look);
        return Promise.resolve(true);
      }),
    );
    const [first] = refusals;
    if (first !== undefined && refusals.length === transactions.length) return first;
    const areGood = (await Promise.all(verdicts)).every((isGood) => isGood);
    return areGood ? LET_IN : { code: BAD_SIGNATURE, log: 'a signature is bad' };
  }

  /** The signed transactions of a block, or undefined if it holds what is none. */
  decode(bundles: readonly Uint8Array[]): DecodedTransaction[] | undefined {
    try {
      return bundles.flatMap((bytes) => this.#decoded.get(bytes));
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
    if (unknown.length === 0) return;
    try {
      const check = (look: Look) => unknown.map((each) => this.#checkSignatures(each, look));
      await Promise.all(this.#look(check));
    } catch (error) {
      // The rules of the next block are not known here: execution says so, and stops.
      if (!(error instanceof VersionUnknownError)) throw error;
    }
  }

  forget(bundles: readonly Uint8Array[]): void {
    this.#decoded.forget(bundles);
  }

  /** One look at the state for all that came together. */
  #look<T>(use: (look: Look) => T): T {
    const { source, ledger, chainId, timeMs, nextHeight } = this.#parts;
    const moment = { chainId, timeMs: timeMs(), height: nextHeight() };
    return source.read((snapshot) => use({ snapshot, gate: ledger.gate(snapshot, moment) }));
  }

  #checkSignatures(transaction: DecodedTransaction, { snapshot, gate }: Look): Promise<boolean> {
    const { pool, verdicts } = this.#parts;
    let checks: readonly SignatureCheck[];
    try {
      checks = this.#keys.checksOf(transaction, snapshot, gate);
    } catch (error) {
      // A key that the newest durable state does not have: execution may know it already.
      if (error instanceof RangeError) return Promise.resolve(false);
      throw error;
    }
    return new Promise((resolve) => {
      pool.check(checks, (firstBad) => {
        if (firstBad < 0) {
          for (const check of checks) verdicts.remember(check);
          this.#checked.add(transaction);
        }
        resolve(firstBad < 0);
      });
      this.#flushSoon();
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

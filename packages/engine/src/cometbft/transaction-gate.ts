import { CodecError, type DecodedTransaction } from '@touchmark/codec';
import { type Gate, type Ledger, VersionUnknownError } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import type { SnapshotSource } from '../chain/snapshot-source.ts';
import type { SignatureCheck } from '../submission/signature-check.ts';
import { BUNDLE_SIGNATURE_WORK, signatureWork } from '../submission/signature-work.ts';
import type { SignaturePool } from '../submission/signature-pool.ts';
import { SignerKeys } from '../submission/signer-keys.ts';
import type { Verdicts } from '../submission/verdicts.ts';
import { MAX_BUNDLE_BYTES } from './bundle-limits.ts';
import { DecodedTransactions, type MostDecoded } from './decoded-transactions.ts';

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
  readonly maxKnown: MostDecoded;
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
const TOO_LONG = 1_000_004;
const TOO_MUCH_WORK = 1_000_005;
/** Never to become right: the chain's id does not change. */
const FOREIGN = 'TRANSACTION_WRONG_CHAIN';

/** Why no honest node has packed this, whatever it holds. */
function tooMuch(
  bundle: Uint8Array,
  transactions: readonly DecodedTransaction[],
): GateAnswer | undefined {
  if (transactions.length > 1 && bundle.length > MAX_BUNDLE_BYTES) {
    return { code: TOO_LONG, log: `a bundle has at most ${MAX_BUNDLE_BYTES} bytes` };
  }
  if (signatureWork(transactions) <= BUNDLE_SIGNATURE_WORK) return undefined;
  return { code: TOO_MUCH_WORK, log: 'its signatures would take too long to check' };
}

/** Checks what other nodes send: each signature once on this node, and never on the thread that decides. */
export class TransactionGate {
  readonly #parts: GateParts;
  readonly #keys = new SignerKeys();
  readonly #decoded: DecodedTransactions;
  readonly #checked = new WeakSet<DecodedTransaction>();
  /** A block may bring what the mempool has just begun to check. */
  readonly #checking = new WeakMap<DecodedTransaction, Promise<boolean>>();
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
   * CheckTx of one transaction or a bundle. Refused if none of it can be done any more, and if an honest node sends no
   * such thing: it is longer than one packs, something in it is for another chain, or is not signed. What was
   * overtaken on the way, by time, a block or a revocation, is signed all the same, and does not take the rest with it.
   */
  async check(bundle: Uint8Array, isRecheck: boolean): Promise<GateAnswer> {
    const transactions = this.decode([bundle]);
    if (transactions === undefined) return { code: MALFORMED, log: 'it is no transaction' };
    const answer = tooMuch(bundle, transactions) ?? (await this.#judge(transactions, isRecheck));
    if (answer.code !== 0) {
      this.#decoded.forgetRefused(bundle, (transaction) => this.#checked.has(transaction));
    }
    return answer;
  }

  async #judge(
    transactions: readonly DecodedTransaction[],
    isRecheck: boolean,
  ): Promise<GateAnswer> {
    // What came in at this node's own door was asked all of that a moment ago.
    if (!isRecheck && transactions.every((other) => this.#checked.has(other))) return LET_IN;
    const begin = (look: Look): GateAnswer | Promise<boolean>[] => {
      const refusals = transactions.flatMap((each) => look.gate.check(each) ?? []);
      const [first] = refusals;
      const foreign = refusals.find(({ code }) => code === FOREIGN);
      const reason = refusals.length === transactions.length ? first : foreign;
      if (reason !== undefined) return { code: reason.number, log: reason.code };
      const unknown = transactions.filter((each) => !this.#checked.has(each));
      return unknown.map((each) => this.#checkSignatures(each, look));
    };
    const verdicts = this.#look(begin);
    if (!Array.isArray(verdicts)) return verdicts;
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

  /** Resolves when execution will find each verdict. */
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
    const begun = this.#checking.get(transaction);
    if (begun !== undefined) return begun;
    const { pool, verdicts } = this.#parts;
    let checks: readonly SignatureCheck[];
    try {
      checks = this.#keys.checksOf(transaction, snapshot, gate);
    } catch (error) {
      // A key that the newest durable state does not have: execution may know it already.
      if (error instanceof RangeError) return Promise.resolve(false);
      throw error;
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#checking.set(transaction, promise);
    pool.check(checks, (firstBad, found) => {
      for (const [index, check] of checks.entries()) verdicts.remember(check, found[index] === 1);
      if (firstBad < 0) this.#checked.add(transaction);
      this.#checking.delete(transaction);
      resolve(firstBad < 0);
    });
    this.#flushSoon();
    return promise;
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

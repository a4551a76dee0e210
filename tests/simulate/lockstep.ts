import { decodeTransaction } from '@touchmark/codec';
import { verifySignature } from '@touchmark/crypto';
import { ledger as currentLedger } from '@touchmark/ledger';
import type { BlockOutcome, Ledger, SignatureVerifier } from '@touchmark/ledger';
import { openMemoryStateStore } from '@touchmark/state';
import { compareBlock } from './check/compare.ts';
import { readGenesis } from './history.ts';
import type { HistoryBlock } from './history.ts';
import { LedgerModel } from './model/ledger-model.ts';

const MOST_VERDICTS = 200_000;

/** Each signature is checked once, and the verdict given to ledger and model alike. */
export function rememberVerdicts(): SignatureVerifier {
  const verdicts = new Map<string, boolean>();
  const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  return (algorithm, publicKey, message, signature) => {
    const name = latin(signature) + latin(publicKey) + algorithm + latin(message);
    const before = verdicts.get(name);
    if (before !== undefined) return before;
    if (verdicts.size > MOST_VERDICTS) verdicts.clear();
    const verdict = verifySignature(algorithm, publicKey, message, signature);
    verdicts.set(name, verdict);
    return verdict;
  };
}

export interface LockstepOptions {
  readonly ledger?: Ledger;
  readonly verify?: SignatureVerifier;
}

/** The ledger in memory, and the model beside it, block by block. */
export class Lockstep {
  readonly model: LedgerModel;
  readonly store = openMemoryStateStore({ tables: [] });
  readonly #ledger: Ledger;
  readonly #verify: SignatureVerifier;
  height = 0;
  root: Uint8Array = new Uint8Array(32);

  private constructor(genesis: Uint8Array, { ledger, verify }: LockstepOptions) {
    this.#ledger = ledger ?? currentLedger;
    this.#verify = verify ?? rememberVerdicts();
    const numberOf = (code: string): number | undefined =>
      code === 'OK' ? 0 : this.#ledger.registry.errors.get(code)?.number;
    this.model = new LedgerModel(readGenesis(genesis), this.#verify, numberOf);
  }

  static async found(genesis: Uint8Array, options: LockstepOptions = {}): Promise<Lockstep> {
    const run = new Lockstep(genesis, options);
    const writes = run.#ledger.initializeState(readGenesis(genesis));
    const outcome = { writes, archived: [], results: [], events: [], writtenBytes: 0 };
    const nothing = { get: () => undefined, range: () => [] };
    compareBlock({ results: [], events: [] }, run.model.state, outcome, nothing);
    await run.#commit(outcome);
    return run;
  }

  /** Executes a block in both ways; throws Mismatch where they differ. */
  async block({ timeMs, transactions, misbehavior = [] }: HistoryBlock): Promise<BlockOutcome> {
    this.height += 1;
    const decoded = transactions.map((bytes) => decodeTransaction(bytes));
    const { height, model } = this;
    const block = { chainId: model.chainId, height, timeMs, transactions: decoded, misbehavior };
    const outcome = this.store.read((view) => {
      const result = this.#ledger.executeBlock(block, view, this.#verify);
      compareBlock(model.block(block), model.state, result, view);
      return result;
    });
    await this.#commit(outcome);
    return outcome;
  }

  async #commit({ writes }: BlockOutcome): Promise<void> {
    const update = this.store.begin();
    this.root = update.write(writes);
    await update.commit();
  }
}

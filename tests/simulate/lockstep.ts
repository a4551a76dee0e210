import { decodeTransaction } from '@touchmark/codec';
import { verifySignature } from '@touchmark/crypto';
import { ledger } from '@touchmark/ledger';
import type { BlockOutcome, SignatureVerifier } from '@touchmark/ledger';
import { openMemoryStateStore } from '@touchmark/state';
import type { StateStore } from '@touchmark/state';
import { compareBlock } from './check/compare.ts';
import { CHAIN_ID, readGenesis } from './history.ts';
import type { HistoryBlock } from './history.ts';
import { LedgerModel } from './model/ledger-model.ts';

/** Each signature is checked once, and the verdict given to ledger and model alike. */
export function remembering(verify: SignatureVerifier): SignatureVerifier {
  const verdicts = new Map<string, boolean>();
  return (algorithm, publicKey, message, signature) => {
    const name = `${Buffer.from(signature).toString('latin1')}${Buffer.from(message).toString('latin1')}${Buffer.from(publicKey).toString('latin1')}${algorithm}`;
    const before = verdicts.get(name);
    if (before !== undefined) return before;
    if (verdicts.size > 2_000) verdicts.clear();
    const verdict = verify(algorithm, publicKey, message, signature);
    verdicts.set(name, verdict);
    return verdict;
  };
}

const numberOf = (code: string): number | undefined =>
  code === 'OK' ? 0 : ledger.registry.errors.get(code)?.number;

/** The ledger over a store, and the model beside it, block by block. */
export class Lockstep {
  readonly model: LedgerModel;
  readonly store: StateStore;
  readonly #verify: SignatureVerifier;
  height = 0;
  root: Uint8Array = new Uint8Array(0);

  private constructor(genesis: Uint8Array, store: StateStore) {
    this.store = store;
    this.#verify = remembering(verifySignature);
    this.model = new LedgerModel(readGenesis(genesis), this.#verify, numberOf);
  }

  static async found(
    genesis: Uint8Array,
    store: StateStore = openMemoryStateStore({ tables: [] }),
  ): Promise<Lockstep> {
    const run = new Lockstep(genesis, store);
    const writes = ledger.initializeState(readGenesis(genesis));
    const update = store.begin();
    run.root = update.write(writes);
    await update.commit();
    const outcome = { writes, archived: [], results: [], events: [], writtenBytes: 0 };
    const nothing = { get: () => undefined, range: () => [] };
    compareBlock({ results: [], events: [] }, run.model.state, outcome, nothing);
    return run;
  }

  /** Executes a block twice, in both ways; throws Mismatch where they differ. */
  async block({ timeMs, transactions }: HistoryBlock): Promise<BlockOutcome> {
    this.height += 1;
    const { height, store } = this;
    const block = {
      chainId: CHAIN_ID,
      height,
      timeMs,
      transactions: transactions.map((bytes) => decodeTransaction(bytes)),
    };
    const outcome = store.read((view) => {
      const result = ledger.executeBlock(block, view, this.#verify);
      compareBlock(this.model.block(block), this.model.state, result, view);
      return result;
    });
    const update = store.begin();
    this.root = update.write(outcome.writes);
    await update.commit();
    return outcome;
  }
}

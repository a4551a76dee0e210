import {
  type Commit,
  type CommitFlag,
  commitHash,
  consensusHash,
  dataHash,
  DEFAULT_CONSENSUS_PARAMS,
  EMPTY_HASH,
  encodeGenesis,
  encodeSignedHeader,
  encodeValidators,
  type ExecutionResult,
  type Genesis,
  type GenesisContent,
  type Header,
  NO_BLOCK_ID,
  parseGenesis,
  resultsHash,
  timestampOfMs,
  validatorsHash,
} from '@touchmark/codec';
import { publicKeyOf } from '@touchmark/crypto';
import { openMemoryStateStore, type StateSnapshot, type Write } from '@touchmark/state';
import type { AnswerHeader } from '../answer/build-answer.ts';
import { signCommit, type TestValidator, testValidators } from './test-validators.ts';

/** Time of the first block of every test chain, unless the test says otherwise. */
export const TEST_START_MS = 1_790_000_000_000;

export interface TestBlock {
  writes?: readonly Write[];
  /** Rows of the table "history". */
  archived?: readonly { key: Uint8Array; value: Uint8Array }[];
  transactions?: readonly Uint8Array[];
  results?: readonly ExecutionResult[];
  /** Default: one second after the block before. */
  timeMs?: number;
}

/** What a test chain is founded with; every field has a default. */
export type TestChainOptions = Partial<Omit<GenesisContent, 'validators'>> & {
  powers?: readonly bigint[];
  startMs?: number;
  /** State at genesis. */
  writes?: (genesis: Genesis) => readonly Write[];
};

const FOUNDER = {
  id: 'founder',
  name: 'Founder',
  roles: ['administrator'],
  keys: [{ algorithm: 'ed25519' as const, publicKey: publicKeyOf('ed25519', new Uint8Array(32)) }],
};

/**
 * A chain in memory with real state, headers and signatures; the rules of its ledger are the
 * caller's.
 */
export class TestChain {
  readonly genesisBytes: Uint8Array;
  readonly genesis: Genesis;
  readonly validators: readonly TestValidator[];
  readonly #store = openMemoryStateStore({ tables: ['history'] });
  readonly #signed = new Map<number, { header: Header; commit: Commit }>();
  #root: Uint8Array = new Uint8Array(0);
  #height: number;
  #timeMs: number;
  #results: readonly ExecutionResult[] = [];

  private constructor(options: TestChainOptions) {
    const { powers = [10n, 10n, 10n, 5n], writes: _writes, startMs, ...content } = options;
    this.#timeMs = startMs ?? TEST_START_MS;
    this.validators = testValidators(powers);
    this.genesisBytes = encodeGenesis({
      chainId: 'touchmark-test',
      genesisTime: timestampOfMs(this.#timeMs),
      initialHeight: 1,
      consensusParams: DEFAULT_CONSENSUS_PARAMS,
      appState: { organizations: [FOUNDER], parameters: {} },
      ...content,
      validators: [...this.validators],
    });
    this.genesis = parseGenesis(this.genesisBytes);
    this.#height = this.genesis.initialHeight;
  }

  /** Founds a chain. The same options give the same bytes in every run. */
  static async found(options: TestChainOptions): Promise<TestChain> {
    const chain = new TestChain(options);
    await chain.#write({ writes: options.writes?.(chain.genesis) ?? [] });
    chain.#decide([]);
    return chain;
  }

  /** Height of the newest header. */
  get height(): number {
    return this.#height;
  }

  /** Height and time that the next block with content will have. */
  next(): { height: number; timeMs: number } {
    return { height: this.#height + 1, timeMs: this.#timeMs + 1000 };
  }

  /**
   * Executes one block and signs the empty one after it, whose header makes the result provable.
   */
  async add(block: TestBlock): Promise<void> {
    this.#results = [];
    this.#height += 1;
    this.#timeMs = block.timeMs ?? this.#timeMs + 1000;
    this.#decide(block.transactions ?? []);
    await this.#write(block);
    this.#results = block.results ?? [];
    this.#height += 1;
    this.#timeMs += 1;
    this.#decide([]);
  }

  /** Encoded signed header of any block so far; default: the newest. `votes` as in `signCommit`. */
  signedHeader(height: number = this.#height, votes?: readonly CommitFlag[]): AnswerHeader {
    const header = this.header(height);
    const commit = signCommit(header, this.validators, votes);
    return {
      signedHeader: encodeSignedHeader({ header, commit }),
      validators: encodeValidators(this.validators),
    };
  }

  header(height: number): Header {
    const found = this.#signed.get(height);
    if (found === undefined) throw new Error(`The test chain has no block ${height}.`);
    return found.header;
  }

  read<T>(use: (state: StateSnapshot) => T): T {
    return this.#store.read(use);
  }

  async #write(block: TestBlock): Promise<void> {
    const update = this.#store.begin();
    this.#root = update.write(block.writes ?? []);
    for (const { key, value } of block.archived ?? []) update.table('history').put(key, value);
    await update.commit();
  }

  /** Decides the block at the current height. */
  #decide(transactions: readonly Uint8Array[]): void {
    const { genesis, validators } = this;
    const previous = this.#signed.get(this.#height - 1);
    const header: Header = {
      version: { block: 11, app: 1 },
      chainId: genesis.chainId,
      height: this.#height,
      time: timestampOfMs(this.#timeMs),
      lastBlockId: previous?.commit.blockId ?? NO_BLOCK_ID,
      lastCommitHash: previous === undefined ? EMPTY_HASH : commitHash(previous.commit),
      dataHash: dataHash(transactions),
      validatorsHash: validatorsHash(validators),
      nextValidatorsHash: validatorsHash(validators),
      consensusHash: consensusHash(genesis.consensusParams),
      appHash: this.#root,
      lastResultsHash: resultsHash(this.#results),
      evidenceHash: EMPTY_HASH,
      proposerAddress: validators[0]?.address ?? new Uint8Array(20),
    };
    this.#signed.set(this.#height, { header, commit: signCommit(header, validators) });
  }
}

/** Founds a chain with the defaults of tests. */
export function createTestChain(options: TestChainOptions = {}): Promise<TestChain> {
  return TestChain.found(options);
}

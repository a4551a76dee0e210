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

/** Time of the first block of every test chain. */
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

/** A chain in memory with real state, headers and signatures; its rules are the caller's. */
export interface TestChain {
  readonly genesis: Genesis;
  readonly genesisBytes: Uint8Array;
  readonly validators: readonly TestValidator[];
  /** Height and time that the next block with content will have. */
  next(): { height: number; timeMs: number };
  /** Executes one block and signs the empty one after it, whose header makes the result provable. */
  add(block: TestBlock): Promise<void>;
  /** Encoded signed header of any block so far; default: the newest. `votes` as in `signCommit`. */
  signedHeader(height?: number, votes?: readonly CommitFlag[]): AnswerHeader;
  header(height: number): Header;
  read<T>(use: (state: StateSnapshot) => T): T;
}

const FOUNDER = {
  id: 'founder',
  name: 'Founder',
  roles: ['administrator'],
  keys: [{ algorithm: 'ed25519' as const, publicKey: publicKeyOf('ed25519', new Uint8Array(32)) }],
};

/** What a test chain is founded with; every field has a default. */
export type TestChainOptions = Partial<Omit<GenesisContent, 'validators'>> & {
  powers?: readonly bigint[];
  /** State at genesis. */
  writes?: (genesis: Genesis) => readonly Write[];
};

function foundGenesis(options: TestChainOptions, validators: TestValidator[]): Uint8Array {
  const { powers: _powers, writes: _writes, ...content } = options;
  return encodeGenesis({
    chainId: 'touchmark-test',
    genesisTime: timestampOfMs(TEST_START_MS),
    initialHeight: 1,
    consensusParams: DEFAULT_CONSENSUS_PARAMS,
    appState: { organizations: [FOUNDER], parameters: {} },
    ...content,
    validators,
  });
}

/** Founds a chain. The same options give the same bytes in every run. */
export async function createTestChain(options: TestChainOptions = {}): Promise<TestChain> {
  const validators = testValidators(options.powers ?? [10n, 10n, 10n, 5n]);
  const genesisBytes = foundGenesis(options, validators);
  const genesis = parseGenesis(genesisBytes);
  const store = openMemoryStateStore({ tables: ['history'] });
  const signed = new Map<number, { header: Header; commit: Commit }>();
  let root: Uint8Array = new Uint8Array(0);
  let height = genesis.initialHeight;
  let timeMs = TEST_START_MS;
  let results: readonly ExecutionResult[] = [];

  async function write(block: TestBlock): Promise<void> {
    const update = store.begin();
    root = update.write(block.writes ?? []);
    for (const { key, value } of block.archived ?? []) update.table('history').put(key, value);
    await update.commit();
  }

  /** Decides the block at `height`. */
  function decide(transactions: readonly Uint8Array[]): void {
    const previous = signed.get(height - 1);
    const header: Header = {
      version: { block: 11, app: 1 },
      chainId: genesis.chainId,
      height,
      time: timestampOfMs(timeMs),
      lastBlockId: previous?.commit.blockId ?? NO_BLOCK_ID,
      lastCommitHash: previous === undefined ? EMPTY_HASH : commitHash(previous.commit),
      dataHash: dataHash(transactions),
      validatorsHash: validatorsHash(validators),
      nextValidatorsHash: validatorsHash(validators),
      consensusHash: consensusHash(genesis.consensusParams),
      appHash: root,
      lastResultsHash: resultsHash(results),
      evidenceHash: EMPTY_HASH,
      proposerAddress: validators[0]?.address ?? new Uint8Array(20),
    };
    signed.set(height, { header, commit: signCommit(header, validators) });
  }

  function headerAt(at: number): Header {
    const found = signed.get(at);
    if (found === undefined) throw new Error(`The test chain has no block ${at}.`);
    return found.header;
  }

  await write({ writes: options.writes?.(genesis) ?? [] });
  decide([]);
  return {
    genesis,
    genesisBytes,
    validators,
    header: headerAt,
    next: () => ({ height: height + 1, timeMs: timeMs + 1000 }),
    async add(block) {
      results = [];
      height += 1;
      timeMs = block.timeMs ?? timeMs + 1000;
      decide(block.transactions ?? []);
      await write(block);
      results = block.results ?? [];
      height += 1;
      timeMs += 1;
      decide([]);
    },
    signedHeader(at = height, votes) {
      const commit = signCommit(headerAt(at), validators, votes);
      return {
        signedHeader: encodeSignedHeader({ header: headerAt(at), commit }),
        validators: encodeValidators(validators),
      };
    },
    read: (use) => store.read(use),
  };
}

import {
  compareBytes,
  type CommitFlag,
  consensusHash,
  dataHash,
  DEFAULT_CONSENSUS_PARAMS,
  EMPTY_HASH,
  encodeGenesis,
  encodeSignedHeader,
  encodeValidators,
  type Header,
  NO_BLOCK_ID,
  resultsHash,
  timestampOfMs,
  validatorsHash,
} from '@touchmark/codec';
import { publicKeyOf } from '@touchmark/crypto';
import { type LightBlock, openLightBlock } from '../light/light-block.ts';
import { blockIdOf, signCommit, type TestValidator, testValidators } from './test-validators.ts';

export const LIGHT_START_MS = 1_790_000_000_000;

const FOUNDER = {
  id: 'founder',
  name: 'Founder',
  roles: ['administrator'],
  keys: [{ algorithm: 'ed25519' as const, publicKey: publicKeyOf('ed25519', new Uint8Array(32)) }],
};

export interface LightChainOptions {
  /** Number of headers, from height 1 on. */
  readonly length: number;
  /** The set that signs a height. */
  readonly setAt: (height: number) => readonly TestValidator[];
  readonly chainId?: string;
  /** Who votes how; default: all for the block. */
  readonly votesAt?: (height: number) => readonly CommitFlag[] | undefined;
  /** Time of genesis file and first header; default: LIGHT_START_MS. */
  readonly startMs?: number;
  /** Default: a second. */
  readonly intervalMs?: number;
  /** Goes on from another chain's headers below this height, with a state of its own. */
  readonly forkOf?: { readonly chain: LightChain; readonly at: number; readonly root: Uint8Array };
}

/** Headers and commits of a chain whose validators change, without any state. */
export class LightChain {
  readonly genesis: Uint8Array;
  readonly #headers: Header[] = [];
  readonly #blocks = new Map<number, LightBlock>();
  readonly #options: LightChainOptions;

  constructor(options: LightChainOptions) {
    this.#options = options;
    const { length, setAt, chainId = 'light-test', startMs = LIGHT_START_MS, forkOf } = options;
    this.genesis = encodeGenesis({
      chainId,
      genesisTime: timestampOfMs(startMs),
      initialHeight: 1,
      consensusParams: DEFAULT_CONSENSUS_PARAMS,
      appState: { organizations: [FOUNDER], parameters: {} },
      validators: [...setAt(1)],
    });
    for (let height = 1; height <= length; height += 1) {
      const isShared = forkOf !== undefined && height < forkOf.at;
      this.#headers.push(isShared ? forkOf.chain.header(height) : this.#decide(height, chainId));
    }
  }

  header(height: number): Header {
    const header = this.#headers[height - 1];
    if (header === undefined) throw new Error(`The chain has no header ${height}.`);
    return header;
  }

  /** The set of a height, with its keys. */
  signers(height: number): readonly TestValidator[] {
    return this.#options.setAt(height);
  }

  /** Signed when first asked for. */
  block(height: number): LightBlock {
    const known = this.#blocks.get(height);
    if (known !== undefined) return known;
    const { setAt, votesAt } = this.#options;
    const set = setAt(height);
    const commit = signCommit(this.header(height), set, votesAt?.(height));
    const signedHeader = encodeSignedHeader({ header: this.header(height), commit });
    const block = openLightBlock(signedHeader, encodeValidators(set));
    this.#blocks.set(height, block);
    return block;
  }

  #decide(height: number, chainId: string): Header {
    const { setAt, startMs = LIGHT_START_MS, intervalMs = 1_000, forkOf } = this.#options;
    const previous = this.#headers.at(-1);
    return {
      version: { block: 11, app: 1 },
      chainId,
      height,
      time: timestampOfMs(startMs + (height - 1) * intervalMs),
      lastBlockId: previous === undefined ? NO_BLOCK_ID : blockIdOf(previous),
      lastCommitHash: EMPTY_HASH,
      dataHash: dataHash([]),
      validatorsHash: validatorsHash(setAt(height)),
      nextValidatorsHash: validatorsHash(setAt(height + 1)),
      consensusHash: consensusHash(DEFAULT_CONSENSUS_PARAMS),
      appHash: forkOf?.root ?? new Uint8Array(32).fill(height % 251),
      lastResultsHash: resultsHash([]),
      evidenceHash: EMPTY_HASH,
      proposerAddress: setAt(height)[0]?.address ?? new Uint8Array(20),
    };
  }
}

const POOL = 80;
const pool: TestValidator[] = testValidators(Array.from({ length: POOL }, () => 10n));

/** Four of a pool, of whom one goes and one comes every so many heights. */
export function rotatingSet(every: number): (height: number) => readonly TestValidator[] {
  const sets = new Map<number, readonly TestValidator[]>();
  return (height) => {
    const turn = Math.floor((height - 1) / every) % POOL;
    const known = sets.get(turn);
    if (known !== undefined) return known;
    const chosen = Array.from({ length: 4 }, (_, index) => pool[(turn + index) % POOL]!);
    const made = chosen.sort((a, b) => compareBytes(a.address, b.address));
    sets.set(turn, made);
    return made;
  };
}

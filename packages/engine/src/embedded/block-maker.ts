/**
 * Decides blocks as a network of one validator does: header, block id and commit are CometBFT's, byte for byte, so
 * whoever verifies this chain could as well verify one of CometBFT.
 */
import {
  type BlockId,
  blockPartSetHeader,
  type Commit,
  commitHash,
  commitSignBytes,
  consensusHash,
  type ConsensusParams,
  dataHash,
  EMPTY_HASH,
  encodeBlock,
  evidenceHash,
  type Genesis,
  type Header,
  headerHash,
  NO_BLOCK_ID,
  type Timestamp,
  validatorsHash,
} from '@touchmark/codec';
import { sign } from '@touchmark/crypto';

/** CometBFT's BlockProtocol. */
const BLOCK_PROTOCOL = 11;
const COMMITTED = 2;

/** What the next block refers to: the block before it, or nothing before the first. */
export interface PreviousBlock {
  readonly height: number;
  readonly time: Timestamp;
  readonly blockId: BlockId;
  readonly commit: Commit;
}

/** A block that is signed, whether or not it has been executed. */
export interface DecidedBlock extends PreviousBlock {
  readonly header: Header;
  readonly transactions: readonly Uint8Array[];
}

/** What a block says about the one before it, and by which parameters it goes after it. */
export interface ExecutedState {
  readonly appHash: Uint8Array;
  readonly resultsHash: Uint8Array;
  readonly params: ConsensusParams;
}

const NO_COMMIT: Commit = { height: 0, round: 0, blockId: NO_BLOCK_ID, signatures: [] };

export class BlockMaker {
  readonly #genesis: Genesis;
  readonly #secretKey: Uint8Array;
  readonly #validatorsHash: Uint8Array;
  readonly #address: Uint8Array;

  /** The genesis names exactly one validator; `secretKey` is its Ed25519 key of 32 bytes. */
  constructor(genesis: Genesis, secretKey: Uint8Array) {
    const [validator] = genesis.validators;
    if (validator === undefined) throw new RangeError('the genesis names no validator');
    this.#genesis = genesis;
    this.#secretKey = secretKey.slice();
    this.#validatorsHash = validatorsHash(genesis.validators);
    this.#address = validator.address;
  }

  decide(
    previous: PreviousBlock | undefined,
    state: ExecutedState,
    time: Timestamp,
    transactions: readonly Uint8Array[],
    evidence: readonly Uint8Array[] = [],
  ): DecidedBlock {
    const lastCommit = previous?.commit ?? NO_COMMIT;
    const header: Header = {
      version: { block: BLOCK_PROTOCOL, app: Number(state.params.version.app) },
      chainId: this.#genesis.chainId,
      height: previous === undefined ? 1 : previous.height + 1,
      time,
      lastBlockId: previous?.blockId ?? NO_BLOCK_ID,
      lastCommitHash: commitHash(lastCommit),
      dataHash: transactions.length === 0 ? EMPTY_HASH : dataHash(transactions),
      validatorsHash: this.#validatorsHash,
      nextValidatorsHash: this.#validatorsHash,
      consensusHash: consensusHash(state.params),
      appHash: state.appHash,
      lastResultsHash: state.resultsHash,
      evidenceHash: evidenceHash(evidence),
      proposerAddress: this.#address,
    };
    const parts = blockPartSetHeader(encodeBlock({ header, transactions, lastCommit, evidence }));
    const blockId = { hash: headerHash(header), parts };
    const commit = this.#commit(header.height, blockId, time);
    return { height: header.height, time, blockId, commit, header, transactions };
  }

  /** The one validator's precommit. Its time is the block's: there is no round trip to measure. */
  #commit(height: number, blockId: BlockId, timestamp: Timestamp): Commit {
    const validatorAddress = this.#address;
    const unsigned = { flag: COMMITTED, validatorAddress, timestamp } as const;
    const commit: Commit = {
      height,
      round: 0,
      blockId,
      signatures: [{ ...unsigned, signature: new Uint8Array(64) }],
    };
    const message = commitSignBytes(this.#genesis.chainId, commit, 0);
    const signature = sign('ed25519', this.#secretKey, message);
    return { ...commit, signatures: [{ ...unsigned, signature }] };
  }
}

/**
 * Executes a chain again, block by block, and compares what comes of it with what the validators
 * signed: the state
 * root and the results of each block stand in the header of the next.
 */
import {
  commitHash,
  dataHash,
  decodeSignedHeader,
  decodeTransaction,
  type DecodedTransaction,
  EMPTY_HASH,
  encodeHex,
  equalBytes,
  evidenceHash,
  type Genesis,
  misbehaviorOf,
  msOfTimestamp,
  type SignedHeader,
} from '@touchmark/codec';
import {
  type Ledger,
  type Misbehavior,
  type SignatureVerifier,
  VersionUnknownError,
} from '@touchmark/ledger';
import type { StateUpdate } from '@touchmark/state';
import { trustedHeaderOf, verifySignedHeader } from '@touchmark/verify';
import { type AppliedBlock, applyBlock } from '../chain/apply-block.ts';
import { bundleSizes, signedTransactions } from '../chain/bundles.ts';
import { type GivenBlock, putGivenBlock } from '../chain/given-block.ts';
import { foundState } from '../chain/found-state.ts';
import { putHead } from '../chain/head-row.ts';
import { CHAIN_TABLES } from '../chain/tables.ts';
import { versionUnknown } from '../chain/version-unknown.ts';
import { EngineError } from '../engine-error.ts';

/** Where what was executed here is not what the validators signed. */
export interface ReplayDifference {
  readonly height: number;
  readonly what: 'root' | 'results';
  /** As the next header says it. */
  readonly signed: string;
  /** As it came out here. */
  readonly found: string;
}

/** A signed block whose effects are not in the state yet. */
interface ReplayTip {
  readonly signed: SignedHeader;
  readonly transactions: readonly DecodedTransaction[];
  /** How many of them belong to each of CometBFT's. */
  readonly bundles: readonly number[];
  /** What its evidence proves. */
  readonly misbehavior: readonly Misbehavior[];
}

export interface ReplayPosition {
  /** State root after the block before the tip. */
  readonly root: Uint8Array;
  readonly tip: ReplayTip;
}

export class ChainReplay {
  readonly #ledger: Ledger;
  readonly #genesis: Genesis;
  readonly #genesisBytes: Uint8Array;
  readonly #verify: SignatureVerifier;
  /** Undefined before the first block. */
  #position: ReplayPosition | undefined;
  #applied: AppliedBlock | undefined;

  constructor(
    ledger: Ledger,
    genesisBytes: Uint8Array,
    genesis: Genesis,
    verify: SignatureVerifier,
    position?: ReplayPosition,
  ) {
    this.#ledger = ledger;
    this.#genesis = genesis;
    this.#genesisBytes = genesisBytes;
    this.#verify = verify;
    this.#position = position;
  }

  /** Height of the next block to give. */
  get nextHeight(): number {
    const tip = this.#position?.tip;
    return tip === undefined ? this.#genesis.initialHeight : tip.signed.header.height + 1;
  }

  /** The last executed block, and the state root after it. */
  get head(): { readonly height: number; readonly root: Uint8Array } {
    if (this.#position === undefined) throw new RangeError('no block was given yet');
    return { height: this.nextHeight - 2, root: this.#position.root };
  }

  /** What the last executed block did. */
  get applied(): AppliedBlock | undefined {
    return this.#applied;
  }

  /**
   * Checks the next block's header, signatures and transactions, executes the block before it, and
   * notes this one as
   * decided. @returns the first thing that differs, after writing all the same.
   * @throws EngineError ENGINE_CHAIN_INVALID for a block that is none of this chain.
   */
  add(update: StateUpdate, block: GivenBlock): ReplayDifference | undefined {
    const tip = this.#check(block);
    const { signed } = tip;
    const { header } = signed;
    const { root, results } = this.#advance(update);
    putGivenBlock(update, block, signed);
    this.#position = { root, tip };
    const height = header.height - 1;
    return (
      differenceOf(height, 'results', header.lastResultsHash, results) ??
      differenceOf(height, 'root', header.appHash, root)
    );
  }

  /** Notes how far the chain is; the last thing before a commit. */
  finish(update: StateUpdate): void {
    const { height, root } = this.head;
    putHead(update.table(CHAIN_TABLES.meta), { executed: height, root });
  }

  #check({ signedHeader, validators, transactions, evidence }: GivenBlock): ReplayTip {
    const height = this.nextHeight;
    const before = this.#position?.tip.signed;
    const trust =
      before === undefined ? { genesis: this.#genesisBytes } : { header: trustedHeaderOf(before) };
    return orInvalid(height, () => {
      const signed = decodeSignedHeader(signedHeader);
      const { header } = signed;
      if (header.height !== height) throw new RangeError(`it is block ${header.height}`);
      verifySignedHeader(signedHeader, validators, trust);
      if (!equalBytes(dataHash([...transactions]), header.dataHash)) {
        throw new RangeError('its transactions are not those that its header names');
      }
      if (!equalBytes(evidenceHash(evidence), header.evidenceHash)) {
        throw new RangeError('its evidence is not that which its header names');
      }
      if (before !== undefined && !isLinked(before, signed)) {
        throw new RangeError('it does not follow the block before it');
      }
      const bundles = bundleSizes(transactions);
      const decoded = signedTransactions(transactions).map((bytes) => decodeTransaction(bytes));
      const misbehavior = misbehaviorOf(evidence);
      return { signed, transactions: decoded, bundles, misbehavior };
    });
  }

  /** Founds the state, or executes the block that was given before. */
  #advance(update: StateUpdate): { root: Uint8Array; results: Uint8Array } {
    if (this.#position === undefined) {
      const root = foundState(this.#ledger, update, this.#genesis, this.#genesisBytes);
      return { root, results: EMPTY_HASH };
    }
    this.#applied = this.#execute(update, this.#position);
    return { root: this.#applied.root, results: this.#applied.resultsHash };
  }

  #execute(update: StateUpdate, { tip, root }: ReplayPosition): AppliedBlock {
    const { header } = tip.signed;
    const timeMs = msOfTimestamp(header.time);
    const { chainId, height } = header;
    const { transactions, misbehavior } = tip;
    const input = { chainId, height, timeMs, transactions, misbehavior };
    try {
      return applyBlock(this.#ledger, update, input, root, this.#verify, tip.bundles);
    } catch (error) {
      throw error instanceof VersionUnknownError ? versionUnknown(error.unknown) : error;
    }
  }
}

function isLinked(before: SignedHeader, { header }: SignedHeader): boolean {
  const { hash, parts } = before.commit.blockId;
  return (
    equalBytes(hash, header.lastBlockId.hash) &&
    parts.total === header.lastBlockId.parts.total &&
    equalBytes(parts.hash, header.lastBlockId.parts.hash) &&
    equalBytes(commitHash(before.commit), header.lastCommitHash)
  );
}

function differenceOf(
  height: number,
  what: ReplayDifference['what'],
  signed: Uint8Array,
  found: Uint8Array,
): ReplayDifference | undefined {
  if (equalBytes(signed, found)) return undefined;
  return { height, what, signed: encodeHex(signed), found: encodeHex(found) };
}

function orInvalid<T>(height: number, check: () => T): T {
  try {
    return check();
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new EngineError(
      'ENGINE_CHAIN_INVALID',
      `Block ${height} is not one of this chain: ${what}. Nothing of it was used. Get the chain from another node.`,
      { cause: error },
    );
  }
}

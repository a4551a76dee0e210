/**
 * The chain rule of the embedded engine, when others decide the blocks: one commit holds the state after H and the
 * signed header of H + 1, so that whatever can be read can be proven. The state after the newest block lies in an
 * update that is open until CometBFT has decided the block after it.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  type ConsensusParams,
  dataHash,
  type DecodedTransaction,
  decodeSignedHeader,
  EMPTY_HASH,
  encodeHex,
  encodeSignedHeader,
  equalBytes,
  evidenceHash,
  type Genesis,
  type Header,
  headerHash,
  misbehaviorOf,
  msOfTimestamp,
  commitHash,
  type SignedHeader,
  type Timestamp,
} from '@touchmark/codec';
import {
  type BlockInput,
  type Ledger,
  type Misbehavior,
  readValidators,
  type SignatureVerifier,
  VersionUnknownError,
} from '@touchmark/ledger';
import type { StateStore, StateUpdate, StateView } from '@touchmark/state';
import type { ValidatorUpdate } from '../abci/responses.ts';
import { type AppliedBlock, applyBlock } from '../chain/apply-block.ts';
import { getBase, putBase } from '../chain/base-row.ts';
import { decodeBlockRow, encodeBlockRow } from '../chain/block-row.ts';
import { bundleSizes } from '../chain/bundles.ts';
import type { ExecutedTransaction } from '../chain/chain-writer.ts';
import { changedParams, consensusParamsAt } from '../chain/consensus-params.ts';
import { foundState } from '../chain/found-state.ts';
import { putGivenBlock } from '../chain/given-block.ts';
import { decodeHead, getHeadBytes, putHead } from '../chain/head-row.ts';
import { corrupt, getIdentity } from '../chain/identity-rows.ts';
import { heightKey } from '../chain/keys.ts';
import { CHAIN_TABLES } from '../chain/tables.ts';
import { getValidators } from '../chain/validators-row.ts';
import { versionUnknown } from '../chain/version-unknown.ts';
import type { Leave } from './leave.ts';

/** A block that CometBFT has decided. */
export interface DecidedByOthers {
  readonly height: number;
  readonly time: Timestamp;
  readonly hash: Uint8Array;
  /** As CometBFT counts them. */
  readonly bundles: readonly Uint8Array[];
  /** The signed ones in them, in order. */
  readonly transactions: readonly DecodedTransaction[];
  /** What its evidence proves, as CometBFT tells it. */
  readonly misbehavior: readonly Misbehavior[];
}

/** What a block did, once it is in the open update. */
export interface ReplicatedBlock {
  readonly height: number;
  readonly timeMs: number;
  readonly root: Uint8Array;
  readonly transactions: readonly ExecutedTransaction[];
  readonly events: number;
}

export interface Finalized {
  readonly block: ReplicatedBlock;
  readonly validatorUpdates: readonly ValidatorUpdate[];
  /** Groups of parameters that the next block goes by otherwise than this one. */
  readonly paramUpdates: Partial<ConsensusParams> | undefined;
}

/** Where headers come from. */
export interface HeaderSource {
  signedHeader(height: number): Promise<SignedHeader>;
  validators(height: number): Promise<Uint8Array>;
  /** The evidence of a block, as `encodeEvidence` makes it. */
  evidence(height: number): Promise<Uint8Array[]>;
}

/** Blocks that wait for their header, with what they hold. */
interface Headless {
  readonly height: number;
  readonly hash: Uint8Array;
  readonly transactions: readonly Uint8Array[];
  readonly misbehavior: readonly Misbehavior[];
}

export interface ReplicatedChainParts {
  readonly ledger: Ledger;
  readonly store: StateStore;
  readonly genesis: Genesis;
  readonly genesisBytes: Uint8Array;
  readonly headers: HeaderSource;
  readonly verify: SignatureVerifier;
  readonly snapshots?: CommitObserver | undefined;
  readonly leave?: Leave | undefined;
}

/** Is told of each commit, and may hold up the next one for a moment. */
export interface CommitObserver {
  committed(height: number): void;
  pinned(): Promise<void>;
}

export class ReplicatedChain {
  readonly #ledger: Ledger;
  readonly #store: StateStore;
  readonly #genesis: Genesis;
  readonly #genesisBytes: Uint8Array;
  readonly #headers: HeaderSource;
  readonly #verify: SignatureVerifier;
  readonly #snapshots: CommitObserver | undefined;
  readonly #leave: Leave | undefined;
  #update: StateUpdate | undefined;
  /** Highest block whose effects are on disk; -1: not even the genesis state is. */
  #durable = -1;
  /** Highest block whose effects are in the open update. */
  #executed = -1;
  #root: Uint8Array = EMPTY_HASH;
  /** Highest block whose header is stored, in the open update or on disk. */
  #headered = 0;
  #headless: Headless[] = [];
  /** In the open update, not durable yet. */
  #waiting: ReplicatedBlock[] = [];
  #isLastIdle = false;
  #dueMs: number | undefined;
  #blockBytes: number;
  /** Block up to which nothing is here but the state after it; 0: the chain is here from its first block. */
  #base = 0;

  constructor(parts: ReplicatedChainParts) {
    const { ledger, store, genesis, genesisBytes, headers, verify, snapshots, leave } = parts;
    this.#snapshots = snapshots;
    this.#leave = leave;
    this.#ledger = ledger;
    this.#store = store;
    this.#genesis = genesis;
    this.#genesisBytes = genesisBytes;
    this.#headers = headers;
    this.#verify = verify;
    this.#blockBytes = Number(genesis.consensusParams.block.maxBytes);
    this.#load();
  }

  /** What is on disk: all that CometBFT may believe. Height 0 also when there is nothing at all. */
  get durable(): { readonly height: number; readonly root: Uint8Array } {
    return this.#store.read((snapshot) => {
      const meta = snapshot.table(CHAIN_TABLES.meta);
      const bytes = getHeadBytes(meta);
      // A restored state counts before the header is here that proves it.
      if (bytes === undefined) return getBase(meta) ?? { height: 0, root: EMPTY_HASH };
      const { executed, root } = decodeHead(bytes);
      return { height: executed, root };
    });
  }

  /** The version of the application by which the block after the newest durable one goes. */
  get appVersion(): bigint {
    const height = this.durable.height + 1;
    return this.#store.read(
      (snapshot) => consensusParamsAt(this.#genesis, snapshot, height).version.app,
    );
  }

  /** True once there is a state that can be read and proven. */
  get isReadable(): boolean {
    return this.#durable >= 0;
  }

  /** Most that the next block may hold. */
  get blockBytes(): number {
    return this.#blockBytes;
  }

  get executed(): number {
    return this.#executed;
  }

  get root(): Uint8Array {
    return this.#root;
  }

  get dueMs(): number | undefined {
    return this.#dueMs;
  }

  /** The genesis state's root; may be asked for again as long as no block was executed. */
  found(): Uint8Array {
    if (this.#durable >= 0) return this.durable.root;
    this.#update?.abort();
    this.#update = this.#store.begin();
    this.#root = foundState(this.#ledger, this.#update, this.#genesis, this.#genesisBytes);
    this.#executed = 0;
    return this.#root;
  }

  /** Forgets what is not durable: CometBFT was started anew and tells it again. */
  rewind(): void {
    this.#update?.abort();
    this.#update = undefined;
    this.#load();
  }

  /** Makes durable what the header of this block proves, then executes it into a new update. */
  async finalize(
    block: DecidedByOthers,
  ): Promise<{ finalized: Finalized; durable: readonly ReplicatedBlock[] }> {
    if (block.height !== this.#executed + 1) {
      throw corrupt(`block ${block.height} comes after block ${this.#executed}`);
    }
    if (block.height > this.#headered) {
      const { height, hash, bundles, misbehavior } = block;
      this.#headless.push({ height, hash, transactions: bundles, misbehavior });
    } else this.#requireStored(block);
    const durable = await this.catchUp();
    return { finalized: this.#execute(block), durable };
  }

  /**
   * Fetches the headers that are missing, and commits if the newest state is proven by one of them.
   * @returns the blocks that became durable.
   */
  async catchUp(): Promise<readonly ReplicatedBlock[]> {
    while (this.#headless.length > 0) {
      const [next] = this.#headless;
      if (next === undefined || !(await this.#fetch(next))) break;
      this.#headless.shift();
    }
    return await this.#commitIfProven();
  }

  async close(): Promise<void> {
    this.#update?.abort();
    this.#update = undefined;
    await this.#store.close();
  }

  #load(): void {
    this.#waiting = [];
    this.#headless = [];
    this.#isLastIdle = false;
    this.#store.read((snapshot) => {
      const meta = snapshot.table(CHAIN_TABLES.meta);
      if (getIdentity(meta) === undefined) {
        if (snapshot.size > 0) throw corrupt('it has a state and no chain');
        this.#durable = -1;
        this.#executed = -1;
        this.#headered = 0;
        this.#base = 0;
        return;
      }
      const bytes = getHeadBytes(meta);
      const base = getBase(meta);
      const found = bytes === undefined ? base : decodeHead(bytes);
      if (found === undefined) throw corrupt('it does not say how far the chain is');
      const height = 'executed' in found ? found.executed : found.height;
      if (!equalBytes(snapshot.root, found.root)) throw corrupt(`the state after block ${height}`);
      this.#base = base?.height ?? 0;
      this.#durable = bytes === undefined ? -1 : height;
      this.#executed = height;
      this.#root = found.root;
      this.#headered = bytes === undefined ? height : height + 1;
      this.#look(snapshot);
    });
  }

  #open(): StateUpdate {
    this.#update ??= this.#store.begin();
    return this.#update;
  }

  /** Looks at the state that the next block will be executed on. */
  #look(state: StateView): void {
    const height = this.#executed + 1;
    const isKnown = this.#ledger.unknownAt(state, height) === undefined;
    this.#dueMs = isKnown ? this.#ledger.dueMs(state, height) : undefined;
    this.#blockBytes = Number(this.#paramsOf(state).block.maxBytes);
  }

  /** By which the next block goes that is executed. */
  #paramsOf(state: StateView): ConsensusParams {
    return consensusParamsAt(this.#genesis, state, this.#executed + 1);
  }

  #apply(update: StateUpdate, input: BlockInput, bundles: readonly number[]): AppliedBlock {
    try {
      return applyBlock(this.#ledger, update, input, this.#root, this.#verify, bundles);
    } catch (error) {
      throw error instanceof VersionUnknownError ? versionUnknown(error.unknown) : error;
    }
  }

  #execute(block: DecidedByOthers): Finalized {
    const update = this.#open();
    const { height } = block;
    const timeMs = msOfTimestamp(block.time);
    const before = { validators: readValidators(update), params: this.#paramsOf(update) };
    const { chainId } = this.#genesis;
    const { transactions: given, misbehavior } = block;
    const input = { chainId, height, timeMs, transactions: given, misbehavior };
    const applied = this.#apply(update, input, bundleSizes(block.bundles));
    this.#executed = height;
    this.#root = applied.root;
    this.#look(update);
    this.#leave?.executed(update);
    this.#isLastIdle = block.transactions.length === 0 && applied.writes.length === 0;
    const { root, transactions, events } = applied;
    const replicated = { height, timeMs, root, transactions, events };
    this.#waiting.push(replicated);
    const validatorUpdates = changesOf(before.validators, readValidators(update));
    const paramUpdates = changedParams(before.params, this.#paramsOf(update));
    return { block: replicated, validatorUpdates, paramUpdates };
  }

  /** @returns false if CometBFT can't say it now, which is so while it replays. */
  async #fetch(block: Headless): Promise<boolean> {
    const { height, hash, transactions } = block;
    const isBefore = height - 1 > this.#base && height - 1 <= this.#headered;
    let signed: SignedHeader;
    let before: SignedHeader | undefined;
    try {
      [signed, before] = await Promise.all([
        this.#headers.signedHeader(height),
        isBefore ? this.#headers.signedHeader(height - 1) : undefined,
      ]);
    } catch {
      return false;
    }
    const { header } = signed;
    requireSame(headerHash(header), hash, `the header of block ${height}`);
    requireSame(dataHash([...transactions]), header.dataHash, `the content of block ${height}`);
    const update = this.#open();
    const meta = update.table(CHAIN_TABLES.meta);
    let validators = getValidators(meta, header.validatorsHash);
    let evidence: readonly Uint8Array[];
    try {
      validators ??= await this.#headers.validators(height);
      evidence = await this.#evidenceOf(header);
    } catch (error) {
      // An answer that makes no sense will make none later.
      if (error instanceof TypeError) throw error;
      return false;
    }
    checkEvidence(block, header, evidence);
    const signedHeader = encodeSignedHeader(signed);
    putGivenBlock(update, { signedHeader, validators, transactions, evidence }, signed);
    if (before !== undefined) settleCommit(update, before, signed);
    this.#headered = height;
    return true;
  }

  /**
   * A block whose header is stored was signed by two thirds. Another one of its height can come only from a network
   * whose validators have forgotten what they signed: nothing that was proven by that header may be built upon it.
   */
  #requireStored({ height, hash }: DecidedByOthers): void {
    const header = this.#headerOf(this.#open(), height);
    requireSame(hash, headerHash(header), `block ${height}, as CometBFT tells it now,`);
  }

  /** Asked for where there is some: nearly never. */
  async #evidenceOf({ height, evidenceHash: hash }: Header): Promise<readonly Uint8Array[]> {
    return equalBytes(hash, EMPTY_HASH) ? [] : await this.#headers.evidence(height);
  }

  async #commitIfProven(): Promise<readonly ReplicatedBlock[]> {
    const update = this.#update;
    if (update === undefined) return [];
    const isProven = this.#headered > this.#executed;
    // An idle block changes nothing: its header proves the state before it, and after it too.
    const isIdle =
      this.#isLastIdle && this.#headered === this.#executed && this.#waiting.length > 1;
    if (!isProven && !isIdle) return [];
    const height = isProven ? this.#executed : this.#executed - 1;
    if (height < this.#durable) return [];
    requireSame(
      this.#root,
      this.#headerOf(update, height + 1).appHash,
      `the state after ${height}`,
    );
    putHead(update.table(CHAIN_TABLES.meta), { executed: height, root: this.#root });
    this.#proveBase(update);
    this.#update = undefined;
    await this.#snapshots?.pinned();
    await update.commit();
    this.#durable = height;
    this.#snapshots?.committed(height);
    const durable = this.#waiting.filter((block) => block.height <= height);
    this.#waiting = this.#waiting.filter((block) => block.height > height);
    return durable;
  }

  /** The first header after a restored state proves it; from then on it is what the chain here begins with. */
  #proveBase(update: StateUpdate): void {
    const meta = update.table(CHAIN_TABLES.meta);
    const base = this.#durable < 0 && this.#base > 0 ? getBase(meta) : undefined;
    if (base === undefined) return;
    const header = this.#headerOf(update, base.height + 1);
    requireSame(base.root, header.appHash, `the state after ${base.height}`);
    putBase(meta, { ...base, nextHeader: headerHash(header) });
  }

  #headerOf(update: StateUpdate, height: number): SignedHeader['header'] {
    const row = update.table(CHAIN_TABLES.blocks).get(heightKey(height));
    if (row === undefined) throw corrupt(`it has no header ${height}`);
    return decodeSignedHeader(decodeBlockRow(row).signedHeader).header;
  }
}

/** What was executed of a block's evidence is what anybody can read out of it again. */
function checkEvidence(block: Headless, header: Header, evidence: readonly Uint8Array[]): void {
  const { height, misbehavior } = block;
  requireSame(evidenceHash(evidence), header.evidenceHash, `the evidence of block ${height}`);
  if (isDeepStrictEqual(misbehaviorOf(evidence), misbehavior)) return;
  throw corrupt(`CometBFT tells of block ${height} other misbehavior than its evidence proves`);
}

/**
 * The commit that a node has seen may hold other signatures than the one that the next block names. Once that block
 * is there, its commit is the one to keep.
 */
function settleCommit(update: StateUpdate, before: SignedHeader, next: SignedHeader): void {
  const { height } = before.header;
  requireSame(commitHash(before.commit), next.header.lastCommitHash, `the commit of ${height}`);
  const blocks = update.table(CHAIN_TABLES.blocks);
  const bytes = blocks.get(heightKey(height));
  if (bytes === undefined) throw corrupt(`it has no header ${height}`);
  const row = decodeBlockRow(bytes);
  requireSame(headerHash(before.header), row.hash, `header ${height}`);
  blocks.put(
    heightKey(height),
    encodeBlockRow({ ...row, signedHeader: encodeSignedHeader(before) }),
  );
}

type Voters = ReturnType<typeof readValidators>;

/** What CometBFT has to know of a decision about validators, in the order of the state's list. */
function changesOf(before: Voters, after: Voters): ValidatorUpdate[] {
  const changes: ValidatorUpdate[] = [];
  for (const { publicKey, power } of after) {
    const known = before.find((other) => equalBytes(other.publicKey, publicKey));
    if (known?.power !== power) changes.push({ publicKey, power: BigInt(power) });
  }
  for (const { publicKey } of before) {
    if (after.some((other) => equalBytes(other.publicKey, publicKey))) continue;
    changes.push({ publicKey, power: 0n });
  }
  return changes;
}

function requireSame(found: Uint8Array, expected: Uint8Array, what: string): void {
  if (equalBytes(found, expected)) return;
  throw corrupt(`${what} is ${encodeHex(found)} here and ${encodeHex(expected)} in the chain`);
}

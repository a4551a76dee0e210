import { bundleResults, type Genesis } from '@touchmark/codec';
import { limits } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import type { AbciRequest, FinalizeBlockRequest, InitChainRequest } from '../abci/requests.ts';
import * as responses from '../abci/responses.ts';
import type { AbciApplication } from '../abci/server.ts';
import { bundleSizes } from '../chain/bundles.ts';
import { EngineError } from '../engine-error.ts';
import type { SnapshotFolder } from '../snapshot/snapshot-folder.ts';
import type { SnapshotRestore } from '../snapshot/snapshot-restore.ts';
import { BLOCK_SIGNATURE_WORK, signatureWork } from '../submission/signature-work.ts';
import type { ReplicatedBlock, ReplicatedChain } from './replicated-chain.ts';
import type { Leave } from './leave.ts';
import type { TransactionGate } from './transaction-gate.ts';

type Request = Parameters<AbciApplication['answer']>[0];
type CheckTx = Extract<Request, { kind: 'check-tx' }>;
type OfferSnapshot = Extract<Request, { kind: 'offer-snapshot' }>;
type LoadChunk = Extract<Request, { kind: 'load-snapshot-chunk' }>;
type ApplyChunk = Extract<Request, { kind: 'apply-snapshot-chunk' }>;

/** Headers that whoever takes a snapshot needs beyond its height, and one more for nodes that are a block behind. */
const BLOCKS_AFTER_SNAPSHOT = 2;
/** CometBFT tells others of so many. */
const MOST_SNAPSHOTS = 10;

export interface ApplicationParts {
  readonly genesis: Genesis;
  readonly chain: ReplicatedChain;
  readonly gate: TransactionGate;
  /** What this node has for others. */
  readonly snapshots?: SnapshotFolder | undefined;
  /** Only while this node is to begin with a snapshot of others. */
  readonly restore?: SnapshotRestore | undefined;
  /** Throws if this node must not go on with the state that it was given. */
  readonly onRestored?: ((snapshot: StateSnapshot) => void | Promise<void>) | undefined;
  readonly onDurable: (blocks: readonly ReplicatedBlock[]) => void;
  readonly leave?: Leave | undefined;
}

/** The ledger as CometBFT sees it. */
export class ReplicatedApplication implements AbciApplication {
  readonly #parts: ApplicationParts;
  /** What touches the chain goes one after the other, whichever connection it came by. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: ApplicationParts) {
    this.#parts = parts;
  }

  async answer(request: Request): Promise<responses.AbciResponse> {
    switch (request.kind) {
      case 'check-tx':
        return responses.checkTx(await this.#checkTx(request));
      case 'info':
        return this.inTurn(() => this.#info());
      case 'init-chain':
        return this.inTurn(() => this.#initChain(request));
      case 'finalize-block':
        return this.inTurn(() => this.#finalizeBlock(request));
      case 'commit':
        // Not in turn: a node that closes must not wait for it.
        await this.#parts.leave?.given();
        return responses.commit();
      case 'prepare-proposal':
        return this.#prepareProposal(request.transactions, request.maxBytes);
      case 'process-proposal':
        return this.#processProposal(request.transactions);
      case 'list-snapshots':
        return this.#listSnapshots();
      case 'load-snapshot-chunk':
        return this.#loadChunk(request);
      case 'offer-snapshot':
        return this.inTurn(() => this.#offerSnapshot(request));
      case 'apply-snapshot-chunk':
        return this.inTurn(() => this.#applyChunk(request));
      default:
        return plainAnswer(request.kind);
    }
  }

  /** Runs when nothing else touches the chain. */
  inTurn<T>(use: () => T | Promise<T>): Promise<T> {
    const mine = this.#turn.then(use);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  #info(): responses.AbciResponse {
    const { chain } = this.#parts;
    const { height, root } = chain.durable;
    const { appVersion } = chain;
    return responses.info({ version: '0.1.0', appVersion, height, appHash: root });
  }

  #listSnapshots(): responses.AbciResponse {
    const { snapshots, chain } = this.#parts;
    const highest = chain.durable.height - BLOCKS_AFTER_SNAPSHOT;
    const ready = (snapshots?.snapshots ?? []).filter(({ height }) => height <= highest);
    return responses.listSnapshots(ready.slice(0, MOST_SNAPSHOTS));
  }

  #loadChunk({ height, format, chunk }: LoadChunk): responses.AbciResponse {
    const found = this.#parts.snapshots?.chunk(height, format, chunk);
    return responses.loadSnapshotChunk(found ?? new Uint8Array(0));
  }

  async #offerSnapshot({ snapshot, appHash }: OfferSnapshot): Promise<responses.AbciResponse> {
    const verdict = (await this.#parts.restore?.offer(snapshot, appHash)) ?? 'abort';
    if (verdict === 'accept') this.#parts.chain.rewind();
    return responses.offerSnapshot(verdict);
  }

  async #applyChunk({ index, chunk, sender }: ApplyChunk): Promise<responses.AbciResponse> {
    const { restore, chain } = this.#parts;
    const verdict = (await restore?.apply(index, chunk)) ?? 'abort';
    if (restore?.isWhole === true) {
      chain.rewind();
      await restore.look(this.#parts.onRestored ?? (() => undefined));
    }
    return responses.applySnapshotChunk(verdict, { index, sender });
  }

  #initChain({ chainId, initialHeight }: InitChainRequest): responses.AbciResponse {
    const { genesis, chain } = this.#parts;
    if (chainId !== genesis.chainId || initialHeight !== genesis.initialHeight) {
      throw new EngineError(
        'ENGINE_GENESIS_MISMATCH',
        `CometBFT founds ${chainId} from block ${initialHeight}; the genesis file of this node says ` +
          `${genesis.chainId} from block ${genesis.initialHeight}. Give both the same file.`,
      );
    }
    return responses.initChain(chain.found());
  }

  async #checkTx({ transaction, isRecheck }: CheckTx): Promise<{ code: number; log: string }> {
    if (!this.#parts.chain.isReadable) return { code: 1_000_003, log: 'the ledger is not founded' };
    return this.#parts.gate.check(transaction, isRecheck);
  }

  #prepareProposal(transactions: readonly Uint8Array[], maxBytes: number): responses.AbciResponse {
    const { gate } = this.#parts;
    const taken: Uint8Array[] = [];
    let room = maxBytes;
    let work = 0;
    for (const bytes of transactions) {
      // As CometBFT counts: each with its field head and length.
      room -= bytes.length + 6;
      if (room < 0 || taken.length >= limits.BLOCK_TRANSACTIONS) break;
      const decoded = gate.decode([bytes]);
      if (decoded === undefined) continue;
      work += signatureWork(decoded);
      if (work > BLOCK_SIGNATURE_WORK) break;
      taken.push(bytes);
    }
    return responses.prepareProposal(taken);
  }

  /** Rejected is what can't be executed at all, or is too much work: everything else gets its refusal as a receipt. */
  #processProposal(transactions: readonly Uint8Array[]): responses.AbciResponse {
    const decoded = this.#parts.gate.decode(transactions);
    if (decoded === undefined || signatureWork(decoded) > BLOCK_SIGNATURE_WORK) {
      return responses.processProposal(false);
    }
    this.#parts.gate.prefetch(decoded);
    return responses.processProposal(true);
  }

  async #finalizeBlock(request: FinalizeBlockRequest): Promise<responses.AbciResponse> {
    const { chain, gate, onDurable } = this.#parts;
    const transactions = gate.decode(request.transactions);
    if (transactions === undefined) {
      throw new EngineError(
        'ENGINE_CHAIN_INVALID',
        `Block ${request.height} holds what is no transaction, though two thirds of the validators accepted it.`,
      );
    }
    if (chain.isReadable) await gate.verifyAll(transactions);
    const { height, time, hash, misbehavior } = request;
    const { finalized, durable } = await chain.finalize({
      height,
      time,
      hash,
      bundles: request.transactions,
      transactions,
      misbehavior,
    });
    onDurable(durable);
    gate.forget(request.transactions);
    const sizes = bundleSizes(request.transactions);
    const results = bundleResults(finalized.block.transactions, sizes);
    const { validatorUpdates, paramUpdates, block } = finalized;
    const appHash = block.root;
    return responses.finalizeBlock({ results, validatorUpdates, paramUpdates, appHash });
  }
}

function plainAnswer(kind: AbciRequest['kind']): responses.AbciResponse {
  switch (kind) {
    case 'query':
      return responses.query();
    case 'extend-vote':
      return responses.extendVote();
    case 'verify-vote-extension':
      return responses.verifyVoteExtension();
    default:
      throw new RangeError(`no answer to ${kind}`);
  }
}

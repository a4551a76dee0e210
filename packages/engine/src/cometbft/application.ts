import { bundleResults, type Genesis } from '@touchmark/codec';
import { limits } from '@touchmark/ledger';
import type { AbciRequest, FinalizeBlockRequest, InitChainRequest } from '../abci/requests.ts';
import * as responses from '../abci/responses.ts';
import type { AbciApplication } from '../abci/server.ts';
import { bundleSizes } from '../chain/bundles.ts';
import { EngineError } from '../engine-error.ts';
import type { ReplicatedBlock, ReplicatedChain } from './replicated-chain.ts';
import type { TransactionGate } from './transaction-gate.ts';

type Request = Parameters<AbciApplication['answer']>[0];
type CheckTx = Extract<Request, { kind: 'check-tx' }>;

export interface ApplicationParts {
  readonly genesis: Genesis;
  readonly chain: ReplicatedChain;
  readonly gate: TransactionGate;
  readonly onDurable: (blocks: readonly ReplicatedBlock[]) => void;
  readonly onExecuted: (block: ReplicatedBlock) => void;
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
      case 'prepare-proposal':
        return this.#prepareProposal(request.transactions, request.maxBytes);
      case 'process-proposal':
        return this.#processProposal(request.transactions);
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
    for (const bytes of transactions) {
      // As CometBFT counts: each with its field head and length.
      room -= bytes.length + 6;
      if (room < 0 || taken.length >= limits.BLOCK_TRANSACTIONS) break;
      if (gate.decode([bytes]) !== undefined) taken.push(bytes);
    }
    return responses.prepareProposal(taken);
  }

  /** Only what can't be executed at all is rejected: everything else gets its refusal as a receipt. */
  #processProposal(transactions: readonly Uint8Array[]): responses.AbciResponse {
    const decoded = this.#parts.gate.decode(transactions);
    if (decoded === undefined) return responses.processProposal(false);
    this.#parts.gate.prefetch(decoded);
    return responses.processProposal(true);
  }

  async #finalizeBlock(request: FinalizeBlockRequest): Promise<responses.AbciResponse> {
    const { chain, gate, onDurable, onExecuted } = this.#parts;
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
    onExecuted(finalized.block);
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
    case 'commit':
      return responses.commit();
    case 'query':
      return responses.query();
    case 'list-snapshots':
      return responses.listSnapshots();
    case 'offer-snapshot':
      return responses.offerSnapshot();
    case 'load-snapshot-chunk':
      return responses.loadSnapshotChunk();
    case 'apply-snapshot-chunk':
      return responses.applySnapshotChunk();
    case 'extend-vote':
      return responses.extendVote();
    case 'verify-vote-extension':
      return responses.verifyVoteExtension();
    default:
      throw new RangeError(`no answer to ${kind}`);
  }
}

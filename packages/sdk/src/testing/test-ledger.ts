import {
  type DecodedTransaction,
  decodeTransaction,
  encodeHex,
  type GenesisOrganization,
} from '@touchmark/codec';
import { verifySignature } from '@touchmark/crypto';
import { executeBlock, ledger, initializeState, type LedgerEvent } from '@touchmark/ledger';
import { buildReceiptProof } from '@touchmark/verify';
import { createTestChain, type TestChain } from '@touchmark/verify/testing';

/** An event with its id, HEIGHT-INDEX-N. */
export interface PlacedEvent {
  id: string;
  block: number;
  index: number;
  event: LedgerEvent;
}

interface Executed {
  height: number;
  index: number;
  results: readonly { code: number; data: Uint8Array }[];
}

/**
 * The real ledger over a test chain in memory: one block for each transaction, as when little
 * happens.
 */
export class TestLedger {
  readonly chain: TestChain;
  readonly events: PlacedEvent[] = [];
  readonly #executed = new Map<string, Executed>();
  /** Blocks are made one after the other. */
  #turn: Promise<void> = Promise.resolve();

  private constructor(chain: TestChain) {
    this.chain = chain;
  }

  static async found(organizations: GenesisOrganization[], startMs: number): Promise<TestLedger> {
    const chain = await createTestChain({
      chainId: 'sdk-test',
      startMs,
      appState: { organizations, parameters: {} },
      writes: initializeState,
    });
    return new TestLedger(chain);
  }

  get executed(): number {
    return this.#executed.size;
  }

  /**
   * Code with which a transaction is turned away before it reaches a block. Throws if it is none.
   */
  check(bytes: Uint8Array): string | undefined {
    const transaction = decodeTransaction(bytes);
    if (this.#executed.has(encodeHex(transaction.id))) return undefined;
    const { chain } = this;
    const moment = { chainId: chain.genesis.chainId, ...chain.next() };
    return chain.read((state) => ledger.gate(state, moment).check(transaction))?.code;
  }

  /** Executes a transaction; one that was executed before is left alone. Throws if it is none. */
  async execute(bytes: Uint8Array): Promise<string> {
    const transaction = decodeTransaction(bytes);
    const id = encodeHex(transaction.id);
    const before = this.#turn;
    const turn = (async () => {
      await before;
      if (!this.#executed.has(id)) await this.#addBlock(id, transaction);
    })();
    this.#turn = turn.catch(() => undefined);
    await turn;
    return id;
  }

  async #addBlock(id: string, transaction: DecodedTransaction): Promise<void> {
    const { chain } = this;
    const { height, timeMs } = chain.next();
    const block = { chainId: chain.genesis.chainId, height, timeMs, transactions: [transaction] };
    const outcome = chain.read((state) => executeBlock(block, state, verifySignature));
    const { writes, archived, results } = outcome;
    await chain.add({ writes, archived, results, transactions: [transaction.bytes], timeMs });
    this.#executed.set(id, { height, index: 0, results });
    for (const [index, event] of (results[0]?.events ?? []).entries()) {
      this.events.push({ id: `${height}-0-${index}`, block: height, index: 0, event });
    }
  }

  /** The receipt of a transaction with its proof, and its result code. */
  receipt(id: string): { proof: Uint8Array; code: number } | undefined {
    const found = this.#executed.get(id);
    if (found === undefined) return undefined;
    const { height, index, results } = found;
    const proof = buildReceiptProof(results, index, this.chain.signedHeader(height + 1));
    return { proof, code: results[index]?.code ?? 0 };
  }
}

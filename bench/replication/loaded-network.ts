import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CborWriter } from '@touchmark/codec';
import { signActions } from '../fixture/network.ts';
import type { NodeProcess } from '../fixture/node-process.ts';
import { delegationActions, registerSerials } from '../fixture/records.ts';
import { writeBodies } from '../submit/bodies-file.ts';
import { type FoundedNetwork, foundReplicatedNetwork, startSeats } from './replicated-network.ts';

/** Longer than a block takes on a busy machine. */
const SETTLE_MS = 3_000;
const ASK_TRIES = 5;

/** How much there is to send to each node. */
export interface Supply {
  readonly transactions: number;
  /** Identifiers a transaction registers. */
  readonly entries?: number;
}

export interface NewestBlock {
  readonly height: number;
  readonly timeMs: number;
  readonly root: string;
}

/** A network under load: four nodes, and transactions that none of them has seen. */
export class LoadedNetwork {
  readonly founded: FoundedNetwork;
  readonly nodes: NodeProcess[];
  readonly #supply: Required<Supply>;
  #used = 0;

  private constructor(founded: FoundedNetwork, nodes: NodeProcess[], supply: Required<Supply>) {
    this.founded = founded;
    this.nodes = nodes;
    this.#supply = supply;
  }

  /** @param supply in all, over the life of the network. */
  static async start(
    directory: string,
    supply: Supply,
    founded?: FoundedNetwork,
  ): Promise<LoadedNetwork> {
    const network = founded ?? (await foundReplicatedNetwork(directory));
    const nodes = await startSeats(network.seats);
    const loaded = new LoadedNetwork(network, nodes, { entries: 1, ...supply });
    await loaded.#delegate();
    return loaded;
  }

  /** Fresh transactions for each node, in files of bodies. */
  files(name: string, perNode: number, batch = 1): string[] {
    return this.nodes.map((_, node) => {
      const first = this.#used;
      this.#used += perNode;
      if (this.#used > this.#supply.transactions) throw new Error('the supply is used up');
      const path = join(this.founded.network.directory, `${name}-${node}.bin`);
      const bodies = this.#transactions(first, perNode);
      writeBodies(path, batch === 1 ? bodies : batched(bodies, batch));
      return path;
    });
  }

  async registered(node = 0): Promise<number> {
    const answer = await this.ask(node, '/v1/statistics');
    return Number(Object(Object(answer)['identifiers'])['registered']);
  }

  /** Identifiers registered when nothing is under way any more. */
  async settled(): Promise<number> {
    let found = await this.registered();
    for (;;) {
      await pause(SETTLE_MS);
      const now = await this.registered();
      if (now === found) return now;
      found = now;
    }
  }

  async newest(node = 0): Promise<NewestBlock> {
    const { blocks } = (await this.ask(node, '/v1/blocks?limit=1')) as {
      blocks: { block: number; time: string; previousRoot: string }[];
    };
    const [newest] = blocks;
    if (newest === undefined) throw new Error('there is no block');
    return {
      height: newest.block,
      timeMs: Date.parse(newest.time),
      root: newest.previousRoot,
    };
  }

  /** A machine that is busy beyond its means resets connections now and then: a few more tries. */
  async ask(node: number, path: string): Promise<unknown> {
    for (let left = ASK_TRIES; ; left -= 1) {
      try {
        return await this.#askOnce(node, path);
      } catch (error) {
        if (left === 1) throw error;
        await pause(100);
      }
    }
  }

  async #askOnce(node: number, path: string): Promise<unknown> {
    const { url } = this.nodes[node] as NodeProcess;
    const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(5_000) });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  *#transactions(first: number, count: number): Generator<Uint8Array> {
    const { entries } = this.#supply;
    for (let index = first; index < first + count; index += 1) {
      yield registerSerials(this.founded.network, index * entries, entries);
    }
  }

  async #delegate(): Promise<void> {
    const { transactions, entries } = this.#supply;
    const actions = delegationActions(transactions * entries);
    const response = await fetch(`${this.nodes[0]?.url}/v1/transactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor' },
      body: Buffer.from(signActions(this.founded.network, actions)),
    });
    if (!response.ok) throw new Error(`delegation failed: ${await response.text()}`);
  }
}

function* batched(bodies: Iterable<Uint8Array>, size: number): Generator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  for (const body of bodies) {
    waiting.push(body);
    if (waiting.length < size) continue;
    yield encodeBatch(waiting);
    waiting = [];
  }
  if (waiting.length > 0) yield encodeBatch(waiting);
}

function encodeBatch(transactions: readonly Uint8Array[]): Uint8Array {
  const bytes = transactions.reduce((sum, { length }) => sum + length + 5, 8);
  const writer = new CborWriter(bytes).array(transactions.length);
  for (const transaction of transactions) writer.bytes(transaction);
  return writer.finish();
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExampleKeys } from '@touchmark/cli';
import type { Action } from '@touchmark/codec';
import { actions, createTransaction, type Key, publicValue, signTransaction } from '@touchmark/sdk';
import { hierarchyExample } from '../../../examples/hierarchy/index.ts';
import type { Cluster } from '../../../scripts/network/cluster.ts';
import { eventually } from '../eventually.ts';

/** What a node said to a transaction. */
export interface Answer {
  readonly status: number;
  readonly code: string;
  /** Seconds, if it named some. */
  readonly retryAfter: string | null;
}

const WAIT_MS = 3_000;
/** Nobody waits longer; who is not answered by then hangs. */
const PATIENCE_MS = WAIT_MS + 5_000;
const PAUSE_MS = 30;
const FOUNDER = hierarchyExample().organizations[0]!.id;

/** Clients that write without end, one identifier after the other, and remember what was acknowledged. */
export class Writers {
  readonly genesis: Uint8Array;
  /** Transaction ids, in hexadecimal, for which a node has given a receipt of success. */
  readonly acknowledged = new Set<string>();
  /** What was registered and acknowledged first. */
  first: string | undefined;
  readonly #chainId: string;
  readonly #key: Key;
  #serial = 0;
  #running: Promise<void>[] = [];
  #isResting = true;

  private constructor(genesis: Uint8Array, chainId: string, key: Key) {
    this.genesis = genesis;
    this.#chainId = chainId;
    this.#key = key;
  }

  /** Gives the founder a prefix to write under. */
  static async prepare({ directory, chainId, nodes }: Cluster): Promise<Writers> {
    const keys = await ExampleKeys.open(join(directory, 'keys'));
    const genesis = new Uint8Array(await readFile(join(directory, 'genesis.json')));
    const writers = new Writers(genesis, chainId, await keys.get(FOUNDER));
    const url = nodes[0]!.url;
    await eventually(async () => {
      const { code } = await writers.send(url, [
        actions.delegate({ prefix: '88', holder: FOUNDER }),
      ]);
      return code === 'OK' || code.startsWith('NAMING_') ? true : undefined;
    }, 'the prefix of the writers');
    return writers;
  }

  /** One writer for each address, until `rest`. */
  begin(...urls: string[]): void {
    this.#isResting = false;
    this.#running.push(...urls.map((url) => this.#write(url)));
  }

  /** Resolves when each has its last answer. */
  async rest(): Promise<void> {
    this.#isResting = true;
    await Promise.all(this.#running);
    this.#running = [];
  }

  /** Resolves when so many more were acknowledged. */
  async more(count: number): Promise<void> {
    const goal = this.acknowledged.size + count;
    await eventually(
      () => Promise.resolve(this.acknowledged.size >= goal ? true : undefined),
      `${count} more transactions`,
    );
  }

  /** A transaction that was never there before. */
  async register(url: string): Promise<Answer> {
    this.#serial += 1;
    const suffix = `n${this.#serial}`;
    const data = `https://example.com/${suffix}`;
    const values = [publicValue({ index: 1, type: 'URL', data })];
    const entries = [{ suffix, values }];
    const answer = await this.send(url, [actions.register({ prefix: '88', entries })]);
    if (answer.code === 'OK') this.first ??= `88/${suffix}`;
    return answer;
  }

  async send(url: string, list: readonly Action[]): Promise<Answer> {
    const signers = [this.#key];
    const unsigned = createTransaction({ chainId: this.#chainId, actions: list, signers });
    const response = await fetch(`${url}/v1/transactions?wait=${WAIT_MS}`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor' },
      body: Buffer.from(await signTransaction(unsigned, signers)),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { code = '', transaction = '' } = (await response.json()) as {
      code?: string;
      transaction?: string;
    };
    const { status, headers } = response;
    if (status === 200 && code === 'OK') this.acknowledged.add(transaction);
    return { status, code, retryAfter: headers.get('retry-after') };
  }

  async #write(url: string): Promise<void> {
    while (!this.#isResting) {
      // A node that is down, or goes down, is nothing that a writer could help.
      await this.register(url).catch(() => undefined);
      await new Promise((later) => setTimeout(later, PAUSE_MS));
    }
  }
}

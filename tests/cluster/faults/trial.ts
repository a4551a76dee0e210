/** A network of real processes that something is done to, with writers that remember what they were told. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hierarchyExample } from '../../../examples/hierarchy/index.ts';
import { ensureCometbft } from '../../../scripts/cometbft.mjs';
import {
  type Cluster,
  type ClusterNode,
  foundCluster,
  getJson,
  isRunning,
  signalNode,
  startNodes,
  stopCluster,
} from '../../../scripts/network/cluster.ts';
import { eventually } from '../eventually.ts';
import { freePort } from '../free-port.ts';
import { checkAgreement } from './agreement.ts';
import { Writers } from './writers.ts';

export interface TrialOptions {
  readonly validators: number;
  /** What runs in place of CometBFT, given CometBFT and the trial's directory. */
  readonly wrap?: (binary: string, directory: string) => Promise<string>;
}

export class Trial {
  readonly directory: string;
  readonly writers: Writers;
  #cluster: Cluster;

  private constructor(directory: string, cluster: Cluster, writers: Writers) {
    this.directory = directory;
    this.#cluster = cluster;
    this.writers = writers;
  }

  static async begin({ validators, wrap }: TrialOptions): Promise<Trial> {
    const directory = await mkdtemp(join(tmpdir(), 'touchmark-faults-'));
    const comet = await ensureCometbft();
    const binary = wrap === undefined ? comet : await wrap(comet, directory);
    const example = hierarchyExample();
    await foundCluster({ directory, binary, example, validators, basePort: await freePort() });
    try {
      const cluster = await startNodes(directory);
      return new Trial(directory, cluster, await Writers.prepare(cluster));
    } catch (error) {
      await stopCluster(directory);
      throw error;
    }
  }

  get cluster(): Cluster {
    return this.#cluster;
  }

  node(number: number): ClusterNode {
    const node = this.#cluster.nodes[number - 1];
    if (node === undefined) throw new RangeError(`there is no node ${number}`);
    return node;
  }

  /** The node and its CometBFT, at once. */
  async kill(...numbers: number[]): Promise<void> {
    for (const number of numbers) signalNode(this.node(number), 'SIGKILL');
    for (const number of numbers) {
      const gone = (): Promise<true | undefined> =>
        Promise.resolve(isRunning(this.node(number)) ? undefined : true);
      await eventually(gone, `the end of node ${number}`);
    }
  }

  async start(...numbers: number[]): Promise<void> {
    this.#cluster = await startNodes(this.directory, numbers);
  }

  /** Has a writer at each node. */
  resume(): void {
    this.writers.begin(...this.#cluster.nodes.map(({ url }) => url));
  }

  /** Ends the writers and compares the nodes: whatever was done, this must hold. */
  async check(): Promise<void> {
    await this.writers.rest();
    await checkAgreement(this.#cluster, this.writers);
  }

  /** Stops everything and leaves what the nodes have. */
  async stop(): Promise<void> {
    await this.writers.rest();
    await stopCluster(this.directory);
  }

  async end(): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Of the newest blocks, as the first node has them. */
  async blockTimesMs(): Promise<number[]> {
    const answer = await getJson(`${this.node(1).url}/v1/blocks?limit=10`);
    const { blocks } = answer as { blocks: { time: string }[] };
    return blocks.map(({ time }) => Date.parse(time));
  }
}

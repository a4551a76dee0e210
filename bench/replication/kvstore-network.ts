import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cometConfig, DATA_FILES } from '@touchmark/node';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import { freePorts } from './ports.ts';
import { foundReplicatedNetwork } from './replicated-network.ts';

const READY_MS = 30_000;
const PAGE_BLOCKS = 20;

/** CometBFT's own example application, which checks no signature, in the settings of our nodes. */
export class KvstoreNetwork {
  readonly urls: readonly string[];
  readonly #children: readonly ChildProcess[];

  private constructor(urls: readonly string[], children: readonly ChildProcess[]) {
    this.urls = urls;
    this.#children = children;
  }

  static async start(directory: string): Promise<KvstoreNetwork> {
    const binary = await ensureCometbft();
    const { seats } = await foundReplicatedNetwork(directory);
    const ports = await freePorts(seats.length);
    const children = seats.map((seat, index) => {
      const home = join(seat.directory, 'cometbft');
      const key = join(seat.directory, DATA_FILES.validatorKey);
      writeHome(home, readFileSync(join(seat.directory, DATA_FILES.genesis)), {
        listen: seat.listen,
        peers: seat.peers,
        validatorKeyFile: key,
        rpcPort: ports[index] as number,
      });
      const log = openSync(join(home, 'cometbft.log'), 'a');
      return spawn(binary, ['start', '--home', home], { stdio: ['ignore', log, log] });
    });
    const network = new KvstoreNetwork(
      ports.map((port) => `http://127.0.0.1:${port}`),
      children,
    );
    await network.#ready();
    return network;
  }

  /** The newest block that the first node has. */
  async height(): Promise<number> {
    const { sync_info: info } = await this.#ask('status');
    return Number(Object(info).latest_block_height);
  }

  /** Transactions in the blocks after one height up to another. */
  async transactionsBetween(after: number, last: number): Promise<number> {
    let found = 0;
    for (let from = after + 1; from <= last; from += PAGE_BLOCKS) {
      const to = Math.min(last, from + PAGE_BLOCKS - 1);
      const { block_metas: metas } = await this.#ask(
        `blockchain?minHeight=${from}&maxHeight=${to}`,
      );
      for (const meta of metas as { num_txs: string }[]) found += Number(meta.num_txs);
    }
    return found;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map((child) => {
        const ended = new Promise((resolve) => child.once('close', resolve));
        child.kill('SIGKILL');
        return ended;
      }),
    );
  }

  async #ask(path: string): Promise<Record<string, unknown>> {
    const answer: unknown = await (await fetch(`${this.urls[0]}/${path}`)).json();
    return Object(Object(answer).result);
  }

  async #ready(): Promise<void> {
    const until = Date.now() + READY_MS;
    while (!((await this.height().catch(() => 0)) > 0)) {
      if (Date.now() > until) throw new Error("CometBFT's kvstore makes no block");
      await pause(100);
    }
  }
}

interface Home {
  listen: string;
  peers: string;
  validatorKeyFile: string;
  rpcPort: number;
}

/** The settings of our nodes, but for the application and a port to ask at. */
function writeHome(home: string, genesis: Uint8Array, { rpcPort, ...settings }: Home): void {
  const data = join(home, 'data');
  const stateFile = join(data, 'priv_validator_state.json');
  mkdirSync(data, { recursive: true });
  writeFileSync(stateFile, '{"height":"0","round":0,"step":0}');
  writeFileSync(join(home, 'config/genesis.json'), genesis);
  const sockets = { appSocket: 'APP', rpcSocket: 'RPC' };
  const text = cometConfig({ ...settings, ...sockets, validatorStateFile: stateFile })
    .replace('"unix://APP"', '"kvstore"')
    .replace('"unix://RPC"', `"tcp://127.0.0.1:${rpcPort}"`);
  writeFileSync(join(home, 'config/config.toml'), text);
}

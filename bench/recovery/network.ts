/** Four validators on this machine, with as many records as are wanted. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExampleKeys } from '@touchmark/cli';
import { verifyAnswer } from '@touchmark/verify';
import { hierarchyExample } from '../../examples/hierarchy/index.ts';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import { type Cluster, foundCluster, startNodes } from '../../scripts/network/cluster.ts';
import { type BenchNetwork, signActions } from '../fixture/network.ts';
import {
  delegationActions,
  ENTRIES_PER_TRANSACTION,
  registerSerials,
  SERIALS_PER_PREFIX,
} from '../fixture/records.ts';

const VALIDATORS = 4;
const BASE_PORT = 22_500;
const IN_FLIGHT = 8;
const DELEGATIONS_PER_TRANSACTION = 50;
const WAIT_MS = 60_000;

export interface BenchCluster {
  readonly cluster: Cluster;
  readonly signer: Pick<BenchNetwork, 'chainId' | 'secretKey'>;
  readonly organization: string;
  readonly genesis: Uint8Array;
  /** The serial that is registered next. */
  readonly counter: { next: number };
}

export async function startBenchCluster(
  directory: string,
  settings: readonly string[],
): Promise<BenchCluster> {
  const binary = await ensureCometbft();
  const example = hierarchyExample();
  const founding = { directory, binary, example, validators: VALIDATORS, basePort: BASE_PORT };
  await foundCluster(founding);
  const cluster = await startNodes(directory, undefined, { settings });
  const organization = cluster.nodes[0]?.organization ?? '';
  const { secretKey } = await (await ExampleKeys.open(join(directory, 'keys'))).get(organization);
  const genesis = new Uint8Array(await readFile(join(directory, 'genesis.json')));
  const signer = { chainId: cluster.chainId, secretKey };
  return { cluster, signer, organization, genesis, counter: { next: 0 } };
}

/** Sends a transaction until a block has it: a network under load may say that it is full. */
async function submit(url: string, transaction: Uint8Array): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/v1/transactions?wait=${WAIT_MS}`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor' },
      body: Buffer.from(transaction),
    });
    const { code } = (await response.json()) as { code?: string };
    if (response.status === 200 && code === 'OK') return;
    if (response.status !== 503) throw new Error(`${response.status} ${code}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
}

/** Registers serials 0 … records-1 through the nodes, in batches. */
export async function fill(bench: BenchCluster, records: number): Promise<void> {
  const { cluster, signer, organization } = bench;
  const urlOf = (index: number): string => cluster.nodes[index % VALIDATORS]?.url ?? '';
  // The last prefix is for those that are registered one by one.
  const delegations = delegationActions(records + SERIALS_PER_PREFIX, organization);
  bench.counter.next = Math.ceil(records / SERIALS_PER_PREFIX) * SERIALS_PER_PREFIX;
  for (let from = 0; from < delegations.length; from += DELEGATIONS_PER_TRANSACTION) {
    const some = delegations.slice(from, from + DELEGATIONS_PER_TRANSACTION);
    await submit(urlOf(0), signActions(signer, some));
  }
  let next = 0;
  const worker = async (index: number): Promise<void> => {
    for (let first = next; first < records; first = next) {
      next += ENTRIES_PER_TRANSACTION;
      await submit(
        urlOf(index),
        registerSerials(signer, first, ENTRIES_PER_TRANSACTION, { digests: true }),
      );
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, index) => worker(index)));
}

/** Registers one more. @returns milliseconds until it was durable with its proof. */
export async function sendSmall({ cluster, signer, counter }: BenchCluster): Promise<number> {
  const transaction = registerSerials(signer, counter.next, 1);
  counter.next += 1;
  const sinceMs = performance.now();
  await submit(cluster.nodes[0]?.url ?? '', transaction);
  return performance.now() - sinceMs;
}

/** Throws unless a node proves a record, at the state that the network has. */
export async function requireProof(
  { genesis }: BenchCluster,
  url: string,
  identifier: string,
): Promise<void> {
  const response = await fetch(`${url}/v1/resolve/${identifier}`, {
    headers: { accept: 'application/cbor' },
  });
  const answer = new Uint8Array(await response.arrayBuffer());
  const { status } = verifyAnswer(answer, { genesis });
  if (status !== 'present') throw new Error(`${identifier} is ${status}`);
}

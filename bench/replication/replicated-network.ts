import { mkdirSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { generateSecretKey } from '@touchmark/crypto';
import { DATA_FILES, ensureNodeKey, installNewKey, signerFiles } from '@touchmark/node';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import type { Wire } from '../../scripts/network/wires.ts';
import { type BenchNetwork, foundBenchNetwork } from '../fixture/network.ts';
import { type NodeProcess, startNode } from '../fixture/node-process.ts';
import { freePorts } from './ports.ts';

export const VALIDATORS = 4;

/** Where one validator of a network keeps its things, and how others reach it. */
export interface Seat {
  readonly directory: string;
  readonly listen: string;
  /** The others, as `comet.peers` takes them. */
  readonly peers: string;
}

export interface FoundedNetwork {
  readonly network: BenchNetwork;
  readonly seats: readonly Seat[];
  /** The relays that they reach each other by; none: they do so directly. */
  readonly wires: readonly Wire[];
}

/** Founds a network of four validators on the loopback, without starting any. */
export async function foundReplicatedNetwork(
  directory: string,
  isWired = false,
): Promise<FoundedNetwork> {
  const validators = Array.from({ length: VALIDATORS }, () => generateSecretKey('ed25519'));
  const homes = validators.map((_, index) => join(directory, `node${index + 1}`));
  const [first] = homes;
  const network = foundBenchNetwork(first as string, { validators });
  const ports = await freePorts(VALIDATORS);
  const ids: string[] = [];
  for (const [index, home] of homes.entries()) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, DATA_FILES.genesis), network.genesis);
    rmSync(join(home, DATA_FILES.validatorKey), { force: true });
    await installNewKey(signerFiles(home, ''), validators[index] as Uint8Array);
    ids.push(await ensureNodeKey(join(home, 'cometbft')));
  }
  const wires = isWired ? await wiresBetween(ports) : [];
  const portFor = (from: number, to: number): number | undefined =>
    wires.find((wire) => wire.from === from + 1 && wire.to === to + 1)?.port ?? ports[to];
  const seats = homes.map((home, index) => ({
    directory: home,
    listen: `127.0.0.1:${ports[index]}`,
    peers: ids
      .flatMap((id, other) => (other === index ? [] : `${id}@127.0.0.1:${portFor(index, other)}`))
      .join(','),
  }));
  return { network, seats, wires };
}

/** A relay for each ordered pair. */
async function wiresBetween(ports: readonly number[]): Promise<Wire[]> {
  const pairs = ports.flatMap((_, from) =>
    ports.flatMap((target, to) => (from === to ? [] : [{ from: from + 1, to: to + 1, target }])),
  );
  const relays = await freePorts(pairs.length);
  return pairs.map((pair, index) => ({ ...pair, port: relays[index] as number }));
}

export async function startSeat({ directory, listen, peers }: Seat): Promise<NodeProcess> {
  const settings = {
    'engine.mode': 'cometbft',
    'comet.binary': await ensureCometbft(),
    'comet.listen': listen,
    'comet.peers': peers,
  };
  return startNode({ directory, settings });
}

export function startSeats(seats: readonly Seat[]): Promise<NodeProcess[]> {
  return Promise.all(seats.map(startSeat));
}

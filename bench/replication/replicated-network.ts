import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSecretKey } from '@touchmark/crypto';
import { DATA_FILES, encodeValidatorKey, ensureNodeKey } from '@touchmark/node';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
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
}

/** Founds a network of four validators on the loopback, without starting any. */
export async function foundReplicatedNetwork(directory: string): Promise<FoundedNetwork> {
  const validators = Array.from({ length: VALIDATORS }, () => generateSecretKey('ed25519'));
  const homes = validators.map((_, index) => join(directory, `node${index + 1}`));
  const [first] = homes;
  const network = foundBenchNetwork(first as string, { validators });
  const ports = await freePorts(VALIDATORS);
  const ids: string[] = [];
  for (const [index, home] of homes.entries()) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, DATA_FILES.genesis), network.genesis);
    const key = encodeValidatorKey(validators[index] as Uint8Array);
    writeFileSync(join(home, DATA_FILES.validatorKey), key);
    ids.push(await ensureNodeKey(join(home, 'cometbft')));
  }
  const addresses = ids.map((id, index) => `${id}@127.0.0.1:${ports[index]}`);
  const seats = homes.map((home, index) => ({
    directory: home,
    listen: `127.0.0.1:${ports[index]}`,
    peers: addresses.filter((_, other) => other !== index).join(','),
  }));
  return { network, seats };
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

/** Beginning with the state of others instead of the first block: what is trusted, and what a start finds. */
import { existsSync } from 'node:fs';
import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Configuration } from '../config/schema.ts';
import { cometHome } from './comet-files.ts';

/** What CometBFT's light client begins with. */
export interface StateSyncTrust {
  readonly height: number;
  readonly hash: string;
  /** Where headers are asked for: nodes of different organizations. */
  readonly servers: readonly string[];
  readonly periodHours: number;
}

/** Says that a state sync was begun and has not come to its end. */
const BEGUN = 'state-sync.json';
/** The route of a node's door that takes CometBFT's questions. */
const RPC_PATH = '/cometbft';
const SIGNING_FILES: readonly string[] = [
  'priv_validator_state.json',
  'observer_key.json',
  'observer_state.json',
];

/** There is a ledger already, which a state sync would throw away. */
export class StateSyncNotEmptyError extends Error {
  readonly code = 'NODE_STATE_SYNC_NOT_EMPTY';

  constructor(directory: string) {
    super(
      `${directory} holds a ledger, or a part of one, and state sync begins with none: it would throw away what is ` +
        'there. Remove the settings of statesync to go on with it, or prepare an empty data directory.',
    );
    this.name = 'StateSyncNotEmptyError';
  }
}

/** Not enough is said of what to trust. */
export class StateSyncTrustError extends Error {
  readonly code = 'NODE_STATE_SYNC_TRUST';

  constructor() {
    super(
      'State sync needs statesync.trust_hash, the hash of the trusted header, and two different statesync.rpc_servers: ' +
        'what one node says is compared with another one.',
    );
    this.name = 'StateSyncTrustError';
  }
}

/** @returns undefined where the settings ask for none. @throws StateSyncTrustError */
export function stateSyncTrust({ engine, statesync }: Configuration): StateSyncTrust | undefined {
  const { trustHeight: height, trustHash: hash, rpcServers, trustPeriodHours } = statesync;
  if (engine.mode !== 'cometbft' || height === 0) return undefined;
  const servers = [...new Set(rpcServers.map(rpcUrl))];
  if (hash === '' || servers.length < 2) throw new StateSyncTrustError();
  return { height, hash, servers, periodHours: trustPeriodHours };
}

/** The URL of a node stands for its route; one with a path stands for itself. */
function rpcUrl(server: string): string {
  const { origin, pathname } = new URL(server);
  return pathname === '/' ? `${origin}${RPC_PATH}` : server;
}

export interface StateSyncPlace {
  readonly dataDirectory: string;
  /** Directory of the ledger. */
  readonly ledger: string;
  /** The mark of a founded ledger. */
  readonly founded: string;
}

/**
 * Decides, before anything is opened, whether this start begins with a state sync. What an interrupted one has left is
 * removed; a validator's signing state never is.
 * @throws StateSyncNotEmptyError
 */
export async function beginStateSync(
  place: StateSyncPlace,
  trust: StateSyncTrust | undefined,
): Promise<StateSyncTrust | undefined> {
  const begun = join(place.dataDirectory, BEGUN);
  if (existsSync(place.founded)) {
    await rm(begun, { force: true });
    if (trust !== undefined && !(await cameByStateSync(place.founded))) {
      throw new StateSyncNotEmptyError(place.dataDirectory);
    }
    return undefined;
  }
  if (existsSync(begun)) {
    await rm(place.ledger, { recursive: true, force: true });
    await removeCometData(place.dataDirectory);
  } else if (trust !== undefined && (await holdsSomething(place))) {
    throw new StateSyncNotEmptyError(place.dataDirectory);
  }
  if (trust === undefined) await rm(begun, { force: true });
  else await writeMark(begun);
  return trust;
}

/** The ledger is there, durable and proven. */
export async function endStateSync(dataDirectory: string): Promise<void> {
  await rm(join(dataDirectory, BEGUN), { force: true });
}

/** All that CometBFT knows of the chain, but never what its validator has signed. */
export async function removeCometData(dataDirectory: string): Promise<void> {
  const data = join(cometHome(dataDirectory).directory, 'data');
  if (!existsSync(data)) return;
  for (const name of await readdir(data)) {
    if (SIGNING_FILES.includes(name)) continue;
    await rm(join(data, name), { recursive: true, force: true });
  }
}

async function cameByStateSync(founded: string): Promise<boolean> {
  const mark: unknown = JSON.parse(await readFile(founded, 'utf8'));
  return typeof mark === 'object' && mark !== null && 'stateSync' in mark;
}

async function holdsSomething({ dataDirectory, ledger }: StateSyncPlace): Promise<boolean> {
  const blocks = join(cometHome(dataDirectory).directory, 'data', 'blockstore.db');
  if (existsSync(blocks)) return true;
  return existsSync(ledger) && (await readdir(ledger)).length > 0;
}

async function writeMark(file: string): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  await handle.writeFile('{}\n');
  await handle.sync();
  await handle.close();
  const directory = await open(resolve(file, '..'), 'r');
  await directory.sync();
  await directory.close();
}

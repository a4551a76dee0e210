import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { decodeBase64, encodeBase64, encodeHex } from '@touchmark/codec';
import { publicKeyOf, validatorAddress } from '@touchmark/crypto';
import { cometConfig } from './comet-config.ts';
import { writeDurably } from './durable-files.ts';
import { NO_SIGNATURE_YET } from './key-rotation.ts';
import type { StateSyncTrust } from './state-sync.ts';

/** What CometBFT of one node consists of, on disk. */
export interface CometHome {
  readonly directory: string;
  readonly appSocket: string;
  readonly rpcSocket: string;
  readonly logFile: string;
}

export interface CometSettings {
  readonly dataDirectory: string;
  readonly genesisFile: string;
  readonly validatorKeyFile: string;
  /** `host:port` to listen on for other nodes. */
  readonly listen: string;
  /** `id@host:port`, separated by commas. */
  readonly peers: string;
  /** True: this ledger has signed before, so its signing state must be there. */
  readonly isFounded: boolean;
  readonly stateSync?: StateSyncTrust | undefined;
}

/** The signing state of a validator is gone: going on could sign two blocks at one height. */
export class SigningStateError extends Error {
  readonly code = 'VALIDATOR_STATE_MISSING';

  constructor(file: string) {
    super(
      `${file} is missing or new, though the key of this node may have signed before. Restore it together with the key: without it the ` +
        'validator could sign two blocks of one height, which counts as fraud. A new validator needs a new key.',
    );
    this.name = 'SigningStateError';
  }
}

/** Whether the signing state says that nothing was signed with it. */
export async function hasSignedNothing(dataDirectory: string): Promise<boolean> {
  const file = signingStateFile(cometHome(dataDirectory).directory);
  const { height } = JSON.parse(await readFile(file, 'utf8')) as { height?: unknown };
  return Number(height) === 0;
}

export const signingStateFile = (home: string): string =>
  join(home, 'data', 'priv_validator_state.json');

/** A unix socket's path has room for a hundred characters, a data directory's may be longer. */
function socketDirectory(dataDirectory: string): string {
  const name = createHash('sha256').update(resolve(dataDirectory)).digest('hex').slice(0, 16);
  return join(tmpdir(), `touchmark-${process.getuid?.() ?? 0}-${name}`);
}

export function cometHome(dataDirectory: string): CometHome {
  const sockets = socketDirectory(dataDirectory);
  return {
    directory: join(dataDirectory, 'cometbft'),
    appSocket: join(sockets, 'app.sock'),
    rpcSocket: join(sockets, 'rpc.sock'),
    logFile: join(dataDirectory, 'cometbft.log'),
  };
}

/** Writes what CometBFT reads at its start; keys and signing state only if there are none. */
export async function prepareCometHome(settings: CometSettings): Promise<CometHome> {
  const home = cometHome(settings.dataDirectory);
  const config = join(home.directory, 'config');
  const data = join(home.directory, 'data');
  await mkdir(config, { recursive: true, mode: 0o700 });
  await mkdir(data, { recursive: true, mode: 0o700 });
  await mkdir(resolve(home.appSocket, '..'), { recursive: true, mode: 0o700 });
  await ensureNodeKey(home.directory);
  const state = signingStateFile(home.directory);
  if (!existsSync(state)) {
    if (settings.isFounded) throw new SigningStateError(state);
    await writeDurably(state, NO_SIGNATURE_YET);
  }
  await writeFile(join(config, 'genesis.json'), await readFile(settings.genesisFile));
  const text = cometConfig({ ...settings, ...home, validatorStateFile: state });
  await writeFile(join(config, 'config.toml'), text);
  return home;
}

/** The key by which other nodes know this one; made when first asked for. @returns the node's id. */
export async function ensureNodeKey(directory: string): Promise<string> {
  const file = join(directory, 'config', 'node_key.json');
  if (!existsSync(file)) {
    const secretKey = randomBytes(32);
    const both = Uint8Array.from([...secretKey, ...publicKeyOf('ed25519', secretKey)]);
    const key = { priv_key: { type: 'tendermint/PrivKeyEd25519', value: encodeBase64(both) } };
    await mkdir(resolve(file, '..'), { recursive: true, mode: 0o700 });
    await writeDurably(file, `${JSON.stringify(key)}\n`);
  }
  const stored = JSON.parse(await readFile(file, 'utf8')) as { priv_key: { value: string } };
  const bytes = decodeBase64(stored.priv_key.value);
  if (bytes?.length !== 64) throw new TypeError(`${file} holds no key of a node`);
  return encodeHex(validatorAddress(bytes.subarray(32)));
}

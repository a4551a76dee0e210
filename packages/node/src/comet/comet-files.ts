import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile } from 'node:fs/promises';
import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { decodeBase64, encodeBase64, encodeHex } from '@touchmark/codec';
import { publicKeyOf, validatorAddress } from '@touchmark/crypto';
import { encodeValidatorKey } from '../validator-key.ts';
import { cometConfig } from './comet-config.ts';
import { writeDurably } from './signer/durable-file.ts';
import { signerFiles } from './signer/signer-files.ts';
import { writeHold } from './signer/signing-hold.ts';
import { NOTHING_SIGNED, writeSigningState } from './signer/signing-state.ts';
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
  readonly stateSync?: StateSyncTrust | undefined;
}

/** Somebody else could take the place of CometBFT, or of the node. */
export class SocketDirectoryError extends Error {
  readonly code = 'NODE_SOCKETS_FOREIGN';

  constructor(path: string) {
    super(
      `${path}, where the node and its CometBFT talk, belongs to another user or is open to others. Remove it, find out ` +
        'who made it, and start again.',
    );
    this.name = 'SocketDirectoryError';
  }
}

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

/** Its name can be guessed, and the temporary directory is everybody's: whoever made it first could listen in it. */
export async function prepareSocketDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const { uid, mode } = await lstat(path);
  const own = process.getuid?.() ?? uid;
  if (uid === own && (mode & 0o077) === 0) return;
  throw new SocketDirectoryError(path);
}

/** Writes what CometBFT reads at its start; keys and signing state only if there are none. */
export async function prepareCometHome(settings: CometSettings): Promise<CometHome> {
  const home = cometHome(settings.dataDirectory);
  const config = join(home.directory, 'config');
  const data = join(home.directory, 'data');
  await mkdir(config, { recursive: true, mode: 0o700 });
  await mkdir(data, { recursive: true, mode: 0o700 });
  await prepareSocketDirectory(resolve(home.appSocket, '..'));
  await ensureNodeKey(home.directory);
  const signer = await prepareSigner(settings);
  await writeDurably(join(config, 'genesis.json'), await readFile(settings.genesisFile));
  await writeDurably(join(config, 'config.toml'), cometConfig({ ...settings, ...home, ...signer }));
  return home;
}

interface Signer {
  readonly validatorKeyFile: string;
  readonly validatorStateFile: string;
}

/** The validator's key with its state; where there is none, or it is held, a key that nobody knows. */
async function prepareSigner(settings: CometSettings): Promise<Signer> {
  const files = signerFiles(settings.dataDirectory, settings.validatorKeyFile);
  const { key, state, hold, observerKey, observerState } = files;
  // What the key has signed is not known here: it is claimed like that of a backup.
  if (existsSync(key) && !existsSync(state) && !existsSync(hold)) {
    await writeHold(files, { signed: NOTHING_SIGNED });
  }
  if (existsSync(hold) || !existsSync(key)) {
    if (!existsSync(observerKey)) {
      await writeDurably(observerKey, encodeValidatorKey(randomBytes(32)));
    }
    if (!existsSync(observerState)) await writeSigningState(observerState, NOTHING_SIGNED);
    return { validatorKeyFile: observerKey, validatorStateFile: observerState };
  }
  return { validatorKeyFile: key, validatorStateFile: state };
}

const nodeKeyFile = (directory: string): string => join(directory, 'config', 'node_key.json');

/** The key by which other nodes know this one; made when first asked for. @returns the node's id. */
export async function ensureNodeKey(directory: string): Promise<string> {
  const file = nodeKeyFile(directory);
  if (!existsSync(file)) {
    const secretKey = randomBytes(32);
    const both = Uint8Array.from([...secretKey, ...publicKeyOf('ed25519', secretKey)]);
    const key = { priv_key: { type: 'tendermint/PrivKeyEd25519', value: encodeBase64(both) } };
    await mkdir(resolve(file, '..'), { recursive: true, mode: 0o700 });
    await writeDurably(file, `${JSON.stringify(key)}\n`);
  }
  return nodeIdOf(file);
}

/** The node's id; undefined if it has none yet. */
export async function nodeIdIn(directory: string): Promise<string | undefined> {
  const file = nodeKeyFile(directory);
  return existsSync(file) ? nodeIdOf(file) : undefined;
}

async function nodeIdOf(file: string): Promise<string> {
  const stored = JSON.parse(await readFile(file, 'utf8')) as { priv_key: { value: string } };
  const bytes = decodeBase64(stored.priv_key.value);
  if (bytes?.length !== 64) throw new TypeError(`${file} holds no key of a node`);
  return encodeHex(validatorAddress(bytes.subarray(32)));
}

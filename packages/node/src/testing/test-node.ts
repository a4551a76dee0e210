import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { CHAIN_TABLE_NAMES, type Engine, openEmbeddedEngineOver } from '@touchmark/engine';
import { openMemoryStateStore } from '@touchmark/state';
import { type Configuration, resolveConfiguration } from '../index.ts';
import { createNode, type Node } from '../create-node.ts';
import { DATA_FILES } from '../data-files.ts';
import { encodeValidatorKey } from '../validator-key.ts';
import { delegation, testGenesis, transaction, VALIDATOR_KEY } from './test-network.ts';

type Cleanup = Pick<TestContext, 'after'>;
type Flags = Record<string, string>;

function configurationOf(flags: Flags): Configuration {
  return resolveConfiguration({
    flags: {
      'http.port': '0',
      'log.level': 'error',
      'node.stop_timeout_ms': '2000',
      'engine.signature_workers': '0',
      ...flags,
    },
  });
}

/** An engine over memory: everything but the disk. */
export function memoryEngine(options: { clock?: () => number } = {}): Promise<Engine> {
  return openEmbeddedEngineOver({
    store: openMemoryStateStore({ tables: CHAIN_TABLE_NAMES }),
    genesis: testGenesis(),
    validatorSecretKey: VALIDATOR_KEY,
    options: { signatureWorkers: 0, ...options },
  });
}

/** A node over an engine in memory, on a free port of the loopback interface, with the prefix 88 delegated. */
export async function testNode(
  context: Cleanup,
  flags: Flags = {},
  engine?: Engine,
): Promise<Node> {
  const node = await createNode(configurationOf(flags), {
    engine: engine ?? (await memoryEngine()),
  });
  context.after(() => node.close());
  if (engine === undefined) await done(node, transaction([delegation('88')]));
  return node;
}

/** A directory with what a node needs to found its ledger in it; removed after the test. */
export async function testDirectory(context: Cleanup): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-node-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, DATA_FILES.genesis), testGenesis());
  await writeFile(join(directory, DATA_FILES.validatorKey), encodeValidatorKey(VALIDATOR_KEY));
  return directory;
}

/** Starts a node over a directory, as operators do. */
export function startNode(directory: string, flags: Flags = {}): Promise<Node> {
  return createNode(configurationOf({ 'node.data_directory': directory, ...flags }));
}

/** Submits a transaction over HTTP. */
export function submit(node: Node, bytes: Uint8Array, query = ''): Promise<Response> {
  return fetch(`${node.url}/v1/transactions${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/cbor' },
    body: Buffer.from(bytes),
  });
}

export interface DoneReceipt {
  block: number;
  transaction: string;
}

/** Submits a transaction that must be done. */
export async function done(node: Node, bytes: Uint8Array): Promise<DoneReceipt> {
  const response = await submit(node, bytes);
  const receipt: unknown = await response.json();
  if (response.status !== 200 || !isDone(receipt)) throw new Error(JSON.stringify(receipt));
  return receipt;
}

const isDone = (receipt: unknown): receipt is DoneReceipt =>
  typeof receipt === 'object' && receipt !== null && Reflect.get(receipt, 'status') === 'done';

/** A JSON answer, loosely: tests look at single members. */
export interface JsonAnswer {
  status: number;
  headers: Headers;
  // What a member holds is what the test checks.
  body: Record<string, unknown>;
  text: string;
}

export async function get(
  node: Node,
  path: string,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> {
  const response = await fetch(node.url + path, { headers });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : {},
    text,
  };
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { resolveConfiguration } from '../config/resolve.ts';
import { createNode, type Node } from '../create-node.ts';
import { DATA_FILES } from '../open-engine.ts';
import { encodeValidatorKey } from '../validator-key.ts';
import { delegation, testGenesis, transaction, VALIDATOR_KEY } from './test-network.ts';

/** A directory with what a node needs to found its ledger in it; removed after the test. */
export async function testDirectory(context: Pick<TestContext, 'after'>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-node-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, DATA_FILES.genesis), testGenesis());
  await writeFile(join(directory, DATA_FILES.validatorKey), encodeValidatorKey(VALIDATOR_KEY));
  return directory;
}

/** Starts a node on a free port of the loopback interface over a directory. */
export function startNode(directory: string, flags: Record<string, string> = {}): Promise<Node> {
  const configuration = resolveConfiguration({
    flags: {
      'node.data_directory': directory,
      'http.port': '0',
      'log.level': 'error',
      'node.stop_timeout_ms': '2000',
      ...flags,
    },
  });
  return createNode(configuration);
}

/** Submits a transaction over HTTP and gives its receipt. */
export async function submit(node: Node, bytes: Uint8Array, query = ''): Promise<Response> {
  return fetch(`${node.url}/v1/transactions${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/cbor' },
    body: Buffer.from(bytes),
  });
}

/** Submits a transaction that must be done. */
export async function done(
  node: Node,
  bytes: Uint8Array,
): Promise<{ block: number; transaction: string }> {
  const response = await submit(node, bytes);
  const receipt = await response.json();
  if (response.status !== 200 || receipt.status !== 'done')
    throw new Error(JSON.stringify(receipt));
  return receipt;
}

/** A node of its own for a test, with the prefix 88 delegated, closed after the test. */
export async function testNode(
  context: Pick<TestContext, 'after'>,
  flags: Record<string, string> = {},
): Promise<Node> {
  const node = await startNode(await testDirectory(context), flags);
  context.after(() => node.close());
  await done(node, transaction([delegation('88')]));
  return node;
}

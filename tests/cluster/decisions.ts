/** What the founders of a network on this machine do together, and what its chain shows. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ExampleKeys } from '@touchmark/cli';
import { type Action, decodeSignedHeader, EMPTY_HASH, encodeHex } from '@touchmark/codec';
import { openChainReader } from '@touchmark/engine';
import { actions, createTransaction, signTransaction } from '@touchmark/sdk';
import { type Cluster, type ClusterNode, clusterStatus } from '../../scripts/network/cluster.ts';
import { eventually } from './eventually.ts';

const opened = new Map<string, Promise<ExampleKeys>>();

/** The first who opens them makes their passphrase. */
function keysOf({ directory }: Cluster): Promise<ExampleKeys> {
  const keys = opened.get(directory) ?? ExampleKeys.open(join(directory, 'keys'));
  opened.set(directory, keys);
  return keys;
}

/** Sends as one of the founders to a node, which says what became of it. */
export async function sendAs(
  cluster: Cluster,
  organization: string,
  list: readonly Action[],
  node: ClusterNode | undefined = cluster.nodes[0],
): Promise<void> {
  const keys = await keysOf(cluster);
  const signers = [await keys.get(organization)];
  const unsigned = createTransaction({ chainId: cluster.chainId, actions: list, signers });
  const body = Buffer.from(await signTransaction(unsigned, signers));
  const response = await fetch(`${node?.url}/v1/transactions?wait=20000`, {
    method: 'POST',
    headers: { 'content-type': 'application/cbor' },
    body,
  });
  const { code } = (await response.json()) as { code?: string };
  assert.equal(code, 'OK');
}

/** Proposes an action, and has all founders agree. */
export async function decide(cluster: Cluster, number: number, action: Action): Promise<void> {
  const [first = '', ...others] = cluster.nodes.map(({ organization }) => organization);
  const proposed = actions.propose({ title: 'Together', actions: [action], vote: 'yes' });
  await sendAs(cluster, first, [proposed]);
  for (const other of others) {
    await sendAs(cluster, other, [actions.vote({ proposal: number, choice: 'yes', reason: '' })]);
  }
}

let documents = 0;

/** Of one name the next is another version: an organization has no room for as many as there are blocks. */
const DOCUMENT_NAMES = 16;

/** Something small that makes a block. */
export function anything(organization: string): Action {
  documents += 1;
  const digest = crypto.getRandomValues(new Uint8Array(32));
  return actions.attach({
    id: organization,
    name: `document-${documents % DOCUMENT_NAMES}`,
    digest,
  });
}

/** The newest header that a data directory has, and who signed it. */
export async function newestHeader(
  directory: string,
): Promise<{ height: number; signers: readonly string[] }> {
  const reader = await openChainReader({ directory: join(directory, 'ledger') });
  try {
    const { commit, header } = decodeSignedHeader(reader.latest().signedHeader);
    const signed = commit.signatures.filter(({ flag }) => flag === 2);
    const signers = signed.map(({ validatorAddress }) => encodeHex(validatorAddress));
    return { height: header.height, signers };
  } finally {
    await reader.close();
  }
}

/** No block of the chain brings evidence of a validator that signed twice. */
export async function requireNoEvidence(directory: string): Promise<void> {
  const reader = await openChainReader({ directory: join(directory, 'ledger') });
  try {
    const newest = reader.latest().height;
    for (let height = 1; height <= newest; height += 1) {
      const block = reader.block(height);
      assert.ok(block !== undefined, `block ${height}`);
      const { header } = decodeSignedHeader(block.signedHeader);
      assert.equal(encodeHex(header.evidenceHash), encodeHex(EMPTY_HASH), `block ${height}`);
    }
  } finally {
    await reader.close();
  }
}

export function sameRoots(cluster: Cluster): Promise<string> {
  return eventually(async () => {
    const roots = new Set((await clusterStatus(cluster)).map(({ root }) => root));
    const [root] = roots;
    return roots.size === 1 && typeof root === 'string' ? root : undefined;
  }, 'the same root on all nodes');
}

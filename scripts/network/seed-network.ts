/** Brings the example about over HTTP, as anybody would: by signed transactions to a node. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Example, ExampleKeys, seedPhases, type SeedStep } from '@touchmark/cli';
import { openChainReader } from '@touchmark/engine';
import { connect } from '@touchmark/sdk';
import type { Cluster } from './cluster.ts';
import { inWords } from './words.ts';

/** What is missing, as the first node has it; interrupted, it goes on from there the next time. */
export async function seedNetwork(
  cluster: Cluster,
  example: Example,
  say: (text: string) => void,
): Promise<void> {
  const keys = await ExampleKeys.open(join(cluster.directory, 'keys'));
  const phases = seedPhases(example, keys);
  for (const [index, steps] of phases.entries()) {
    const place = `${index + 1} / ${phases.length}: ${steps[0]?.what ?? ''}`;
    say(inWords(`The example, ${place}`, `示例 ${place}`));
    await Promise.all(steps.map((step, place) => take(cluster, keys, step, place)));
  }
}

async function take(
  cluster: Cluster,
  keys: ExampleKeys,
  step: SeedStep,
  place: number,
): Promise<void> {
  const actions = await (await planOf(cluster, step))(cluster.chainId);
  if (actions.length === 0) return;
  const genesis = await readFile(join(cluster.directory, 'genesis.json'));
  // Each node takes in its part.
  const url = cluster.nodes[place % cluster.nodes.length]?.url ?? '';
  const client = await connect({ url, trust: { genesis }, signers: [await keys.get(step.by)] });
  await client.send(actions);
}

/** Looked at in the first node's store, beside the node. */
async function planOf({ nodes }: Cluster, step: SeedStep): Promise<ReturnType<SeedStep['plan']>> {
  const [first] = nodes;
  if (first === undefined) throw new Error('The network has no node.');
  const reader = await openChainReader({ directory: join(first.directory, 'ledger') });
  try {
    return reader.read((view) => step.plan(view));
  } finally {
    await reader.close();
  }
}

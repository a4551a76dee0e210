/** Names of the metrics that nodes export. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hierarchyExample } from '../../examples/hierarchy/index.ts';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import { foundCluster, startNodes, stopCluster } from '../../scripts/network/cluster.ts';
import { eventually } from '../cluster/eventually.ts';
import { freePort } from '../cluster/free-port.ts';

let known: Promise<Set<string>> | undefined;

/** Asked once, of a network of one validator: it has all that any node has. */
export function nodeMetrics(): Promise<Set<string>> {
  known ??= ask();
  return known;
}

async function ask(): Promise<Set<string>> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-metrics-'));
  try {
    const binary = await ensureCometbft();
    const example = hierarchyExample();
    await foundCluster({ directory, binary, example, validators: 1, basePort: await freePort() });
    const { nodes } = await startNodes(directory);
    const [node] = nodes;
    if (node === undefined) throw new Error('the network has no node');
    // Some are there only after the first scrub.
    // Written when the node serves, so it may not be whole yet.
    const door = await eventually(async () => {
      const text = await readFile(join(node.directory, 'admin.json'), 'utf8');
      const address: { url: string; token: string } = JSON.parse(text);
      return address;
    }, 'the door of administration');
    const headers = { authorization: `Bearer ${door.token}` };
    await (await fetch(`${door.url}/scrub`, { method: 'POST', headers })).text();
    const text = await (await fetch(`${node.url}/metrics`)).text();
    return new Set([...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].flatMap(seriesOf));
  } finally {
    await stopCluster(directory);
    await rm(directory, { recursive: true, force: true });
  }
}

/** A histogram and a summary have series beside the one of their name. */
function seriesOf([, name = '', type = '']: RegExpMatchArray): string[] {
  if (type !== 'histogram' && type !== 'summary') return [name];
  return [name, `${name}_count`, `${name}_sum`, `${name}_bucket`];
}

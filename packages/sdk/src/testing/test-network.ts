import { connect, type ConnectOptions } from '../client/connect.ts';
import type { Client } from '../client/client.ts';
import { publicValue } from '../record/value.ts';
import { FakeNode } from './fake-node.ts';

/** A client of a fake node: no pauses longer than a test can bear. */
export function connectTo(node: FakeNode, options: Partial<ConnectOptions> = {}): Promise<Client> {
  return connect({
    url: FakeNode.url,
    trust: { genesis: node.genesisBytes },
    signers: [FakeNode.administrator],
    fetch: node.fetch,
    retryForMs: 2000,
    ...options,
  });
}

/** One public URL. */
export function urlValue(data: string) {
  return publicValue({ index: 1, type: 'URL', data });
}

/**
 * A node on which the prefixes 88 and 88.118 are delegated and 88.118/A-1 is registered, and a
 * client of it.
 */
export async function testNetwork(): Promise<{ node: FakeNode; network: Client }> {
  const node = await FakeNode.found();
  const network = await connectTo(node);
  await network.delegate({ prefix: '88', holder: 'root' });
  await network.delegate({ prefix: '88.118', holder: 'root' });
  const entries = [{ suffix: 'A-1', values: [urlValue('https://acme.example/A-1')] }];
  await network.register({ prefix: '88.118', entries });
  return { node, network };
}

import { CHAIN_TABLE_NAMES, openEmbeddedEngineOver } from '@touchmark/engine';
import { createNode, type Node, resolveConfiguration } from '@touchmark/node';
import { createGenesis, generateKey, type Key } from '@touchmark/sdk';
import { openMemoryStateStore } from '@touchmark/state';

/**
 * A node over memory on a free port of the loopback interface, and the key of its administrator.
 */
export interface RealNode {
  readonly node: Node;
  readonly genesis: Uint8Array;
  readonly administrator: Key;
}

export async function startRealNode(): Promise<RealNode> {
  const validator = generateKey();
  const administrator = generateKey();
  const roles = ['administrator', 'top-operator'] as const;
  const genesis = createGenesis({
    chainId: 'browser-test',
    validators: [{ name: 'solo', publicKey: validator.publicKey }],
    organizations: [{ id: 'root', name: 'Root', roles, keys: [administrator] }],
  });
  const engine = await openEmbeddedEngineOver({
    store: openMemoryStateStore({ tables: CHAIN_TABLE_NAMES }),
    genesis,
    validatorSecretKey: validator.secretKey,
    options: { signatureWorkers: 0 },
  });
  const flags = { 'http.port': '0', 'log.level': 'error', 'node.stop_timeout_ms': '2000' };
  const node = await createNode(resolveConfiguration({ flags }), { engine });
  return { node, genesis, administrator };
}

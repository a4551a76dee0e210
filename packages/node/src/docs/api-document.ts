import { CHAIN_TABLE_NAMES, openEmbeddedEngineOver } from '@touchmark/engine';
import { openMemoryStateStore } from '@touchmark/state';
import { resolveConfiguration } from '../config/resolve.ts';
import { createNode } from '../create-node.ts';
import { isDocument, type OpenApiDocument } from '../http/examples.ts';
import { testGenesis, VALIDATOR_KEY } from '../testing/test-network.ts';

/** The API document that a node with the default settings serves. */
export async function apiDocument(): Promise<OpenApiDocument> {
  const engine = await openEmbeddedEngineOver({
    store: openMemoryStateStore({ tables: CHAIN_TABLE_NAMES }),
    genesis: testGenesis(),
    validatorSecretKey: VALIDATOR_KEY,
    options: { signatureWorkers: 0 },
  });
  const configuration = resolveConfiguration({ flags: { 'http.port': '0', 'log.level': 'error' } });
  await using node = await createNode(configuration, { engine });
  const response = await fetch(`${node.url}/openapi.json`);
  const document: unknown = await response.json();
  if (!isDocument(document)) throw new Error('the node does not describe itself');
  return document;
}

import assert from 'node:assert/strict';
import { createServer } from 'node:net';

/** A port from which some on are free: those of the nodes, and a thousand further those of CometBFT. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  assert.ok(typeof address === 'object' && address !== null);
  return 20_000 + (address.port % 8_000);
}

import { createServer, type Server } from 'node:net';

/** Below those that the system gives to outgoing connections: one of these could be taken before it is used. */
const FIRST_PORT = 10_000;
const LAST_PORT = 32_000;

/** As many free ports of the loopback. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  while (held.size < count) {
    const port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));
    const server = held.has(port) ? undefined : await listen(port);
    if (server !== undefined) held.set(port, server);
  }
  const servers = [...held.values()];
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return [...held.keys()];
}

function listen(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

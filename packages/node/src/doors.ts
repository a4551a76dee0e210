import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeListener, createListener, listen, type RequestListener } from './http/listener.ts';
import type { Services } from './http/services.ts';
import type { ResolveTally } from './measure/tally.ts';
import { ledgerDirectory } from './open-engine.ts';
import { Resolver } from './resolver/resolver.ts';
import { Submitter } from './submission/submitter.ts';
import { WorkerPool } from './workers/worker-pool.ts';

/** Where requests come in: the port, and the worker processes that share it. */
export interface Doors {
  url: string;
  port: number;
  workersReady: () => number;
  /** Connections closed at once because there were too many. */
  dropped: () => number;
  close(timeoutMs: number): Promise<void>;
}

interface DoorOptions {
  services: Services;
  tally: ResolveTally;
  /** Takes every request that is not a resolution. */
  handle: RequestListener;
}

/** The listener that the worker processes hand requests on to. */
interface BackDoor {
  server: Server;
  path: string;
  close(timeoutMs: number): Promise<void>;
}

async function openBackDoor(
  { services }: DoorOptions,
  listener: RequestListener,
): Promise<BackDoor> {
  // A path of its own in the temporary directory: those of data directories can be too long for a socket.
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-'));
  const path = join(directory, 'main.sock');
  const { http } = services.configuration;
  const server = createListener({ ...http, maxConnections: http.maxConnections * 2 }, listener);
  await listen(server, { path });
  return {
    server,
    path,
    close: async (timeoutMs) => {
      await closeListener(server, timeoutMs);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const urlOf = (host: string, port: number): string => {
  const shown = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host;
  return `http://${isIPv6(shown) ? `[${shown}]` : shown}:${port}`;
};

/**
 * Starts listening. With workers, they and the main process listen on the same port (SO_REUSEPORT): the kernel spreads
 * connections over them. Whoever gets a connection answers resolutions itself; workers hand everything else to the main
 * process over a unix socket. So there is one URL, and any connection can be used for anything.
 */
export async function openDoors(options: DoorOptions): Promise<Doors> {
  const { services, tally, handle } = options;
  const { configuration, resolver, log } = services;
  const { http } = configuration;
  const count = configuration.resolver.workers;
  const submitter = new Submitter(services);
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    if (Resolver.takes(request.method, request.url ?? '')) resolver.handle(request, response);
    else if (Submitter.takes(request)) submitter.handle(request, response);
    else handle(request, response);
  };
  const front = createListener(http, listener);
  let drops = 0;
  front.on('drop', () => drops++);
  const dropped = (): number => drops;
  const reusePort = count > 0;
  const port = await listen(front, { host: http.host, port: http.port, reusePort });
  const url = urlOf(http.host, port);
  if (count === 0) {
    const close = (timeoutMs: number): Promise<void> => closeListener(front, timeoutMs);
    return { url, port, workersReady: () => 0, dropped, close };
  }
  const back = await openBackDoor(options, listener);
  const task = {
    kind: 'start' as const,
    directory: ledgerDirectory(configuration),
    // The workers have no use for it.
    configuration: { ...configuration, node: { ...configuration.node, validatorKey: '' } },
    host: http.host,
    port,
    mainSocket: back.path,
  };
  try {
    const pool = await WorkerPool.start({ count, task, tally, log });
    return {
      url,
      port,
      workersReady: () => pool.ready,
      dropped,
      close: async (timeoutMs) => {
        await Promise.all([closeListener(front, timeoutMs), pool.close()]);
        await back.close(timeoutMs);
      },
    };
  } catch (error) {
    await Promise.all([closeListener(front, 0), back.close(0)]);
    throw error;
  }
}

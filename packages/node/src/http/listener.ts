import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import type { Configuration } from '../config/schema.ts';
import { boundPipelines } from './pipeline.ts';
import { answerClientError, refuseExpectation } from './client-error.ts';

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** How often a stopping server lets go of connections that have become idle. */
const IDLE_SWEEP_MS = 25;

/** An HTTP server with every limit set; it does not listen yet. */
export function createListener(limits: Configuration['http'], listener: RequestListener): Server {
  const server = http.createServer(
    {
      maxHeaderSize: limits.headerLimitBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      connectionsCheckingInterval: limits.connectionsCheckIntervalMs,
      // Batches of small answers must not wait for each other's acknowledgement.
      noDelay: true,
      requireHostHeader: true,
    },
    boundPipelines(listener),
  );
  server.maxConnections = limits.maxConnections;
  server.maxRequestsPerSocket = limits.requestsPerConnection;
  // Nothing read and nothing written for so long: the client is not there any more, or does not take its answer.
  server.setTimeout(limits.commitWaitLimitMs + limits.requestTimeoutMs);
  server.on('clientError', answerClientError);
  // Node itself answers "Expect: 100-continue"; there is nothing else that could be expected.
  server.on('checkExpectation', refuseExpectation);
  return server;
}

/** The address can't be listened on. */
export class ListenError extends Error {
  readonly code = 'NODE_ADDRESS_UNAVAILABLE';

  constructor(where: ListenOptions, cause: NodeJS.ErrnoException) {
    const address = where.path ?? `${where.host} port ${where.port}`;
    const what =
      cause.code === 'EADDRINUSE' ? 'another process uses it' : (cause.code ?? 'unknown');
    super(`Can't listen on ${address}: ${what}. Choose another with http.host and http.port.`, {
      cause,
    });
    this.name = 'ListenError';
  }
}

/** Starts listening; gives the port (the one chosen, if 0 was asked for). Rejects with ListenError. */
export function listen(server: Server, where: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(new ListenError(where, error));
    server.once('error', fail);
    server.listen(where, () => {
      server.removeListener('error', fail);
      const address = server.address();
      resolve(isAddressInfo(address) ? address.port : 0);
    });
  });
}

const isAddressInfo = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

/**
 * Stops accepting, lets requests in flight finish for at most `timeoutMs`, then cuts the rest.
 * Resolves when no connection is left.
 */
export function closeListener(server: Server, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
    const cut = setTimeout(() => server.closeAllConnections(), timeoutMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
  });
}

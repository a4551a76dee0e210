import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { retryAfter } from '../problems/from-error.ts';
import { ProblemError } from '../problems/problem.ts';
import { sendProblem } from '../problems/send.ts';

/** Headers of one connection that must not be handed on (RFC 9110 §7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const RETRY_MS = 1_000;

function endToEnd(raw: readonly string[]): string[] {
  const headers: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!HOP_BY_HOP.has(name.toLowerCase())) headers.push(name, raw[index + 1] ?? '');
  }
  return headers;
}

/**
 * Hands requests on to the main process over its unix socket, bodies and event streams as they come.
 * Whoever connects to a worker sees one and the same API.
 */
export class MainProxy {
  readonly #socketPath: string;
  readonly #bodyLimitBytes: number;
  readonly #nextId: () => string;
  readonly #agent: http.Agent;

  constructor(socketPath: string, bodyLimitBytes: number, nextId: () => string) {
    this.#socketPath = socketPath;
    this.#bodyLimitBytes = bodyLimitBytes;
    this.#nextId = nextId;
    // The main process bounds its connections; a worker needs as many to it as it has clients.
    this.#agent = new http.Agent({ keepAlive: true, maxFreeSockets: 64 });
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    // The main process would refuse it while it is still being sent, and its answer would be lost with the connection.
    if (Number(request.headers['content-length'] ?? 0) > this.#bodyLimitBytes) {
      this.#refuseLarge(request, response);
      return;
    }
    let received = 0;
    request.on('data', (chunk: Buffer) => {
      const wasWithin = received <= this.#bodyLimitBytes;
      received += chunk.length;
      if (!wasWithin || received <= this.#bodyLimitBytes) return;
      request.unpipe(upstream);
      this.#refuseLarge(request, response);
      upstream.destroy();
    });
    const upstream = http.request({
      agent: this.#agent,
      socketPath: this.#socketPath,
      method: request.method,
      path: request.url,
      setHost: false,
      headers: this.#requestHeaders(request),
    });
    upstream.on('response', (answer) => {
      if (answer.headers['content-type'] === 'text/event-stream') response.setTimeout(0);
      response.writeHead(answer.statusCode ?? 502, endToEnd(answer.rawHeaders));
      // Event streams have to leave at once, also before their first event.
      response.flushHeaders();
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    upstream.on('error', (cause) => this.#fail(request, response, cause));
    response.on('close', () => upstream.destroy());
    request.on('error', () => upstream.destroy());
    request.pipe(upstream);
  }

  close(): void {
    this.#agent.destroy();
  }

  #requestHeaders(request: IncomingMessage): string[] {
    const headers = endToEnd(request.rawHeaders);
    const isChunked = request.headers['transfer-encoding'] !== undefined;
    // HTTP/1.0 needs no Host; the main process is spoken to in HTTP/1.1, which does.
    if (request.headers.host === undefined) headers.push('Host', 'localhost');
    if (isChunked) headers.push('Transfer-Encoding', 'chunked');
    return headers;
  }

  #refuseLarge(request: IncomingMessage, response: ServerResponse): void {
    const problem = new ProblemError('REQUEST_TOO_LARGE');
    sendProblem(request, response, problem, this.#nextId(), { connection: 'close' });
  }

  #fail(request: IncomingMessage, response: ServerResponse, cause: unknown): void {
    if (response.writableEnded) return;
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const headers = retryAfter(RETRY_MS);
    const problem = new ProblemError('NODE_UNREACHABLE', { headers, cause });
    sendProblem(request, response, problem, this.#nextId(), { connection: 'close' });
  }
}

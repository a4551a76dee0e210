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
  readonly #nextId: () => string;
  readonly #agent: http.Agent;

  constructor(socketPath: string, nextId: () => string) {
    this.#socketPath = socketPath;
    this.#nextId = nextId;
    // The main process bounds its connections; a worker needs as many to it as it has clients.
    this.#agent = new http.Agent({ keepAlive: true, maxFreeSockets: 64 });
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
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
    if (isChunked) headers.push('Transfer-Encoding', 'chunked');
    return headers;
  }

  #fail(request: IncomingMessage, response: ServerResponse, cause: unknown): void {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const headers = retryAfter(RETRY_MS);
    const problem = new ProblemError('NODE_UNREACHABLE', { headers, cause });
    sendProblem(request, response, problem, this.#nextId(), { connection: 'close' });
  }
}

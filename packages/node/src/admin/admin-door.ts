/**
 * Administration for whoever may read the data directory: HTTP on the loopback interface, on a
 * port and with a token
 * that stand in a file there, readable by its owner alone. It is not part of the public interface.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Configuration } from '../config/schema.ts';
import { closeListener, listen } from '../http/listener.ts';
import type { Logger } from '../log.ts';
import { DATA_FILES } from '../data-files.ts';
import type { LiveScrub } from './live-scrub.ts';

const HOST = '127.0.0.1';
const MAX_RATE = 10_000_000;
/** How often a scrub's progress is told. */
const PROGRESS_MS = 250;

export interface AdminParts {
  readonly configuration: Configuration;
  readonly log: Logger;
  readonly scrub: LiveScrub;
  /** What `GET /status` tells. */
  readonly status: () => object;
}

export interface AdminDoor {
  close(timeoutMs: number): Promise<void>;
}

/** What the file says. */
export interface AdminAddress {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
}

/** Opens the door and leaves its address in the data directory. */
export async function openAdminDoor(parts: AdminParts): Promise<AdminDoor> {
  const { configuration } = parts;
  const token = randomBytes(32).toString('base64url');
  const stopping = new AbortController();
  const server = http.createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (req, res) =>
    answer(parts, token, stopping.signal, req, res),
  );
  server.maxConnections = 64;
  const port = await listen(server, { host: HOST, port: configuration.admin.port });
  const file = join(configuration.node.dataDirectory, DATA_FILES.admin);
  const address: AdminAddress = { url: `http://${HOST}:${port}`, token, pid: process.pid };
  try {
    await rm(file, { force: true });
    await writeFile(file, `${JSON.stringify(address)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    await closeListener(server, 0);
    throw error;
  }
  return { close: (timeoutMs) => close(server, stopping, file, timeoutMs) };
}

async function close(
  server: Server,
  stopping: AbortController,
  file: string,
  timeoutMs: number,
): Promise<void> {
  await rm(file, { force: true });
  stopping.abort();
  await closeListener(server, timeoutMs);
}

function answer(
  parts: AdminParts,
  token: string,
  stopping: AbortSignal,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { method, headers } = request;
  request.resume();
  // A page in a browser can send requests here, but none with this header.
  if (!isToken(headers.authorization, token)) return send(response, 401, problem('ADMIN_DENIED'));
  const url = URL.parse(request.url ?? '/', 'http://admin');
  // Not every target of a request is one of a URL: "//" names an empty host.
  if (url === null) return send(response, 404, problem('ADMIN_ROUTE_UNKNOWN'));
  if (method === 'GET' && url.pathname === '/status') return send(response, 200, parts.status());
  if (method === 'POST' && url.pathname === '/scrub') {
    const rate = rateOf(parts, url.searchParams.get('rate'));
    if (rate === undefined) return send(response, 400, problem('ADMIN_REQUEST_INVALID'));
    void scrub(parts, rate, stopping, response);
    return;
  }
  send(response, 404, problem('ADMIN_ROUTE_UNKNOWN'));
}

function isToken(given: string | undefined, token: string): boolean {
  const expected = Buffer.from(`Bearer ${token}`);
  const found = Buffer.from(given ?? '');
  return found.length === expected.length && timingSafeEqual(found, expected);
}

function rateOf({ configuration }: AdminParts, given: string | null): number | undefined {
  if (given === null) return configuration.watch.scrubRecordsPerSecond;
  const rate = Number(given);
  return /^\d+$/.test(given) && rate >= 1 && rate <= MAX_RATE ? rate : undefined;
}

/**
 * Lines of JSON: progress as it is made, at the end what was found or what is damaged. Ends with
 * its connection.
 */
async function scrub(
  { scrub: live, log }: AdminParts,
  rate: number,
  stopping: AbortSignal,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
  const line = (value: object): void => {
    if (!gone.signal.aborted) response.write(`${JSON.stringify(value)}\n`);
  };
  let told = 0;
  try {
    const signal = AbortSignal.any([gone.signal, stopping]);
    const { state, chain } = await live.run(rate, signal, (progress) => {
      if (performance.now() - told < PROGRESS_MS) return;
      told = performance.now();
      line({ progress });
    });
    const root = Buffer.from(state.root).toString('hex');
    const { records, tableEntries } = state;
    line({ result: { ...chain, records, tableEntries, root } });
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    const message = error instanceof Error ? error.message : String(error);
    log.debug({ err: error }, 'a scrub that was asked for failed');
    line({ error: { code: typeof code === 'string' ? code : 'INTERRUPTED', message } });
  }
  response.end();
}

function problem(code: string): object {
  return { error: { code, message: code } };
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

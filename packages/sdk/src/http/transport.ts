import { SdkError } from '../sdk-error.ts';
import { MAX_BODY_BYTES, readBody } from './read-body.ts';

/** A request to the node. */
export interface NodeRequest {
  method?: 'GET' | 'POST';
  /** From the root, such as /v1/statistics; percent-encoded. */
  path: string;
  query?: Readonly<Record<string, string | number | undefined>>;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
  signal?: AbortSignal | undefined;
  /** For the whole answer; default: the transport's. */
  timeoutMs?: number;
}

/** The part of `fetch` that is used: any implementation will do. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Sends requests to one node. */
export interface Transport {
  readonly url: string;
  /**
   * Any answer of the node, whatever its status, with its whole body. Throws SdkError if there is
   * none.
   */
  request(request: NodeRequest): Promise<NodeResponse>;
  /** The node's answer while it is still coming in; for event streams. */
  open(request: NodeRequest): Promise<Response>;
}

export interface NodeResponse {
  status: number;
  headers: Headers;
  body: Uint8Array;
}

export interface TransportOptions {
  url: string;
  fetch: Fetch;
  timeoutMs: number;
}

/** The node's address without a slash at its end. Throws SdkError SDK_USAGE if it is none. */
export function nodeUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.search !== '') {
    throw new SdkError(
      'SDK_USAGE',
      `"${url}" is not the address of a node such as http://127.0.0.1:8088.`,
    );
  }
  return parsed.href.replace(/\/+$/, '');
}

function addressOf(url: string, { path, query = {} }: NodeRequest): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `${url}${path}${given.length === 0 ? '' : `?${given.join('&')}`}`;
}

function failureOf(error: unknown, url: string, timeoutMs: number, caller?: AbortSignal): Error {
  if (error instanceof SdkError) return error;
  if (caller?.aborted === true)
    return caller.reason instanceof Error ? caller.reason : new Error('aborted');
  if (error instanceof Error && error.name === 'TimeoutError') {
    const time = timeoutMs < 1000 ? `${timeoutMs} ms` : `${Math.round(timeoutMs / 1000)} s`;
    return new SdkError('SDK_TIMEOUT', `${url} did not answer within ${time}. Try again later.`, {
      cause: error,
    });
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new SdkError(
    'SDK_UNREACHABLE',
    `${url} can not be reached (${detail}). Is the node running, and is the address right?`,
    { cause: error },
  );
}

/** A transport over `fetch`, which every browser and Node has. */
export function createTransport({ url, fetch, timeoutMs }: TransportOptions): Transport {
  async function start(request: NodeRequest, signal: AbortSignal | undefined): Promise<Response> {
    const { method = 'GET', headers = {}, body } = request;
    const init: RequestInit = { method, headers: { ...headers }, redirect: 'error' };
    if (body !== undefined) init.body = new Uint8Array(body);
    if (signal !== undefined) init.signal = signal;
    return fetch(addressOf(url, request), init);
  }

  return {
    url,
    async request(request) {
      const limitMs = request.timeoutMs ?? timeoutMs;
      const timeout = AbortSignal.timeout(limitMs);
      const signal =
        request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]);
      try {
        const response = await start(request, signal);
        const body = await readBody(response, MAX_BODY_BYTES);
        return { status: response.status, headers: response.headers, body };
      } catch (error) {
        throw failureOf(error, url, limitMs, request.signal);
      }
    },
    async open(request) {
      try {
        return await start(request, request.signal);
      } catch (error) {
        throw failureOf(error, url, timeoutMs, request.signal);
      }
    },
  };
}

import { createTransport, errorOf, ProblemError, SdkError } from '@touchmark/sdk';
import type { NodeRequest } from '@touchmark/sdk';
import { isJsonObject, type JsonObject } from '../files/json-object.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * A node's words of its own: not proven by anything. The transport bounds how long it may take and
 * how much of this machine's memory.
 * @throws SdkError for no answer, ProblemError for a refusal.
 */
export function fetchBytes(
  url: string,
  path: string,
  timeoutMs?: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  return request(url, { path, headers: { accept: 'application/json', ...headers } }, timeoutMs);
}

async function request(
  url: string,
  asked: NodeRequest,
  timeoutMs: number = DEFAULT_TIMEOUT_MS,
): Promise<Uint8Array> {
  const transport = createTransport({ url, fetch: globalThis.fetch, timeoutMs });
  const response = await transport.request(asked);
  if (response.status === 200) return response.body;
  const error = errorOf(response);
  const isProblem = error instanceof ProblemError && typeof error.problem['code'] === 'string';
  throw error instanceof SdkError || isProblem ? error : notAsPromised(url, asked.path);
}

export async function fetchJson(
  url: string,
  path: string,
  timeoutMs?: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<JsonObject> {
  return documentOf(url, path, await fetchBytes(url, path, timeoutMs, headers));
}

/** Asks with CBOR, is answered with JSON. */
export async function postBytes(
  url: string,
  path: string,
  body: Uint8Array,
  timeoutMs?: number,
): Promise<JsonObject> {
  const headers = { accept: 'application/json', 'content-type': 'application/cbor' };
  const answer = await request(url, { method: 'POST', path, headers, body }, timeoutMs);
  return documentOf(url, path, answer);
}

function documentOf(url: string, path: string, body: Uint8Array): JsonObject {
  const document = parse(body);
  if (document === undefined) throw notAsPromised(url, path);
  return document;
}

function parse(body: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function notAsPromised(url: string, path: string): SdkError {
  return new SdkError(
    'SDK_RESPONSE_INVALID',
    `What ${url}${path} answers is not what a Touchmark node would. Check --url.`,
  );
}

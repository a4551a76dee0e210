import { ProblemError, SdkError } from '@touchmark/sdk';
import { isJsonObject, type JsonObject } from '../files/json-object.ts';

/** Bounds what a node can make this program hold. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

function unreachable(url: string, error: unknown): SdkError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new SdkError(
    'SDK_UNREACHABLE',
    `${url} can not be reached (${detail}). Is the node running, and is the address right?`,
    { cause: error },
  );
}

/**
 * A node's words of its own: not proven by anything.
 * @throws SdkError for no answer, ProblemError for a refusal.
 */
export function fetchBytes(url: string, path: string, accept: string): Promise<Uint8Array> {
  return request(url, path, { headers: { accept } });
}

async function request(url: string, path: string, init: RequestInit): Promise<Uint8Array> {
  let response: Response;
  let body: Uint8Array;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    response = await fetch(url + path, { ...init, redirect: 'error', signal });
    body = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw unreachable(url, error);
  }
  if (response.status === 503 || response.status === 429) {
    throw new SdkError('SDK_OVERLOADED', `${url} is overloaded. Try again later.`);
  }
  if (body.length > MAX_BODY_BYTES) throw notAsPromised(url, path);
  if (response.status !== 200) throw problemOf(url, path, response.status, body);
  return body;
}

export async function fetchJson(url: string, path: string): Promise<JsonObject> {
  return documentOf(url, path, await fetchBytes(url, path, 'application/json'));
}

/** Asks with CBOR, is answered with JSON. */
export async function postBytes(url: string, path: string, body: Uint8Array): Promise<JsonObject> {
  const headers = { accept: 'application/json', 'content-type': 'application/cbor' };
  const init = { method: 'POST', headers, body: Buffer.from(body) };
  return documentOf(url, path, await request(url, path, init));
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

function problemOf(url: string, path: string, status: number, body: Uint8Array): Error {
  const problem = parse(body);
  if (typeof problem?.['code'] !== 'string') return notAsPromised(url, path);
  return new ProblemError(status, problem);
}

function notAsPromised(url: string, path: string): SdkError {
  return new SdkError(
    'SDK_RESPONSE_INVALID',
    `What ${url}${path} answers is not what a Touchmark node would. Check --url.`,
  );
}

import { decodeUtf8 } from '@touchmark/codec';
import { JsonReader } from '../json/json-reader.ts';
import { busyError, SdkError } from '../sdk-error.ts';
import { ProblemError } from './problem-error.ts';
import type { NodeResponse } from './transport.ts';

const DEFAULT_RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;

function invalid(message: string): SdkError {
  return new SdkError(
    'SDK_RESPONSE_INVALID',
    `The node's answer is not what its interface promises: ${message}. Is there a node of this version?`,
  );
}

/**
 * Body of an answer as JSON of which the shape is still to be read. Throws SdkError
 * SDK_RESPONSE_INVALID.
 */
export function jsonBody({ body }: NodeResponse, what: string): JsonReader {
  let text: string;
  try {
    text = decodeUtf8(body);
  } catch {
    throw invalid(`${what} is not UTF-8`);
  }
  return JsonReader.parse(text, what, invalid);
}

/** True if the body is answer bytes, not JSON. */
export function isCbor({ headers }: NodeResponse): boolean {
  return headers.get('content-type')?.startsWith('application/cbor') === true;
}

/**
 * Milliseconds after which an overloaded node wants to be asked again; bounded, as a node could say
 * anything.
 */
export function retryAfterMs({ headers }: NodeResponse): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (!(seconds >= 0)) return DEFAULT_RETRY_MS;
  return Math.min(seconds * 1000, MAX_RETRY_MS);
}

/** The members of a problem (RFC 9457). */
export function problemOf(document: JsonReader): Record<string, unknown> {
  return Object.fromEntries([...document.members()].map(([name, member]) => [name, member.any()]));
}

function problemDocument(response: NodeResponse): Record<string, unknown> {
  try {
    return problemOf(jsonBody(response, 'problem'));
  } catch {
    return {};
  }
}

/** True if the answer says no more than that the node can't answer now. */
export function isBusy({ status }: NodeResponse): boolean {
  return status === 503 || status === 429 || status === 502 || status === 504;
}

/** What an answer that is no success says, as an error to throw. */
export function errorOf(response: NodeResponse): SdkError | ProblemError {
  const { status } = response;
  const problem = problemDocument(response);
  if (status === 503 || status === 429) {
    const { detail } = problem;
    const words = typeof detail === 'string' ? detail : `The node answered with status ${status}.`;
    return busyError(new ProblemError(status, problem), words, retryAfterMs(response));
  }
  if (status === 502 || status === 504) {
    return new SdkError(
      'SDK_UNREACHABLE',
      `A proxy answers with status ${status}: it can not reach the node behind it. Try again later.`,
    );
  }
  if (status < 400) return invalid(`status ${status}`);
  return new ProblemError(status, problem);
}

import http from 'node:http';
import * as fc from 'fast-check';
import type { Node } from '../../../packages/node/src/index.ts';
import {
  registration,
  retirement,
  transaction,
  url,
} from '../../../packages/node/src/testing/test-network.ts';
import { done, get } from '../../../packages/node/src/testing/test-node.ts';
import {
  type ApiDocument,
  type GeneratedRequest,
  type KnownValues,
  requestsOf,
} from './generate.ts';

const AT_ONCE = 16;
const BATCH = 2_000;

export interface RequestReport {
  readonly requests: number;
  /** How many answers of each status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** 503 with Retry-After: the node has too much to do and says when to come back. */
  readonly overloaded: number;
  /** Answers of 500 and above otherwise, connections that broke, and statuses that the document does not have. */
  readonly faults: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/** Puts something on the node for requests to find. */
async function knownValues(node: Node): Promise<KnownValues> {
  const names = ['a', 'b', 'long/path', 'jxdy2106023'];
  await done(node, transaction([registration(names, [url('https://example.org/{id}')])]));
  await done(node, transaction([registration(['gone'], [url('x')])]));
  const receipt = await done(node, transaction([retirement('88/gone', 1)]));
  return {
    prefix: ['88', '88', '88.1', '86.100'],
    suffix: [...names, 'gone', 'absent'],
    transaction: [receipt.transaction, '0'.repeat(64)],
    id: ['root', 'nobody'],
    height: ['1', '2', String(receipt.block)],
    code: ['RECORD_ABSENT', 'NOTHING'],
    at: ['1', '2', '2026-01-01T00:00:00Z', '2100-01-01T00:00:00Z'],
    after: ['a', '88', 'root', '1-0-0'],
    under: ['88'],
    'last-event-id': ['1-0-0'],
  };
}

function send(node: Node, agent: http.Agent, request: GeneratedRequest): Promise<Answer> {
  const { method, path, headers, body } = request;
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: node.port, method, path, headers, agent };
    const sent = http.request(options, (response) => {
      const { statusCode = 0, headers: received } = response;
      const answer = { status: statusCode, retryAfter: received['retry-after'] };
      // An event stream has no end.
      if (received['content-type']?.startsWith('text/event-stream')) {
        response.on('error', () => undefined).destroy();
        resolve(answer);
        return;
      }
      response.on('end', () => resolve(answer)).on('error', reject);
      response.resume();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function faultOf(request: GeneratedRequest, { status, retryAfter }: Answer): string | undefined {
  if (status === 503 && retryAfter !== undefined) return undefined;
  if (status >= 500) return `${status}`;
  const { statuses } = request;
  if (statuses === undefined || statuses.includes(String(status))) return undefined;
  return `${status} is not in the document for ${request.operationId}`;
}

/** Sends generated requests, some at a time, and counts the answers. */
export async function sendRequests(
  node: Node,
  count: number,
  seed: number,
  say: (text: string) => void,
): Promise<RequestReport> {
  const known = await knownValues(node);
  const { text } = await get(node, '/openapi.json');
  const document: ApiDocument = JSON.parse(text);
  const arbitrary = requestsOf(document, known);
  const statuses: Record<string, number> = {};
  const faults: string[] = [];
  let [sent, overloaded] = [0, 0];
  const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const one = async (request: GeneratedRequest): Promise<void> => {
    const answer = await send(node, agent, request).catch((error: unknown) => String(error));
    sent += 1;
    const fault = typeof answer === 'string' ? answer : faultOf(request, answer);
    if (fault !== undefined) faults.push(`${fault}: ${request.method} ${request.path}`);
    if (typeof answer === 'string') return;
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (answer.status === 503 && fault === undefined) overloaded += 1;
  };
  for (let batch = 0; sent < count; batch += 1) {
    const numRuns = Math.min(BATCH, count - sent);
    const requests = fc.sample(arbitrary, { numRuns, seed: seed + batch }).values();
    const work = async (): Promise<void> => {
      for (const request of requests) await one(request);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if ((batch + 1) % 5 === 0) say(`${sent} requests, ${faults.length} faults`);
  }
  agent.destroy();
  return { requests: sent, statuses, overloaded, faults };
}

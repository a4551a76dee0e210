/**
 * What CometBFT's light clients ask: `/cometbft` takes their JSON-RPC questions about headers and hands them to the
 * CometBFT beside this node, whose own door is a socket of this machine. Nothing that changes anything is handed on.
 */
import { CometRpcError } from '@touchmark/engine';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../../problems/problem.ts';
import { retryAfter } from '../../problems/from-error.ts';
import type { Api } from '../api.ts';
import type { Services } from '../services.ts';

const METHODS: readonly string[] = [
  'commit',
  'consensus_params',
  'genesis',
  'health',
  'status',
  'validators',
];
const PARAMETERS: readonly string[] = ['height', 'page', 'per_page'];
const NUMBER = /^\d{1,19}$/;
const MAX_QUESTION_BYTES = 4_096;
const MAX_AT_ONCE = 32;
const RETRY_MS = 1_000;

interface Question {
  readonly id: unknown;
  readonly method: string;
  readonly params: Record<string, string>;
}

/** JSON-RPC's own codes. */
const MALFORMED = { code: -32_600, message: 'Invalid Request' };
const UNKNOWN = { code: -32_601, message: 'Method not found' };
const INTERNAL = { code: -32_603, message: 'Internal error' };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const failed = (id: unknown, error: object): object => ({ jsonrpc: '2.0', id, error });

/** @returns undefined for what is no question with parameters as CometBFT has them. */
function readQuestion(body: unknown): Question | undefined {
  if (!isRecord(body)) return undefined;
  const { id = -1, method, params = {} } = body;
  const isId = typeof id === 'number' || (typeof id === 'string' && id.length <= 64);
  if (typeof method !== 'string' || !isId || !isRecord(params)) return undefined;
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (value === null) continue;
    const text = typeof value === 'number' ? String(value) : value;
    if (!PARAMETERS.includes(name) || typeof text !== 'string' || !NUMBER.test(text)) {
      return undefined;
    }
    given[name] = text;
  }
  return { id, method, params: given };
}

export function consensusRoutes(api: Api, { engine }: Services): void {
  const { consensus } = engine;
  if (consensus === undefined) return;
  let running = 0;
  const answer = async (body: unknown): Promise<object> => {
    const question = readQuestion(body);
    if (question === undefined) return failed(-1, MALFORMED);
    const { id, method, params } = question;
    if (!METHODS.includes(method)) return failed(id, { ...UNKNOWN, data: method.slice(0, 64) });
    if (running >= MAX_AT_ONCE) {
      throw new ProblemError('NODE_OVERLOADED', { headers: retryAfter(RETRY_MS) });
    }
    running += 1;
    try {
      return { jsonrpc: '2.0', id, result: await consensus.call(method, params) };
    } catch (error) {
      if (!(error instanceof CometRpcError)) throw error;
      return failed(id, { ...INTERNAL, data: error.message });
    } finally {
      running -= 1;
    }
  };
  void api.register(async (door: FastifyInstance) => {
    const limits = { parseAs: 'string' as const, bodyLimit: MAX_QUESTION_BYTES };
    door.addContentTypeParser<string>('application/json', limits, (_request, text, done) => {
      try {
        done(null, JSON.parse(text));
      } catch {
        done(null, undefined);
      }
    });
    for (const path of ['/cometbft', '/cometbft/']) {
      door.post(path, { schema: { hide: true } }, async ({ body }, reply) => {
        const text = JSON.stringify(await answer(body));
        return reply.type('application/json').serializer(String).send(text);
      });
    }
  });
}

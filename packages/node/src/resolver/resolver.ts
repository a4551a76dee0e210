import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChainHead, ChainReader } from '@touchmark/engine';
import type { StateSnapshot } from '@touchmark/state';
import type { CorsRule } from '../http/headers.ts';
import type { Outcome, ResolveTally } from '../measure/tally.ts';
import { problemOfError } from '../problems/from-error.ts';
import { ProblemError } from '../problems/problem.ts';
import { sendProblem } from '../problems/send.ts';
import { NothingResolves, type Reply, ReplyMaker, VARY } from './reply.ts';
import { readTarget, type ResolveTarget } from './target.ts';

export const RESOLVE_PATH = '/v1/resolve/';

/** Most requests answered from one snapshot; bounds the time until other work has its turn. */
const BATCH_REQUESTS = 256;
/** Questions about the past may need many versions: so many of them take a batch's time. */
const BATCH_PAST_REQUESTS = 4;

interface ResolverOptions {
  chain: ChainReader;
  cors: CorsRule;
  tally: ResolveTally;
  nextId: () => string;
  /** Told of what should never happen, with the request's id. */
  onFailure: (error: unknown, id: string) => void;
  /**
   * Answers a question about a moment that no header covers yet, although it is past: a chain at rest has none.
   * Gets what answers the request as well as can be done now.
   */
  onNotYet: (request: IncomingMessage, response: ServerResponse, answer: () => void) => void;
}

/** A request that waits for the end of this turn of the event loop. */
interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** True: a header was asked for already; take things as they are. */
  lastTry: boolean;
}

/** A reply, or why there is none. */
interface Prepared {
  exchange: Exchange;
  target: ResolveTarget | undefined;
  reply: Reply | undefined;
  error: unknown;
}

/**
 * Answers GET and HEAD /v1/resolve/PREFIX/SUFFIX on plain node:http, in the main process and in workers alike.
 * This path is what the whole system is for; it is kept free of whatever it does not need.
 *
 * Requests that arrive in the same turn of the event loop are read together from one snapshot, and only then written,
 * one after the other: that takes a quarter less processor time than answering each by itself, mostly in the kernel.
 */
export class Resolver {
  readonly #options: ResolverOptions;
  readonly #replies: ReplyMaker;
  #waiting: Exchange[] = [];

  constructor(options: ResolverOptions) {
    this.#options = options;
    this.#replies = new ReplyMaker(options.cors);
  }

  /** Whether a request is one for here. */
  static takes(method: string | undefined, url: string): boolean {
    return (method === 'GET' || method === 'HEAD') && url.startsWith(RESOLVE_PATH);
  }

  handle(request: IncomingMessage, response: ServerResponse, lastTry = false): void {
    this.#waiting.push({ request, response, lastTry });
    if (this.#waiting.length === 1) setImmediate(() => this.#answer());
  }

  #answer(): void {
    const batch = this.#waiting.splice(0, this.#batchLength());
    if (this.#waiting.length > 0) setImmediate(() => this.#answer());
    const start = performance.now();
    const prepared = this.#prepare(batch);
    const eachMs = (performance.now() - start) / batch.length;
    for (const one of prepared) {
      const outcome = this.#sendSafely(one);
      if (outcome !== undefined) this.#options.tally.count(outcome, isProof(one), eachMs);
    }
  }

  #batchLength(): number {
    let past = 0;
    const end = Math.min(this.#waiting.length, BATCH_REQUESTS);
    for (let index = 0; index < end; index++) {
      if (this.#waiting[index]?.request.url?.includes('at=') !== true) continue;
      past++;
      if (past === BATCH_PAST_REQUESTS) return index + 1;
    }
    return end;
  }

  /** What goes wrong with one client must not reach the others of the batch. */
  #sendSafely(prepared: Prepared): Outcome | undefined {
    try {
      return this.#send(prepared);
    } catch (error) {
      this.#options.onFailure(error, this.#options.nextId());
      prepared.exchange.response.destroy();
      return 'failed';
    }
  }

  #prepare(batch: readonly Exchange[]): Prepared[] {
    try {
      return this.#options.chain.read((view, head) =>
        batch.map((exchange) => this.#prepareOne(view, head, exchange)),
      );
    } catch (error) {
      return batch.map((exchange) => ({ exchange, target: undefined, reply: undefined, error }));
    }
  }

  #prepareOne(view: StateSnapshot, head: ChainHead, exchange: Exchange): Prepared {
    const { request } = exchange;
    let target: ResolveTarget | undefined;
    try {
      target = readTarget(request.url ?? '', RESOLVE_PATH);
      const reply = this.#replies.make(view, head, target, request);
      return { exchange, target, reply, error: undefined };
    } catch (error) {
      return { exchange, target, reply: undefined, error };
    }
  }

  /** undefined: it is answered later. */
  #send({ exchange, target, reply, error }: Prepared): Outcome | undefined {
    const { request, response, lastTry } = exchange;
    if (reply === undefined) {
      if (!lastTry && target !== undefined && isPastNotCovered(target, error)) {
        this.#options.onNotYet(request, response, () => this.handle(request, response, true));
        return undefined;
      }
      return this.#refuse(request, response, error);
    }
    const { status, headers, body, outcome } = reply;
    response.writeHead(status, headers);
    // Text of one byte a character is written without a look at each.
    if (body === undefined) response.end();
    else response.end(body, isLatin1(headers, body) ? 'latin1' : 'utf8');
    return outcome;
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: unknown): Outcome {
    const problem = problemOfError(error);
    const id = this.#options.nextId();
    const cors = this.#options.cors.headers(request.headers.origin);
    sendProblem(request, response, problem, id, {
      ...cors,
      'x-content-type-options': 'nosniff',
      vary: `${VARY}, Accept-Language${'vary' in cors ? ', Origin' : ''}`,
    });
    if (problem instanceof NothingResolves) return problem.outcome;
    if (problem.status < 500) return 'refused';
    this.#options.onFailure(error, id);
    return 'failed';
  }
}

/** The last header is the body's length in bytes. */
const isLatin1 = (headers: readonly string[], body: string): boolean =>
  headers.at(-1) === String(body.length);

function isProof({ reply, target, error }: Prepared): boolean {
  if (error instanceof NothingResolves) return error.proof;
  return reply?.proof ?? target?.proof ?? false;
}

function isPastNotCovered({ asOf }: ResolveTarget, error: unknown): boolean {
  if (!(error instanceof ProblemError) || error.code !== 'STATE_NOT_YET') return false;
  return asOf !== undefined && 'timeMs' in asOf && asOf.timeMs <= Date.now();
}

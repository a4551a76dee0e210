import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SubmitResult } from '@touchmark/engine';
import { SECURITY_HEADERS } from '../http/headers.ts';
import { receiptJson } from '../http/receipt-json.ts';
import type { Services } from '../http/services.ts';
import { problemOfError } from '../problems/from-error.ts';
import { preferredLanguage } from '../problems/language.ts';
import type { ProblemError } from '../problems/problem.ts';
import { sendProblem } from '../problems/send.ts';
import { pendingJson, problemOfRefusal } from './outcome.ts';
import { readBody } from './read-body.ts';
import { notTakenYet, TAKEN_WITHIN_MS } from './submission.ts';

export const SUBMIT_PATH = '/v1/transactions';

const FIXED_HEADERS: readonly string[] = [
  ...Object.entries(SECURITY_HEADERS).flat(),
  'cache-control',
  'no-cache',
  'content-type',
  'application/json; charset=utf-8',
];

/** How late an answer that a transaction is pending may be. */
const SWEEP_MS = 50;

/** One submission under way. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly id: string;
  readonly startMs: number;
  /** The transaction is where blocks are made of. */
  isTaken: boolean;
}

/**
 * Takes the plain form of a submission (`POST /v1/transactions`, application/cbor, no parameters) on plain node:http:
 * a framework costs as much as everything else that a transaction needs. Every other form goes to the documented API,
 * which answers alike.
 */
export class Submitter {
  readonly #services: Services;
  /** What was submitted and is not answered, oldest first; one timer for all costs less than one for each. */
  readonly #waiting = new Map<Exchange, Uint8Array>();
  #sweep: NodeJS.Timeout | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  static takes({ method, url, headers }: IncomingMessage): boolean {
    return (
      method === 'POST' && url === SUBMIT_PATH && headers['content-type'] === 'application/cbor'
    );
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const id = this.#services.nextId();
    const exchange = { request, response, id, startMs: performance.now(), isTaken: false };
    readBody(
      request,
      this.#services.bodies,
      (body) => this.#submit(exchange, body),
      (problem) => this.#problem(exchange, problem),
    );
  }

  #submit(exchange: Exchange, body: Uint8Array): void {
    const { engine, submitters } = this.#services;
    try {
      submitters.enter();
    } catch (error) {
      this.#problem(exchange, problemOfError(error));
      return;
    }
    this.#waiting.set(exchange, body);
    exchange.response.once('close', () => this.#forget(exchange));
    this.#sweep ??= setInterval(() => this.#answerOverdue(), SWEEP_MS).unref();
    const taken = (): void => {
      exchange.isTaken = true;
    };
    engine.submit(body, taken).then(
      (result) => this.#settle(exchange, result),
      (error: unknown) => this.#settle(exchange, asError(error)),
    );
  }

  /**
   * Who has waited long enough hears that the transaction is pending, once it is taken. Oldest first: all wait equally
   * long.
   */
  #answerOverdue(): void {
    const since = performance.now() - this.#services.configuration.http.commitWaitMs;
    for (const exchange of this.#waiting.keys()) {
      if (exchange.startMs > since) return;
      if (exchange.isTaken) this.#settle(exchange, undefined);
      else if (exchange.startMs < since - TAKEN_WITHIN_MS) this.#settle(exchange, notTakenYet());
    }
    if (this.#waiting.size > 0) return;
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }

  /** The client has left; what it sent takes its course. */
  #forget(exchange: Exchange): void {
    if (this.#waiting.delete(exchange)) this.#services.submitters.leave();
  }

  /** @param result undefined: it is not known yet. */
  #settle(exchange: Exchange, result: SubmitResult | Error | undefined): void {
    const body = this.#waiting.get(exchange);
    if (body === undefined) return;
    this.#waiting.delete(exchange);
    this.#services.submitters.leave();
    try {
      if (result instanceof Error) this.#problem(exchange, problemOfError(result));
      else this.#answer(exchange, body, result);
    } catch (error) {
      this.#problem(exchange, problemOfError(error));
    }
  }

  #answer(exchange: Exchange, body: Uint8Array, result: SubmitResult | undefined): void {
    if (result === undefined) {
      const pending = pendingJson(body);
      this.#send(exchange, 202, pending, ['location', pending.receipt]);
    } else if (result.outcome === 'refused') {
      this.#problem(exchange, problemOfRefusal(result));
    } else {
      const language = preferredLanguage(exchange.request.headers['accept-language']);
      this.#send(exchange, 200, receiptJson(result, language), []);
    }
  }

  #send(exchange: Exchange, status: number, answer: object, more: readonly string[]): void {
    const { response, id } = exchange;
    const body = JSON.stringify(answer);
    const length = String(Buffer.byteLength(body));
    response.writeHead(status, [
      ...FIXED_HEADERS,
      'x-request-id',
      id,
      'content-length',
      length,
      ...more,
    ]);
    response.end(body);
    this.#observe(exchange, status);
  }

  #problem(exchange: Exchange, problem: ProblemError): void {
    const { request, response, id } = exchange;
    if (problem.code === 'NODE_FAILURE') {
      this.#services.log.error({ err: problem, request: id }, 'a submission failed');
    }
    if (response.headersSent) return;
    sendProblem(request, response, problem, id, SECURITY_HEADERS);
    this.#observe(exchange, problem.status);
  }

  #observe({ startMs }: Exchange, status: number): void {
    const seconds = (performance.now() - startMs) / 1_000;
    this.#services.metrics?.observeRequest(SUBMIT_PATH, 'POST', status, seconds);
  }
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

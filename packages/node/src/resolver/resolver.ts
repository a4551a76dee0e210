import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChainHead, ChainReader } from '@touchmark/engine';
import type { CorsRule } from '../http/headers.ts';
import type { Outcome, ResolveTally } from '../measure/tally.ts';
import { problemOfError } from '../problems/from-error.ts';
import { ProblemError } from '../problems/problem.ts';
import { sendProblem } from '../problems/send.ts';
import { resolve, type Resolution } from './answer.ts';
import { matchesEtag, wantsCbor } from './etag.ts';
import { discloseWith } from './restricted.ts';
import { readTarget, type ResolveTarget } from './target.ts';

export const RESOLVE_PATH = '/v1/resolve/';

const VARY = 'Accept, Authorization';

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

/**
 * Answers GET and HEAD /v1/resolve/{identifier} on plain node:http, in the main process and in workers alike.
 * This path is what the whole system is for; it is kept free of whatever it does not need.
 */
export class Resolver {
  readonly #options: ResolverOptions;
  #head: ChainHead | undefined;
  #stateJson = '';
  #tag = '';

  constructor(options: ResolverOptions) {
    this.#options = options;
  }

  /** Whether a request is one for here. */
  static takes(method: string | undefined, url: string): boolean {
    return (method === 'GET' || method === 'HEAD') && url.startsWith(RESOLVE_PATH);
  }

  handle(request: IncomingMessage, response: ServerResponse, lastTry = false): void {
    const start = performance.now();
    let proof = false;
    let outcome: Outcome;
    let target: ResolveTarget | undefined;
    try {
      target = readTarget(request.url ?? '', RESOLVE_PATH);
      const cbor = wantsCbor(request.headers.accept);
      proof = target.proof || cbor;
      const { authorization } = request.headers;
      const disclose = authorization === undefined ? undefined : discloseWith(authorization);
      const resolution = resolve(this.#options.chain, target, { proof, json: !cbor }, disclose);
      outcome = this.#send(request, response, resolution, cbor, disclose !== undefined);
    } catch (error) {
      if (!lastTry && target !== undefined && isPastNotCovered(target, error)) {
        this.#options.onNotYet(request, response, () => this.handle(request, response, true));
        return;
      }
      outcome = this.#refuse(request, response, error);
    }
    this.#options.tally.count(outcome, proof, performance.now() - start);
  }

  #send(
    request: IncomingMessage,
    response: ServerResponse,
    resolution: Resolution,
    cbor: boolean,
    isPrivate: boolean,
  ): Outcome {
    const { record, proof, head } = resolution;
    const outcome = record === undefined ? 'absent' : record.retired ? 'retired' : 'present';
    if (outcome !== 'present' && !cbor) return this.#sendGone(request, response, resolution);
    const status = outcome === 'present' ? 200 : outcome === 'absent' ? 404 : 410;
    this.#describe(head);
    const variant = cbor ? 'c' : proof === undefined ? 'j' : 'p';
    const etag = `"${record?.version ?? 0}-${this.#tag}-${variant}"`;
    if (status === 200 && !isPrivate && matchesEtag(request.headers['if-none-match'], etag)) {
      response.writeHead(304, [...this.#headers(request, false), 'ETag', etag]);
      response.end();
      return 'not-modified';
    }
    const headers = this.#headers(request, isPrivate);
    if (!isPrivate) headers.push('ETag', etag);
    if (cbor && proof !== undefined) {
      headers.push('Content-Type', 'application/cbor', 'Content-Length', String(proof.length));
      response.writeHead(status, headers);
      response.end(proof);
      return outcome;
    }
    const tail = proof === undefined ? '' : `,"proof":"${base64(proof)}"`;
    const body = `{${record?.members},"state":${this.#stateJson}${tail}}`;
    const length = Buffer.byteLength(body);
    headers.push('Content-Type', 'application/json', 'Content-Length', String(length));
    response.writeHead(status, headers);
    // Text of one byte a character is written without a look at each.
    response.end(body, length === body.length ? 'latin1' : 'utf8');
    return outcome;
  }

  /** What does not depend on the record, made once a block. */
  #describe(head: ChainHead): void {
    if (head === this.#head) return;
    const root = Buffer.from(head.root).toString('hex');
    this.#head = head;
    this.#stateJson = `{"block":${head.height},"root":"${root}"}`;
    this.#tag = `${head.height}-${root.slice(0, 16)}`;
  }

  /** Nothing resolves: a problem, with the proof of that if it was asked for. */
  #sendGone(
    request: IncomingMessage,
    response: ServerResponse,
    { record, proof, head }: Resolution,
  ): Outcome {
    const extensions = {
      state: { block: head.height, root: Buffer.from(head.root).toString('hex') },
      ...(record === undefined ? {} : retirement(record.members)),
      ...(proof === undefined ? {} : { proof: base64(proof) }),
    };
    const code = record === undefined ? 'RECORD_ABSENT' : 'RECORD_RETIRED';
    const twice = record === undefined && /%25[0-9A-F]{2}/.test(request.url ?? '');
    const detail = twice ? { detail: 'Not registered. The path looks percent-encoded twice.' } : {};
    this.#problem(request, response, new ProblemError(code, { extensions, ...detail }));
    return record === undefined ? 'absent' : 'retired';
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: unknown): Outcome {
    const problem = problemOfError(error);
    const id = this.#problem(request, response, problem);
    if (problem.status < 500) return 'refused';
    this.#options.onFailure(error, id);
    return 'failed';
  }

  #problem(request: IncomingMessage, response: ServerResponse, problem: ProblemError): string {
    const id = this.#options.nextId();
    const cors = this.#options.cors.headers(request.headers.origin);
    sendProblem(request, response, problem, id, {
      ...cors,
      'x-content-type-options': 'nosniff',
      vary: `${VARY}, Accept-Language${'vary' in cors ? ', Origin' : ''}`,
    });
    return id;
  }

  #headers(request: IncomingMessage, isPrivate: boolean): string[] {
    const cors = this.#options.cors.headers(request.headers.origin);
    const origin = cors['access-control-allow-origin'];
    const headers = [
      'Cache-Control',
      isPrivate ? 'private, no-store' : 'no-cache',
      'Vary',
      'vary' in cors ? `${VARY}, Origin` : VARY,
      'X-Content-Type-Options',
      'nosniff',
    ];
    if (origin !== undefined) {
      headers.push('Access-Control-Allow-Origin', origin, 'Access-Control-Expose-Headers', 'ETag');
    }
    return headers;
  }
}

function isPastNotCovered({ asOf }: ResolveTarget, error: unknown): boolean {
  if (!(error instanceof ProblemError) || error.code !== 'STATE_NOT_YET') return false;
  return asOf !== undefined && 'timeMs' in asOf && asOf.timeMs <= Date.now();
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** What a retired record still says. */
function retirement(members: string): Record<string, unknown> {
  const { identifier, version, holder, reason, updated, transaction } = JSON.parse(`{${members}}`);
  return { identifier, version, holder, reason, updated, transaction };
}

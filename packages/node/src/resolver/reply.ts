import type { IncomingMessage } from 'node:http';
import type { ChainHead } from '@touchmark/engine';
import type { StateSnapshot } from '@touchmark/state';
import type { CorsRule } from '../http/headers.ts';
import type { Outcome } from '../measure/tally.ts';
import { ProblemError } from '../problems/problem.ts';
import { type Resolution, resolveIn, UNCHANGED } from './answer.ts';
import { matchesEtag, wantsCbor } from './etag.ts';
import type { RecordStanding } from './record-json.ts';
import { discloseWith } from './restricted.ts';
import type { ResolveTarget } from './target.ts';

/** Everything that goes back to the client, ready to be written. */
export interface Reply {
  outcome: Outcome;
  proof: boolean;
  status: number;
  /** Names and values in turn, as `writeHead` takes them fastest. */
  headers: string[];
  /** If its length is the Content-Length, each character is one byte. */
  body: string | undefined;
}

/** Nothing resolves: a problem, which says so and has the proof of it if that was asked for. */
export class NothingResolves extends ProblemError {
  readonly outcome: Outcome;
  readonly proof: boolean;

  constructor(url: string, { record, proof }: Resolution, head: ChainHead) {
    const extensions = {
      state: { block: head.height, root: Buffer.from(head.root).toString('hex') },
      ...(record === undefined ? {} : retirement(record.members)),
      ...(proof === undefined ? {} : { proof: base64(proof) }),
    };
    const twice = record === undefined && /%25[0-9A-F]{2}/.test(url);
    const detail = twice ? { detail: 'Not registered. The path looks percent-encoded twice.' } : {};
    super(record === undefined ? 'RECORD_ABSENT' : 'RECORD_RETIRED', { extensions, ...detail });
    this.outcome = record === undefined ? 'absent' : 'retired';
    this.proof = proof !== undefined;
  }
}

/** What a retired record still says. */
function retirement(members: string): Record<string, unknown> {
  const { identifier, version, holder, reason, updated, transaction } = JSON.parse(`{${members}}`);
  return { identifier, version, holder, reason, updated, transaction };
}

export const VARY = 'Accept, Authorization';

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

/** Makes replies. What doesn't depend on the record is made once a block. */
export class ReplyMaker {
  readonly #cors: CorsRule;
  #head: ChainHead | undefined;
  #stateJson = '';
  #tag = '';

  constructor(cors: CorsRule) {
    this.#cors = cors;
  }

  /** The reply to a request for `target`, from one snapshot. Throws ProblemError. */
  make(
    view: StateSnapshot,
    head: ChainHead,
    target: ResolveTarget,
    { headers, url = '' }: IncomingMessage,
  ): Reply {
    this.#describe(head);
    const isCbor = wantsCbor(headers.accept);
    const isProof = target.proof || isCbor;
    const { authorization } = headers;
    const isPrivate = authorization !== undefined;
    const variant = isCbor ? 'c' : isProof ? 'p' : 'j';
    const condition = isPrivate ? undefined : headers['if-none-match'];
    let etag = '';
    const wanted = {
      proof: isProof,
      json: !isCbor,
      unless:
        condition === undefined
          ? undefined
          : (record: RecordStanding) => {
              etag = this.#etag(record.version, variant);
              return !record.retired && matchesEtag(condition, etag);
            },
    };
    const disclose = isPrivate ? discloseWith(authorization) : undefined;
    const resolution = resolveIn(view, head, target, wanted, disclose);
    const base = this.#headers(headers.origin, isPrivate);
    if (resolution === UNCHANGED) {
      base.push('ETag', etag);
      return {
        outcome: 'not-modified',
        proof: isProof,
        status: 304,
        headers: base,
        body: undefined,
      };
    }
    const { record } = resolution;
    const outcome = record === undefined ? 'absent' : record.retired ? 'retired' : 'present';
    if (outcome !== 'present' && !isCbor) throw new NothingResolves(url, resolution, head);
    if (!isPrivate) base.push('ETag', this.#etag(record?.version ?? 0, variant));
    const reply = { outcome, proof: isProof, status: STATUS[outcome], headers: base } as const;
    return isCbor ? withBytes(reply, resolution) : this.#withJson(reply, resolution);
  }

  #withJson(reply: Omit<Reply, 'body'>, { record, proof }: Resolution): Reply {
    const tail = proof === undefined ? '' : `,"proof":"${base64(proof)}"`;
    const body = `{${record?.members},"state":${this.#stateJson}${tail}}`;
    const length = String(Buffer.byteLength(body));
    reply.headers.push('Content-Type', 'application/json', 'Content-Length', length);
    return { ...reply, body };
  }

  #etag(version: number, variant: string): string {
    return `"${version}-${this.#tag}-${variant}"`;
  }

  #describe(head: ChainHead): void {
    if (head === this.#head) return;
    const root = Buffer.from(head.root).toString('hex');
    this.#head = head;
    this.#stateJson = `{"block":${head.height},"root":"${root}"}`;
    this.#tag = `${head.height}-${root.slice(0, 16)}`;
  }

  #headers(origin: string | undefined, isPrivate: boolean): string[] {
    const cors = this.#cors.headers(origin);
    const allowed = cors['access-control-allow-origin'];
    const headers = [
      'Cache-Control',
      isPrivate ? 'private, no-store' : 'no-cache',
      'Vary',
      'vary' in cors ? `${VARY}, Origin` : VARY,
      'X-Content-Type-Options',
      'nosniff',
    ];
    if (allowed !== undefined) {
      headers.push('Access-Control-Allow-Origin', allowed, 'Access-Control-Expose-Headers', 'ETag');
    }
    return headers;
  }
}

const STATUS = { present: 200, absent: 404, retired: 410 } as const;

function withBytes(reply: Omit<Reply, 'body'>, { proof = '' }: Resolution): Reply {
  reply.headers.push('Content-Type', 'application/cbor', 'Content-Length', String(proof.length));
  return { ...reply, body: proof };
}

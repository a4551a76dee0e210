import {
  decodeHex,
  CodecError,
  decode,
  encodeBase64,
  encodeHex,
  encodeUtf8,
  parseReadTokenHeader,
  type CborValue,
} from '@touchmark/codec';
import { readKey, readNetworkCounts, readOrganization, restrictedKey } from '@touchmark/ledger';
import {
  buildAnswer,
  isRecordAnswer,
  type Query,
  verifyAnswer,
  type VerifiedRecord,
} from '@touchmark/verify';
import { type Key, keyOf } from '../key/key.ts';
import type { Fetch } from '../http/transport.ts';
import { type PlacedEvent, TestLedger } from './test-ledger.ts';

/** Sees every request; answers it itself, or lets the node do so with `handle`. */
export type Intercept = (
  url: URL,
  init: RequestInit,
  handle: () => Promise<Response>,
) => Promise<Response>;

const CBOR = { 'content-type': 'application/cbor' };
const SALT_BYTES = 16;

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** A problem as the node reports one. */
export function problem(
  status: number,
  code: string,
  headers: Record<string, string> = {},
): Response {
  return json(
    status,
    { type: `/problems/${code}`, status, code, detail: `${code} happened.`, instance: 'r-1' },
    headers,
  );
}

function bytesOf(status: number, bytes: Uint8Array): Response {
  return new Response(new Uint8Array(bytes), { status, headers: CBOR });
}

function plain(value: CborValue): unknown {
  if (value instanceof Uint8Array) return encodeHex(value);
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, item]) => [name, plain(item)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

/**
 * A node without sockets: real ledger, state, proofs and signatures behind a `fetch`. Its answers
 * are those of the HTTP interface as far as this package uses it.
 */
export class FakeNode {
  static readonly administrator: Key = keyOf('ed25519', new Uint8Array(32).fill(1));
  static readonly url = 'http://node.test';
  readonly ledger: TestLedger;
  readonly requests: string[] = [];
  intercept: Intercept = (_url, _init, handle) => handle();
  readonly #followers = new Set<() => void>();

  private constructor(ledger: TestLedger) {
    this.ledger = ledger;
  }

  /** A network of one organization, `root`, which administers and may hold any prefix. */
  static async found(startMs: number = Date.now() - 60_000): Promise<FakeNode> {
    const { algorithm, publicKey } = FakeNode.administrator;
    const roles = ['administrator', 'top-operator'];
    const root = { id: 'root', name: 'Root', roles, keys: [{ algorithm, publicKey }] };
    return new FakeNode(await TestLedger.found([root], startMs));
  }

  get genesisBytes(): Uint8Array {
    return this.ledger.chain.genesisBytes;
  }

  readonly fetch: Fetch = async (address, init) => {
    const url = new URL(address);
    this.requests.push(`${init.method ?? 'GET'} ${url.pathname}${url.search}`);
    init.signal?.throwIfAborted();
    return this.intercept(url, init, () => this.#handle(url, init));
  };

  async #handle(url: URL, init: RequestInit): Promise<Response> {
    const [, version, noun, ...rest] = url.pathname.split('/');
    const subject = rest.join('/');
    if (version !== 'v1') return problem(404, 'ROUTE_UNKNOWN');
    switch (noun) {
      case 'header':
        return this.#header();
      case 'resolve':
        return this.#resolve(subject, url, new Headers(init.headers));
      case 'list':
        return this.#list(subject, url);
      case 'life':
      case 'follow':
        return bytesOf(200, this.#answer({ kind: noun, identifier: subject }));
      case 'changes': {
        const [from, to] = ['from', 'to'].map((name) => Number(url.searchParams.get(name)));
        const query = { kind: 'changes', prefix: subject, from: from ?? 0, to: to ?? 0 } as const;
        return bytesOf(200, this.#answer(query));
      }
      case 'entries':
        return bytesOf(200, this.#answer(entriesQuery(url)));
      case 'transactions':
        return this.#submit(init);
      case 'batches':
        return this.#submitAll(init);
      case 'receipts':
        return this.#receipt(subject, url);
      case 'events':
        return this.#follow(new Headers(init.headers), init.signal ?? undefined);
      case 'organizations':
        return this.#organizations(subject);
      case 'statistics':
        return this.#statistics();
      default:
        return problem(404, 'ROUTE_UNKNOWN');
    }
  }

  #header(): Response {
    const { chain } = this.ledger;
    const { signedHeader, validators } = chain.signedHeader();
    return json(200, {
      chainId: chain.genesis.chainId,
      signedHeader: encodeBase64(signedHeader),
      validators: encodeBase64(validators),
    });
  }

  #answer(query: Query): Uint8Array {
    const { chain } = this.ledger;
    return chain.read((state) => buildAnswer(state, chain.signedHeader(), query));
  }

  #resolve(identifier: string, url: URL, headers: Headers): Response {
    const at = url.searchParams.get('at');
    let query: Query = { kind: 'record', identifier };
    if (at !== null && /^\d+$/.test(at))
      query = { kind: 'record-at-block', identifier, height: Number(at) };
    else if (at !== null) query = { kind: 'record-at-time', identifier, timeMs: Date.parse(at) };
    const answer = this.#answer(query);
    const verified = verifyAnswer(answer, { genesis: this.genesisBytes });
    if (!isRecordAnswer(verified)) return problem(500, 'NODE_FAILURE');
    const status = { present: 200, absent: 404, retired: 410 }[verified.status];
    if (headers.get('accept') === 'application/cbor') return bytesOf(status, answer);
    if (verified.record === undefined || status !== 200) {
      return problem(status, verified.record === undefined ? 'RECORD_ABSENT' : 'RECORD_RETIRED');
    }
    const authorization = headers.get('authorization');
    const body = this.#recordJson(verified.record, authorization);
    return json(200, { ...body, proof: encodeBase64(answer) });
  }

  #recordJson(record: VerifiedRecord, authorization: string | null): object {
    const mayRead = authorization !== null && this.#isHolder(record, authorization);
    const when = {
      block: record.updated.height,
      time: new Date(record.updated.timeMs).toISOString(),
    };
    return {
      identifier: record.identifier,
      status: record.status,
      version: record.version,
      holder: record.holder,
      values: record.values.map(({ index, type, data, ttlSeconds, permissions }) => ({
        index,
        type,
        data:
          data.kind === 'text'
            ? { format: 'text', value: data.text }
            : data.kind === 'bytes'
              ? { format: 'base64', value: encodeBase64(data.bytes) }
              : this.#restricted(record.identifier, index, data.digest, mayRead),
        ttl: ttlSeconds,
        permissions: permissions.toString(2).padStart(4, '0'),
      })),
      registered: when,
      updated: when,
      transaction: encodeHex(record.transactionId),
    };
  }

  #isHolder(record: VerifiedRecord, authorization: string): boolean {
    const token = parseReadTokenHeader(authorization);
    const key = this.ledger.chain.read((state) => readKey(state, token.keyId));
    return key?.entity.organization === record.holder && token.identifier === record.identifier;
  }

  #restricted(identifier: string, index: number, digest: Uint8Array, mayRead: boolean): object {
    const key = restrictedKey(encodeUtf8(identifier), index);
    const data = mayRead ? this.ledger.chain.read((state) => state.get(key)) : undefined;
    if (data === undefined) return { format: 'digest', value: encodeHex(digest) };
    return {
      format: 'base64',
      value: encodeBase64(data.subarray(SALT_BYTES)),
      salt: encodeBase64(data.subarray(0, SALT_BYTES)),
      digest: encodeHex(digest),
    };
  }

  #list(prefix: string, url: URL): Response {
    const after = url.searchParams.get('after');
    const limit = Number(url.searchParams.get('limit') ?? 100);
    return bytesOf(200, this.#answer({ kind: 'list', prefix, after, limit }));
  }

  async #submitAll(init: RequestInit): Promise<Response> {
    const body = await new Response(init.body ?? null).arrayBuffer();
    const batch = decode(new Uint8Array(body));
    if (!Array.isArray(batch)) return problem(400, 'BATCH_INVALID');
    const results: unknown[] = [];
    for (const bytes of batch) {
      const given = bytes instanceof Uint8Array ? bytes : new Uint8Array(0);
      results.push(await (await this.#execute(given)).json());
    }
    return json(200, { results });
  }

  async #submit(init: RequestInit): Promise<Response> {
    return this.#execute(new Uint8Array(await new Response(init.body ?? null).arrayBuffer()));
  }

  async #execute(body: Uint8Array): Promise<Response> {
    try {
      const refusal = this.ledger.check(body);
      if (refusal !== undefined) return problem(422, refusal);
      const id = await this.ledger.execute(body);
      for (const wake of this.#followers) wake();
      return json(200, { transaction: id, status: 'done' });
    } catch (error) {
      if (error instanceof CodecError) return problem(400, error.code);
      throw error;
    }
  }

  #receipt(id: string, url: URL): Response {
    const found = this.ledger.receipt(id);
    if (found === undefined) return problem(404, 'RECEIPT_ABSENT');
    return url.searchParams.has('proof')
      ? bytesOf(200, found.proof)
      : json(200, { transaction: id });
  }

  #organizations(id: string): Response {
    const show = (name: string): object | undefined => {
      const found = this.ledger.chain.read((state) => readOrganization(state, name));
      if (found === undefined) return undefined;
      const { name: words, status, roles } = found.entity;
      return { id: name, name: words, status, roles, version: found.envelope.version };
    };
    if (id === '') return json(200, { organizations: [show('root')], next: null });
    const found = show(id);
    return found === undefined ? problem(404, 'ORGANIZATION_ABSENT') : json(200, found);
  }

  #statistics(): Response {
    const { chain } = this.ledger;
    const { registered, retired, delegated } = chain.read(readNetworkCounts);
    return json(200, {
      chainId: chain.genesis.chainId,
      block: chain.height - 1,
      time: new Date().toISOString(),
      organizations: { total: 1, byRole: { administrator: 1 } },
      prefixes: delegated,
      identifiers: { registered, retired },
    });
  }

  /**
   * Sends what happened since the id, then what happens, until the client goes or `intercept` cuts
   * it.
   */
  #follow(headers: Headers, signal: AbortSignal | undefined): Response {
    const last = headers.get('last-event-id');
    const { events } = this.ledger;
    let next = last === null ? events.length : events.findIndex(({ id }) => id === last) + 1;
    const place = events[next - 1]?.id ?? '0-0-0';
    let unsubscribe: (() => void) | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const send = (): void => {
          for (; next < events.length; next += 1) {
            controller.enqueue(encodeUtf8(eventText(events[next])));
          }
        };
        unsubscribe = () => void this.#followers.delete(send);
        this.#followers.add(send);
        controller.enqueue(encodeUtf8(`id: ${place}\nretry: 10\n\n: hello\n\n`));
        send();
        signal?.addEventListener('abort', () => {
          unsubscribe?.();
          controller.error(signal.reason);
        });
      },
      cancel: () => unsubscribe?.(),
    });
    return new Response(body, { status: 200, headers: { 'content-type': 'text/event-stream' } });
  }
}

function entriesQuery({ searchParams }: URL): Query {
  const end = searchParams.get('end');
  return {
    kind: 'entries',
    start: decodeHex(searchParams.get('start') ?? '') ?? new Uint8Array(0),
    end: end === null ? null : (decodeHex(end) ?? null),
    limit: Number(searchParams.get('limit')),
  };
}

function eventText(placed: PlacedEvent | undefined): string {
  if (placed === undefined) return '';
  const { id, block, index, event } = placed;
  const data = { id, block, index, type: event.type, params: plain(decode(event.params)) };
  return `id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

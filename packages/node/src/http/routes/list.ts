import type { ChainHead } from '@touchmark/engine';
import type { StateSnapshot } from '@touchmark/state';
import { buildAnswer, decodeAnswer, recordRange } from '@touchmark/verify';
import { Type } from 'typebox';
import { firstVersionOf } from '../../resolver/answer.ts';
import { wantsCbor } from '../../resolver/etag.ts';
import { recordJson } from '../../resolver/record-json.ts';
import type { Api } from '../api.ts';
import { PrefixParameter, readPrefixParameter, readSuffixCursor } from '../prefix-parameter.ts';
import { stateOf } from '../read-time.ts';
import { orBytes, problems } from '../responses.ts';
import { RecordList } from '../schemas/record.ts';
import type { Services } from '../services.ts';

const DEFAULT_LIMIT = 100;
const MOST_RECORDS = 1_000;
/** A page without a proof ends after this many bytes of records, like one with. */
const MOST_BYTES = 1_048_576;

interface Page {
  prefix: string;
  after: string | undefined;
  limit: number;
}

interface Bounds {
  /** Most records. */
  limit: number;
  /** Suffix of the last record, where a proof has decided that already. */
  last?: string | undefined;
}

function recordsJson(view: StateSnapshot, { prefix, after }: Page, bounds: Bounds) {
  const range = recordRange(prefix, after ?? null);
  const records: string[] = [];
  let bytes = 0;
  let suffix: string | undefined;
  for (const { key, value } of view.range({ ...range, limit: bounds.limit + 1 })) {
    const isFull =
      records.length === bounds.limit || (suffix !== undefined && suffix === bounds.last);
    if (isFull || (bounds.last === undefined && bytes > MOST_BYTES))
      return { records, next: suffix };
    const identifier = Buffer.from(key.buffer, key.byteOffset + 1, key.length - 1).toString(
      'latin1',
    );
    const { members } = recordJson(identifier, value, () => firstVersionOf(view, key));
    records.push(`{${members}}`);
    bytes += value.length;
    suffix = identifier.slice(prefix.length + 1);
  }
  return { records, next: undefined };
}

function pageJson(view: StateSnapshot, head: ChainHead, page: Page, proof?: Uint8Array): string {
  let bounds: Bounds = { limit: page.limit };
  if (proof !== undefined) {
    const { result } = decodeAnswer(proof);
    const last = result.kind === 'list' ? result.last : null;
    bounds = { limit: page.limit, last: last ?? undefined };
  }
  const { records, next } = recordsJson(view, page, bounds);
  const tail = proof === undefined ? '' : `,"proof":"${Buffer.from(proof).toString('base64')}"`;
  return (
    `{"prefix":"${page.prefix}","records":[${records.join(',')}],` +
    `"next":${JSON.stringify(next ?? null)},"state":${JSON.stringify(stateOf(head))}${tail}}`
  );
}

export function listRoutes(api: Api, { engine }: Services): void {
  api.get(
    '/v1/list/:prefix',
    {
      schema: {
        operationId: 'listRecords',
        tags: ['resolution'],
        summary: 'List the records directly under a prefix',
        description:
          'With proof=1, or as application/cbor, the page is proven complete: nothing between its first and ' +
          'last record, or up to the end if it is the last page, was left out.',
        params: Type.Object({ prefix: PrefixParameter }),
        querystring: Type.Object(
          {
            after: Type.Optional(Type.String({ description: 'Begin behind this suffix.' })),
            limit: Type.Optional(
              Type.Integer({
                description: `Most records in the page, ${DEFAULT_LIMIT} if not given.`,
                minimum: 1,
                maximum: MOST_RECORDS,
              }),
            ),
            proof: Type.Optional(Type.Boolean({ description: 'Add the proof.' })),
          },
          { additionalProperties: false },
        ),
        response: { 200: orBytes(RecordList, 'The page with its proof.'), ...problems(400) },
      },
    },
    (request, reply) => {
      const prefix = readPrefixParameter(request.params.prefix);
      const { limit = DEFAULT_LIMIT, proof = false } = request.query;
      const after = readSuffixCursor(request.query.after);
      const page = { prefix, after, limit };
      const bytes = wantsCbor(request.headers.accept);
      const payload = engine.chain.read((view, head) => {
        const query = { kind: 'list', prefix, after: after ?? null, limit } as const;
        const answer = proof || bytes ? buildAnswer(view, head, query) : undefined;
        return bytes && answer !== undefined ? answer : pageJson(view, head, page, answer);
      });
      reply.header('vary', 'Accept');
      return reply.type(bytes ? 'application/cbor' : 'application/json').send(payload);
    },
  );
}

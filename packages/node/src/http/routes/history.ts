import { decodeHex } from '@touchmark/codec';
import type { ChainHead } from '@touchmark/engine';
import { changeRange, decodeChanges } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import { decodeVersioned } from '@touchmark/state/proof';
import { buildAnswer, decodeAnswer, type Query, recordKey, VerifyError } from '@touchmark/verify';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { PROBLEMS } from '../../problems/catalogue.ts';
import { ProblemError } from '../../problems/problem.ts';
import { firstVersionOf } from '../../resolver/answer.ts';
import { wantsCbor } from '../../resolver/etag.ts';
import { recordJson } from '../../resolver/record-json.ts';
import { readTarget } from '../../resolver/target.ts';
import type { Api } from '../api.ts';
import { PrefixParameter, readPrefixParameter } from '../prefix-parameter.ts';
import { hexOf, stateOf, timeOf } from '../read-time.ts';
import { orBytes, problems } from '../responses.ts';
import { FollowedRecord, PrefixChanges, RecordLife, StateEntries } from '../schemas/history.ts';
import { aliasSteps } from './alias-steps.ts';
import type { Services } from '../services.ts';

const LIFE_PATH = '/v1/life/';
const FOLLOW_PATH = '/v1/follow/';
const DEFAULT_ENTRIES = 100;
const MOST_ENTRIES = 1_000;
/** Prefixes and records: where a range of the state begins and ends if nobody says otherwise. */
const NAMES = { start: '20', end: '21' } as const;

const Proof = Type.Optional(Type.Boolean({ description: 'Add the proof.' }));
const Block = (description: string) =>
  Type.Optional(Type.Integer({ description, minimum: 0, maximum: Number.MAX_SAFE_INTEGER - 1 }));
const Key = (description: string) =>
  Type.Optional(Type.String({ description, pattern: '^([0-9a-f]{2}){0,256}$' }));

/** The answer's bytes; what the client asked for in vain is a problem, not a failure. */
function answerOf(view: StateSnapshot, head: ChainHead, query: Query): Uint8Array {
  try {
    return buildAnswer(view, head, query);
  } catch (error) {
    if (!(error instanceof VerifyError)) throw error;
    const code = error.code === 'VERIFY_AT_TOO_LATE' ? 'STATE_NOT_YET' : 'PARAMETER_INVALID';
    throw new ProblemError(code, {
      details: { en: error.message, zh: PROBLEMS[code].fix.zh },
      cause: error,
    });
  }
}

/** Sends the bytes, or the JSON with the bytes in it if a proof is wanted. */
function send(
  reply: FastifyReply,
  wanted: { readonly accept: string | undefined; readonly proof: boolean },
  answer: Uint8Array,
  json: () => object,
): FastifyReply {
  reply.header('vary', 'Accept');
  if (wantsCbor(wanted.accept)) return reply.type('application/cbor').send(answer);
  const tail = wanted.proof ? { proof: Buffer.from(answer).toString('base64') } : {};
  return reply.type('application/json').send(JSON.stringify({ ...json(), ...tail }));
}

function versionJson(view: StateSnapshot, identifier: string, envelope: Uint8Array): unknown {
  const first = () => firstVersionOf(view, recordKey(identifier));
  return JSON.parse(`{${recordJson(identifier, envelope, first).members}}`);
}

function lifeJson(view: StateSnapshot, identifier: string, answer: Uint8Array): object {
  const { result } = decodeAnswer(answer);
  const envelopes =
    result.kind === 'record' && result.current !== null ? [result.current, ...result.older] : [];
  const versions = envelopes.map((envelope) => versionJson(view, identifier, envelope));
  return { identifier, versions };
}

function changesJson(
  view: StateSnapshot,
  query: Extract<Query, { kind: 'changes' }>,
  answer: Uint8Array,
): object {
  const { prefix, from, to } = query;
  const { result } = decodeAnswer(answer);
  const { last, older } = result.kind === 'changes' ? result : { last: null, older: [] };
  const end = last ?? to;
  const blocks = [...view.range(changeRange(prefix, from, end))].map(({ value }, place) => {
    const { height, timeMs } = decodeVersioned(value);
    const lists = [value, ...(older[place] ?? [])].toReversed();
    const suffixes = lists.flatMap(decodeChanges);
    const changed = suffixes.filter((suffix) => suffix !== '');
    return { block: height, time: timeOf(timeMs), changed, prefixItself: suffixes.includes('') };
  });
  return { prefix, from, to: end, blocks, next: last === null ? null : last + 1 };
}

function entriesJson(
  view: StateSnapshot,
  query: Extract<Query, { kind: 'entries' }>,
  answer: Uint8Array,
): object {
  const { result } = decodeAnswer(answer);
  const last = result.kind === 'entries' ? result.last : null;
  const after = last === null ? null : `${hexOf(last)}00`;
  const end = after === null ? query.end : decodeHex(after)!;
  const entries = [...view.range({ start: query.start, end })].map(({ key, value }) => ({
    key: hexOf(key),
    value: hexOf(value),
  }));
  return { entries, next: after };
}

export function historyRoutes(api: Api, { engine }: Services): void {
  for (const { path, kind, schema, summary, description } of [
    {
      path: LIFE_PATH,
      kind: 'life',
      schema: RecordLife,
      summary: 'Get every version of a record',
      description: 'With proof=1, or as application/cbor, proven back to the first registration.',
    },
    {
      path: FOLLOW_PATH,
      kind: 'follow',
      schema: FollowedRecord,
      summary: 'Follow the aliases of an identifier to what it resolves to',
      description: 'With proof=1, or as application/cbor, each step is proven.',
    },
  ] as const) {
    api.get(
      `${path}*`,
      {
        validatorCompiler: () => () => true,
        schema: {
          operationId: kind,
          tags: ['resolution'],
          summary,
          description,
          querystring: Type.Object({ proof: Proof }),
          response: { 200: orBytes(schema, 'The answer with its proof.'), ...problems(400) },
        },
      },
      (request, reply) => {
        const { identifier, proof, asOf } = readTarget(request.raw.url ?? '', path);
        if (asOf !== undefined) {
          throw new ProblemError('PARAMETER_INVALID', {
            details: { en: 'The parameter here is proof.', zh: '此处的参数只有 proof。' },
          });
        }
        return engine.chain.read((view, head) => {
          const answer = answerOf(view, head, { kind, identifier });
          const json = () => {
            const found =
              kind === 'life'
                ? lifeJson(view, identifier, answer)
                : { identifier, steps: aliasSteps(answer, identifier).map(shown) };
            return { ...found, state: stateOf(head) };
          };
          const shown = (step: { identifier: string; envelope: Uint8Array }) =>
            versionJson(view, step.identifier, step.envelope);
          return send(reply, { accept: request.headers.accept, proof }, answer, json);
        });
      },
    );
  }

  api.get(
    '/v1/changes/:prefix',
    {
      schema: {
        operationId: 'listChanges',
        tags: ['resolution'],
        summary: 'List what changed directly under a prefix',
        description:
          'With proof=1, or as application/cbor, proven complete: nothing else changed in these blocks.',
        params: Type.Object({ prefix: PrefixParameter }),
        querystring: Type.Object(
          {
            from: Block('First block, 1 if not given.'),
            to: Block('Last block, the newest if not given.'),
            proof: Proof,
          },
          { additionalProperties: false },
        ),
        response: {
          200: orBytes(PrefixChanges, 'The changes with their proof.'),
          ...problems(400, 404),
        },
      },
    },
    (request, reply) => {
      const prefix = readPrefixParameter(request.params.prefix);
      const { from = 1, to, proof = false } = request.query;
      return engine.chain.read((view, head) => {
        const query = { kind: 'changes', prefix, from, to: to ?? head.height } as const;
        const answer = answerOf(view, head, query);
        const json = () => ({ ...changesJson(view, query, answer), state: stateOf(head) });
        return send(reply, { accept: request.headers.accept, proof }, answer, json);
      });
    },
  );

  api.get(
    '/v1/entries',
    {
      schema: {
        operationId: 'listEntries',
        tags: ['resolution'],
        summary: 'List entries of the state as they are',
        description:
          'For those who read the state themselves: statistics, administrators, signatures. With proof=1, or ' +
          'as application/cbor, proven complete. Restricted data are not shown.',
        querystring: Type.Object(
          {
            start: Key(`First key, in hexadecimal; ${NAMES.start} if not given.`),
            end: Key(
              `First key that is not asked for; the last one is, if only \`start\` is given.`,
            ),
            limit: Type.Optional(
              Type.Integer({
                description: `Most entries in the page, ${DEFAULT_ENTRIES} if not given.`,
                minimum: 1,
                maximum: MOST_ENTRIES,
              }),
            ),
            proof: Proof,
          },
          { additionalProperties: false },
        ),
        response: { 200: orBytes(StateEntries, 'The entries with their proof.'), ...problems(400) },
      },
    },
    (request, reply) => {
      const { start, limit = DEFAULT_ENTRIES, proof = false } = request.query;
      const { end = start === undefined ? NAMES.end : undefined } = request.query;
      const query = {
        kind: 'entries',
        start: decodeHex(start ?? NAMES.start)!,
        end: end === undefined ? null : decodeHex(end)!,
        limit,
      } as const;
      return engine.chain.read((view, head) => {
        const answer = answerOf(view, head, query);
        const json = () => ({ ...entriesJson(view, query, answer), state: stateOf(head) });
        return send(reply, { accept: request.headers.accept, proof }, answer, json);
      });
    },
  );
}

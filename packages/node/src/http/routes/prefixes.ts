import { readCounts } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import { type Static, Type } from 'typebox';
import { ProblemError } from '../../problems/problem.ts';
import type { Api } from '../api.ts';
import { PrefixParameter, readPrefixParameter } from '../prefix-parameter.ts';
import { prefixesAfter, readPrefixEntry } from '../prefix-scan.ts';
import type { PrefixEntry } from '../prefix-scan.ts';
import { stateOf, whenOf } from '../read-time.ts';
import { problems } from '../responses.ts';
import { PrefixPage, PrefixSchema } from '../schemas/chain.ts';
import { ref } from '../schemas/basics.ts';
import type { Services } from '../services.ts';

const DEFAULT_LIMIT = 100;
const MOST_PREFIXES = 1_000;

type PrefixJson = Static<typeof PrefixPage>['prefixes'][number];

function prefixJson(view: StateSnapshot, entry: PrefixEntry): PrefixJson {
  const { prefix, holder, reregisterAfterMs, template, envelope, first } = entry;
  const { registered, retired, delegated, organizations } = readCounts(view, prefix);
  return {
    prefix,
    holder,
    version: envelope.version,
    delegated: whenOf(first),
    updated: whenOf(envelope),
    reregisterAfterMs,
    template:
      template === null
        ? null
        : {
            required: [...template.required],
            optional: [...template.optional],
            others: template.others,
          },
    counts: { registered, retired, delegated, organizations },
  };
}

export function prefixRoutes(api: Api, { engine }: Services): void {
  api.get(
    '/v1/prefixes',
    {
      schema: {
        operationId: 'listPrefixes',
        tags: ['directory'],
        summary: 'List the delegated prefixes',
        querystring: Type.Object(
          {
            under: Type.Optional(
              Type.String({ description: 'Only those below this prefix, at any depth.' }),
            ),
            after: Type.Optional(Type.String({ description: 'Begin behind this prefix.' })),
            limit: Type.Optional(
              Type.Integer({
                description: `Most prefixes in the page, ${DEFAULT_LIMIT} if not given.`,
                minimum: 1,
                maximum: MOST_PREFIXES,
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(PrefixPage), ...problems(400) },
      },
    },
    (request): Static<typeof PrefixPage> => {
      const { under, after, limit = DEFAULT_LIMIT } = request.query;
      const page = {
        limit,
        ...(under === undefined ? {} : { under: readPrefixParameter(under) }),
        ...(after === undefined ? {} : { after: readPrefixParameter(after) }),
      };
      return engine.chain.read((view, head) => {
        const { entries, next } = prefixesAfter(view, page);
        const prefixes = entries.map((entry) => prefixJson(view, entry));
        return { prefixes, next: next ?? null, state: stateOf(head) };
      });
    },
  );

  api.get(
    '/v1/prefixes/:prefix',
    {
      schema: {
        operationId: 'getPrefix',
        tags: ['directory'],
        summary: 'Get a prefix: who holds it and what is under it',
        params: Type.Object({ prefix: PrefixParameter }),
        response: { 200: ref(PrefixSchema), ...problems(400, 404) },
      },
    },
    (request): Static<typeof PrefixSchema> => {
      const prefix = readPrefixParameter(request.params.prefix);
      return engine.chain.read((view, head) => {
        const entry = readPrefixEntry(view, prefix);
        if (entry === undefined) throw new ProblemError('PREFIX_ABSENT');
        return { ...prefixJson(view, entry), state: stateOf(head) };
      });
    },
  );
}

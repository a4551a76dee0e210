import { Type } from 'typebox';
import { resolveIn } from '../../resolver/answer.ts';
import { readTarget } from '../../resolver/target.ts';
import type { Api } from '../api.ts';
import { orBytes, plain, problems } from '../responses.ts';
import { ResolvedRecord } from '../schemas/record.ts';
import type { Services } from '../services.ts';

const PROVE_PATH = '/v1/prove/';

const At = Type.Optional(
  Type.String({
    description:
      'As of a block (its height), a date (its start, UTC) or a time (as 2026-01-31T09:30:00Z).',
    examples: ['17'],
  }),
);

export function resolveRoutes(api: Api, { engine, resolver }: Services): void {
  // For the API document above all: the resolver takes these requests before they get here.
  api.get(
    '/v1/resolve/*',
    {
      // The resolver reads the parameters itself.
      validatorCompiler: () => () => true,
      schema: {
        operationId: 'resolve',
        tags: ['resolution'],
        summary: 'Resolve an identifier',
        description:
          'With Accept: application/cbor the body is the answer with its proof (spec/answer.md), also where ' +
          'the status is 404 or 410. A read token (see Authorization) shows the restricted values as well.',
        security: [{}, { readToken: [] }],
        querystring: Type.Object({
          proof: Type.Optional(
            Type.Boolean({ description: 'Add the proof to the JSON answer, or to the problem.' }),
          ),
          at: At,
        }),
        response: {
          200: orBytes(ResolvedRecord, 'The answer with its proof.'),
          304: Type.Null({ description: 'Not changed since the ETag in If-None-Match.' }),
          ...problems(400, 401, 403, 404, 410),
        },
      },
    },
    (request, reply) => {
      reply.hijack();
      resolver.handle(request.raw, reply.raw);
    },
  );

  api.get(
    '/v1/prove/*',
    {
      validatorCompiler: () => () => true,
      schema: {
        operationId: 'prove',
        tags: ['resolution'],
        summary: 'Get the proof of what an identifier resolves to, or that it does not',
        description:
          'The answer with its proof as a file, with status 200 whether the identifier is registered, retired ' +
          'or unknown: the answer says which, and `touchmark verify` checks it without any network.',
        querystring: Type.Object({ at: At }),
        response: {
          200: plain('application/cbor', 'The answer with its proof.'),
          ...problems(400, 404),
        },
      },
    },
    (request, reply) => {
      const target = readTarget(request.raw.url ?? '', PROVE_PATH);
      const wanted = { proof: true, json: false };
      const { proof } = engine.chain.read((view, head) => resolveIn(view, head, target, wanted));
      return reply.type('application/cbor').send(Buffer.from(proof ?? '', 'latin1'));
    },
  );
}

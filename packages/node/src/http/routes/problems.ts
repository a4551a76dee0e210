import Type from 'typebox';
import { PROBLEMS, type ProblemCode } from '../../problems/catalogue.ts';
import { preferredLanguage } from '../../problems/language.ts';
import { ProblemError } from '../../problems/problem.ts';
import type { Api } from '../api.ts';
import { problems } from '../responses.ts';

const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

/** What the `type` of a problem leads to. */
export function problemRoutes(api: Api): void {
  api.get(
    '/problems/:code',
    {
      schema: {
        operationId: 'describeProblem',
        tags: ['operation'],
        summary: 'Describe a kind of problem',
        params: Type.Object({ code: Type.String({ pattern: '^[A-Z0-9_]{1,64}$' }) }),
        response: {
          200: Type.Object(
            {
              code: Type.String(),
              title: Type.String(),
              status: Type.Integer(),
              fix: Type.String({ description: 'What a client can do.' }),
            },
            {
              description: 'A kind of problem.',
              examples: [
                {
                  code: 'RECORD_ABSENT',
                  title: 'The identifier is not registered',
                  status: 404,
                  fix: 'Ask with ?proof=1 for a proof that it is not.',
                },
              ],
            },
          ),
          ...problems(400, 404),
        },
      },
    },
    (request) => {
      const { code } = request.params;
      if (!isProblemCode(code)) throw new ProblemError('ROUTE_UNKNOWN');
      const kind = PROBLEMS[code];
      const title = kind[preferredLanguage(request.headers['accept-language'])];
      return { code, title, status: kind.status, fix: kind.fix };
    },
  );
}

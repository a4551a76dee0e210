import { Type } from 'typebox';
import { ledger } from '@touchmark/ledger';
import { familyOf, isFamilyCode, isProblemCode, PROBLEMS } from '../../problems/catalogue.ts';
import { preferredLanguage } from '../../problems/language.ts';
import { ProblemError } from '../../problems/problem.ts';
import type { Api } from '../api.ts';
import { problems } from '../responses.ts';

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
      const language = preferredLanguage(request.headers['accept-language']);
      const decision = ledger.registry.errors.get(code);
      if (decision !== undefined) {
        return { code, title: decision[language], status: 422, fix: decision.en };
      }
      if (!isProblemCode(code) && !isFamilyCode(code)) {
        const detail = `There is no problem ${code}; docs/http.md lists what there is.`;
        throw new ProblemError('ROUTE_UNKNOWN', { detail });
      }
      const kind = isProblemCode(code) ? PROBLEMS[code] : familyOf(code);
      return { code, title: kind[language], status: kind.status, fix: kind.fix };
    },
  );
}

import { Type } from 'typebox';
import { ledger } from '@touchmark/ledger';
import { familyOf, isFamilyCode, isProblemCode, PROBLEMS } from '../../problems/catalogue.ts';
import { CODEC_WORDS } from '../../problems/codec-words.ts';
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
        return { code, title: decision[language], status: 422, fix: decision[language] };
      }
      if (!isProblemCode(code) && !isFamilyCode(code)) {
        const details = {
          en: `There is no problem ${code}; docs/errors.md lists what there is.`,
          zh: `没有名为 ${code} 的问题；docs/errors.md 列出全部。`,
        };
        throw new ProblemError('ROUTE_UNKNOWN', { details });
      }
      const kind = isProblemCode(code) ? PROBLEMS[code] : familyOf(code);
      // What a codec's code means is known more closely than by its family.
      const { [language]: title, fix } = CODEC_WORDS[code] ?? kind;
      return { code, title, status: kind.status, fix: fix[language] };
    },
  );
}

import { EngineError } from '@touchmark/engine';
import { Type } from 'typebox';
import { problemOfError } from '../../problems/from-error.ts';
import { type Language, preferredLanguage } from '../../problems/language.ts';
import { type ProblemError, renderProblem } from '../../problems/problem.ts';
import { splitBatch } from '../../submission/batch.ts';
import { pendingJson, problemOfRefusal } from '../../submission/outcome.ts';
import { type Outcome, Submission } from '../../submission/submission.ts';
import type { Api } from '../api.ts';
import { receiptJson } from '../receipt-json.ts';
import { problems } from '../responses.ts';
import { ref } from '../schemas/basics.ts';
import { BatchSchema } from '../schemas/transaction.ts';
import type { Services } from '../services.ts';

export function batchRoutes(api: Api, services: Services): void {
  const { engine, configuration, submitters } = services;

  api.post(
    '/v1/batches',
    {
      schema: {
        operationId: 'submitBatch',
        tags: ['transactions'],
        summary: 'Submit many signed transactions',
        description:
          'Takes up to a thousand transactions at once and answers what submitting each alone would be answered, in ' +
          'their order. They are independent: each has its own receipt, one can be refused and the next done. ' +
          'Sending a batch again is always safe. The body is a CBOR array of byte strings (two transactions of 200 and ' +
          '300 bytes: 82, 58 C8 and the first, 59 012C and the second). `submitAll` of the SDK makes it and checks every ' +
          'receipt; `touchmark transaction pack --batch` writes it of the files that `transaction sign` wrote, which ' +
          'are for cosigners and are refused here (TRANSACTION_TAG).',
        consumes: ['application/cbor'],
        body: Type.Unsafe<Uint8Array>({
          type: 'string',
          format: 'binary',
          description: 'A CBOR array of byte strings, each a signed transaction.',
        }),
        querystring: Type.Object(
          {
            wait: Type.Optional(
              Type.Integer({
                description: 'Milliseconds to wait for the blocks.',
                minimum: 0,
                maximum: configuration.http.commitWaitLimitMs,
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(BatchSchema), ...problems(400, 413, 415, 503) },
      },
    },
    async (request, reply) => {
      const wait = request.query.wait ?? configuration.http.commitWaitMs;
      const transactions = splitBatch(request.body ?? new Uint8Array(0));
      const submissions = transactions.map((bytes) => new Submission(engine, bytes));
      await submitters.within(wait, reply.raw, () =>
        Promise.allSettled(submissions.map((submission) => submission.result())),
      );
      const outcomes = await Promise.all(submissions.map((submission) => submission.outcome()));
      const refused = overloadOfAll(outcomes);
      if (refused !== undefined) throw refused;
      const language = preferredLanguage(request.headers['accept-language']);
      const results = outcomes.map((outcome, index) =>
        resultJson(outcome, transactions[index] as Uint8Array, language, request.id),
      );
      return reply.type('application/json').serializer(JSON.stringify).send({ results });
    },
  );
}

/** A node without room for any of them says so as to a single one. */
function overloadOfAll(outcomes: readonly Outcome[]): Error | undefined {
  const isOverload = (outcome: Outcome) =>
    outcome instanceof EngineError &&
    (outcome.code === 'ENGINE_OVERLOADED' || outcome.code === 'ENGINE_STALLED');
  const [first] = outcomes;
  return outcomes.every(isOverload) && first instanceof Error ? first : undefined;
}

/** What submitting it alone would be answered. */
function resultJson(
  outcome: Outcome,
  bytes: Uint8Array,
  language: Language,
  instance: string,
): object {
  if (outcome === undefined) return pendingJson(bytes);
  if (outcome instanceof Error) return problemJson(problemOfError(outcome), language, instance);
  if (outcome.outcome === 'committed') return receiptJson(outcome, language);
  return problemJson(problemOfRefusal(outcome), language, instance);
}

/** What a single answer says in its head stands in the problem. */
function problemJson(problem: ProblemError, language: Language, instance: string): object {
  const seconds = problem.headers['retry-after'];
  const rendered = renderProblem(problem, language, instance);
  return seconds === undefined ? rendered : { ...rendered, retryAfterSeconds: Number(seconds) };
}

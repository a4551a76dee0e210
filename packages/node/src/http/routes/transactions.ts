import { Type } from 'typebox';
import { preferredLanguage } from '../../problems/language.ts';
import { pendingJson, problemOfRefusal } from '../../submission/outcome.ts';
import { Submission } from '../../submission/submission.ts';
import type { Api } from '../api.ts';
import { receiptJson } from '../receipt-json.ts';
import { problems } from '../responses.ts';
import { ref } from '../schemas/basics.ts';
import { PendingSchema, ReceiptSchema } from '../schemas/transaction.ts';
import type { Services } from '../services.ts';

const Wait = (description: string, services: Services) =>
  Type.Optional(
    Type.Integer({
      description,
      minimum: 0,
      maximum: services.configuration.http.commitWaitLimitMs,
    }),
  );

export function transactionRoutes(api: Api, services: Services): void {
  const { engine, configuration, submitters } = services;

  api.post(
    '/v1/transactions',
    {
      schema: {
        operationId: 'submitTransaction',
        tags: ['transactions'],
        summary: 'Submit a signed transaction',
        description:
          'Takes one transaction (spec/transaction.md) and answers with its receipt once that is durable. ' +
          'A receipt can also say that the ledger refused it. Sending the same transaction again is always ' +
          'safe: it gives the same receipt. The body is the bare signed transaction, not the file that `touchmark ' +
          'transaction sign` writes for cosigners: `touchmark transaction pack` makes one of the other.',
        consumes: ['application/cbor'],
        body: Type.Unsafe<Uint8Array>({
          type: 'string',
          format: 'binary',
          description: 'The transaction: a COSE_Sign1 or COSE_Sign message.',
        }),
        querystring: Type.Object(
          {
            wait: Wait(
              'Milliseconds to wait for the block. 0: answer 202 as soon as the transaction is taken: its signatures ' +
                'hold, and it is in the mempool.',
              services,
            ),
          },
          { additionalProperties: false },
        ),
        response: {
          200: ref(ReceiptSchema),
          202: ref(PendingSchema),
          ...problems(400, 413, 415, 422, 503),
        },
      },
    },
    async (request, reply) => {
      const wait = request.query.wait ?? configuration.http.commitWaitMs;
      // A request without a body is one with an empty transaction: the decoder has words for that.
      const body: Uint8Array = request.body ?? new Uint8Array(0);
      const submission = new Submission(engine, body);
      const inTime =
        wait === 0
          ? undefined
          : await submitters.within(wait, reply.raw, () => submission.result());
      const result = inTime ?? (await submission.resultOrTaken());
      if (result === undefined) {
        const pending = pendingJson(body);
        return reply.code(202).header('location', pending.receipt).send(pending);
      }
      if (result.outcome === 'refused') throw problemOfRefusal(result);
      return receiptJson(result, preferredLanguage(request.headers['accept-language']));
    },
  );
}

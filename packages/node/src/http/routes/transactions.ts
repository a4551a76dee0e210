import { decodeTransaction } from '@touchmark/codec';
import type { RefusedTransaction, SubmitResult } from '@touchmark/engine';
import { describeRefusal, ledger } from '@touchmark/ledger';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { retryAfter } from '../../problems/from-error.ts';
import { type Language, preferredLanguage } from '../../problems/language.ts';
import { ProblemError } from '../../problems/problem.ts';
import type { Api } from '../api.ts';
import { detailsJson, receiptJson } from '../receipt-json.ts';
import { problems } from '../responses.ts';
import { ref } from '../schemas/common.ts';
import { PendingSchema, ReceiptSchema } from '../schemas/transaction.ts';
import type { Services } from '../services.ts';

const BLOCK_FULL = 'BLOCK_FULL';

/** A transaction that reached no block, as a problem: the ledger has words for it, or its bytes could not be read. */
function refusal({ code, details, message }: RefusedTransaction): ProblemError {
  const isDecision = ledger.registry.errors.has(code);
  const words = (language: Language): string =>
    isDecision ? describeRefusal(code, details, language) : message;
  return new ProblemError(code, {
    status: code === BLOCK_FULL ? 503 : isDecision ? 422 : 400,
    details: { en: words('en'), zh: words('zh') },
    extensions: { details: detailsJson(details) },
    headers: code === BLOCK_FULL ? retryAfter(0) : {},
  });
}

const Wait = (description: string, services: Services) =>
  Type.Optional(
    Type.Integer({
      description,
      minimum: 0,
      maximum: services.configuration.http.commitWaitLimitMs,
    }),
  );

const turnOfLoop = (): Promise<undefined> =>
  new Promise((resolve) => {
    setImmediate(() => resolve(undefined));
  });

function pending(reply: FastifyReply, body: Uint8Array) {
  const id = Buffer.from(decodeTransaction(body).id).toString('hex');
  const receipt = `/v1/receipts/${id}`;
  return reply.code(202).header('location', receipt).send({
    transaction: id,
    status: 'pending',
    receipt,
  });
}

export function transactionRoutes(api: Api, services: Services): void {
  const { engine, configuration, waiters } = services;

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
          'safe: it gives the same receipt.',
        consumes: ['application/cbor'],
        body: Type.Unsafe<Uint8Array>({
          type: 'string',
          format: 'binary',
          description: 'The transaction: a COSE_Sign1 or COSE_Sign message.',
        }),
        querystring: Type.Object(
          {
            wait: Wait(
              'Milliseconds to wait for the block. 0: answer 202 as soon as the transaction is taken.',
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
      const submitted = engine.submit(body);
      let result: SubmitResult | undefined;
      if (wait === 0) {
        // What can be refused at once is; what happens later is in the receipt.
        submitted.catch(() => undefined);
        result = await Promise.race([submitted, turnOfLoop()]);
      } else {
        result = await waiters.within(wait, submitted);
      }
      if (result === undefined) return pending(reply, body);
      if (result.outcome === 'refused') throw refusal(result);
      return receiptJson(result, preferredLanguage(request.headers['accept-language']));
    },
  );
}

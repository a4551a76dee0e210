import { Type } from 'typebox';
import { preferredLanguage } from '../../problems/language.ts';
import { ProblemError } from '../../problems/problem.ts';
import { wantsCbor } from '../../resolver/etag.ts';
import type { Api } from '../api.ts';
import { receiptJson } from '../receipt-json.ts';
import { orBytes, problems } from '../responses.ts';
import { HASH_PATTERN } from '../schemas/basics.ts';
import { ReceiptSchema } from '../schemas/transaction.ts';
import type { Services } from '../services.ts';

export function receiptRoutes(api: Api, { engine, configuration, waiters }: Services): void {
  api.get(
    '/v1/receipts/:transaction',
    {
      schema: {
        operationId: 'getReceipt',
        tags: ['transactions'],
        summary: 'Get the receipt of a transaction',
        description:
          'With proof=1 the receipt comes with its path to a signed header; with Accept: application/cbor ' +
          'the body is that proof itself.',
        params: Type.Object({
          transaction: Type.String({
            description: 'Id of the transaction.',
            pattern: HASH_PATTERN,
          }),
        }),
        querystring: Type.Object(
          {
            wait: Type.Optional(
              Type.Integer({
                description: 'Milliseconds to wait for the receipt if there is none yet.',
                minimum: 0,
                maximum: configuration.http.commitWaitLimitMs,
              }),
            ),
            proof: Type.Optional(Type.Boolean({ description: 'Give a proof as well.' })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: orBytes(ReceiptSchema, 'The proof of the receipt.'),
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const id = Buffer.from(request.params.transaction, 'hex');
      const { wait = 0, proof = false } = request.query;
      let receipt = engine.chain.receipt(id);
      if (receipt === undefined && wait > 0) {
        receipt = await waiters.receipt(id, wait, reply.raw);
      }
      if (receipt === undefined) {
        const hasAll = engine.chain.firstBlock() === 1;
        throw new ProblemError(hasAll ? 'RECEIPT_ABSENT' : 'RECEIPT_NOT_HERE');
      }
      const bytes = wantsCbor(request.headers.accept);
      const proven = proof || bytes ? engine.chain.receiptProof(id) : undefined;
      if (bytes && proven !== undefined) return reply.type('application/cbor').send(proven);
      const language = preferredLanguage(request.headers['accept-language']);
      const json = receiptJson(receipt, language);
      return proven === undefined
        ? json
        : { ...json, proof: Buffer.from(proven).toString('base64') };
    },
  );
}

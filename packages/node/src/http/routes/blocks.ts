import type { BlockSummary } from '@touchmark/engine';
import { decodeReceipt } from '@touchmark/ledger';
import { type Static, Type } from 'typebox';
import { ProblemError } from '../../problems/problem.ts';
import type { Api } from '../api.ts';
import { hexOf, stateOf, timeOf } from '../read-time.ts';
import { problems } from '../responses.ts';
import { BlockPage, BlockSchema, HeaderSchema, SignedHeaderSchema } from '../schemas/chain.ts';
import { ref } from '../schemas/basics.ts';
import type { Services } from '../services.ts';

const DEFAULT_LIMIT = 20;
const MOST_BLOCKS = 100;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Never the transactions themselves: restricted values are in them. */
function summaryJson(block: BlockSummary): Static<typeof BlockPage>['blocks'][number] {
  return {
    block: block.height,
    time: timeOf(block.timeMs),
    hash: hexOf(block.hash),
    previousRoot: hexOf(block.appHash),
    proposer: hexOf(block.proposer),
    transactions: block.transactions,
    bytes: block.bytes,
  };
}

function pageRoute(api: Api, { engine }: Services): void {
  api.get(
    '/v1/blocks',
    {
      schema: {
        operationId: 'listBlocks',
        tags: ['chain'],
        summary: 'List the latest blocks',
        querystring: Type.Object(
          {
            before: Type.Optional(
              Type.Integer({
                description: 'Only blocks below this height.',
                minimum: 1,
                maximum: Number.MAX_SAFE_INTEGER,
              }),
            ),
            limit: Type.Optional(
              Type.Integer({
                description: `Most blocks in the page, ${DEFAULT_LIMIT} if not given.`,
                minimum: 1,
                maximum: MOST_BLOCKS,
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(BlockPage), ...problems(400) },
      },
    },
    (request): Static<typeof BlockPage> => {
      const { before, limit = DEFAULT_LIMIT } = request.query;
      const blocks = engine.chain.blocks({ limit, ...(before === undefined ? {} : { before }) });
      const first = engine.chain.firstBlock();
      const oldest = blocks.at(-1)?.height ?? first;
      return { blocks: blocks.map(summaryJson), next: oldest > first ? oldest : null };
    },
  );
}

const absent = (height: number, first: number): ProblemError =>
  new ProblemError(height < first ? 'BLOCK_BEFORE_SNAPSHOT' : 'BLOCK_ABSENT');

function headerRoute(api: Api, { engine }: Services): void {
  api.get(
    '/v1/headers/:height',
    {
      schema: {
        operationId: 'getHeader',
        tags: ['chain'],
        summary: 'Get the header of a block with its signatures and validators',
        description:
          'What a light client follows from validators that it trusts to those of today (spec/light-client.md). The ' +
          'newest header may still change its signatures; all others stay as they are and may be kept for good.',
        params: Type.Object({
          height: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
        }),
        response: { 200: ref(SignedHeaderSchema), ...problems(400, 404) },
      },
    },
    (request, reply): Static<typeof SignedHeaderSchema> => {
      const { height } = request.params;
      const found = engine.chain.header(height);
      if (found === undefined) throw absent(height, engine.chain.firstBlock());
      if (found.isSettled) reply.header('cache-control', 'public, max-age=31536000, immutable');
      return {
        block: height,
        time: timeOf(found.timeMs),
        hash: hexOf(found.hash),
        signedHeader: base64(found.signedHeader),
        validators: base64(found.validators),
      };
    },
  );
}

export function blockRoutes(api: Api, services: Services): void {
  const { engine } = services;
  pageRoute(api, services);

  api.get(
    '/v1/blocks/:height',
    {
      schema: {
        operationId: 'getBlock',
        tags: ['chain'],
        summary: 'Get a block: its header, commit and what became of its transactions',
        params: Type.Object({
          height: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
        }),
        response: { 200: ref(BlockSchema), ...problems(400, 404) },
      },
    },
    (request): Static<typeof BlockSchema> => {
      const { height } = request.params;
      const block = engine.chain.block(height);
      if (block === undefined) throw absent(height, engine.chain.firstBlock());
      const receipts = block.receipts.map(({ id, code, data }) => ({
        transaction: hexOf(id),
        status: code === 0 ? ('done' as const) : ('refused' as const),
        code: code === 0 ? 'OK' : decodeReceipt(data).code,
      }));
      return { ...summaryJson(block), receipts, signedHeader: base64(block.signedHeader) };
    },
  );

  headerRoute(api, services);

  api.get(
    '/v1/header/latest',
    {
      schema: {
        operationId: 'getLatestHeader',
        tags: ['chain'],
        summary: 'Get the newest header that proves a state',
        response: { 200: ref(HeaderSchema) },
      },
    },
    (): Static<typeof HeaderSchema> => {
      const head = engine.chain.latest();
      return {
        chainId: head.chainId,
        state: stateOf(head),
        time: timeOf(head.timeMs),
        signedHeader: base64(head.signedHeader),
        validators: base64(head.validators),
      };
    },
  );

  api.get(
    '/v1/genesis',
    {
      schema: {
        operationId: 'getGenesis',
        tags: ['chain'],
        summary: 'Get the genesis file',
        description:
          'Byte for byte, as `touchmark verify --genesis` takes it. Whoever verifies should get it, or its ' +
          'hash, from somebody they trust rather than from the node they check.',
        response: {
          200: Type.Object({}, { additionalProperties: true, description: 'The file.' }),
        },
      },
    },
    (_request, reply) => reply.type('application/json').send(Buffer.from(engine.genesisBytes)),
  );
}

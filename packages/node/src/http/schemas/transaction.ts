import { Type } from 'typebox';
import { Base64, Hash, Height, named, ProblemSchema, ref, Time } from './basics.ts';

const ID = '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9';

export const EventSchema = Type.Object(
  {
    id: Type.String({ description: 'HEIGHT-INDEX-N: block, transaction in it, event of that.' }),
    block: Height('Block of the event.'),
    index: Type.Integer({ minimum: 0, description: 'Transaction in the block, from 0.' }),
    type: Type.String({ description: 'What happened, as module.what-happened.' }),
    params: Type.Object(
      {},
      {
        additionalProperties: true,
        description: 'Particulars; byte strings are in hexadecimal.',
      },
    ),
  },
  {
    examples: [
      {
        id: '12-0-0',
        block: 12,
        index: 0,
        type: 'naming.registered',
        params: { prefix: '88.118.8', suffixes: ['JXDY2106023'] },
      },
    ],
  },
);

export const EventPage = named(
  'EventPage',
  Type.Object(
    {
      events: Type.Array(EventSchema),
      next: Type.Union([Type.String(), Type.Null()], {
        description: 'Give it as `after` for what follows; null: nothing has happened yet.',
      }),
    },
    { description: 'Events, oldest first.' },
  ),
);

export const ReceiptSchema = named(
  'Receipt',
  Type.Object(
    {
      transaction: Hash('Id of the transaction.'),
      status: Type.Enum(['done', 'refused'], {
        type: 'string',
        description: 'Refused: the ledger decided against it; nothing of it took effect.',
      }),
      code: Type.String({ description: 'OK, or the stable code of the refusal.' }),
      message: Type.String({
        description: 'What happened and what to do, in the language asked for.',
      }),
      details: Type.Object(
        {},
        {
          additionalProperties: true,
          description: 'What the refusal is about; byte strings are in hexadecimal.',
        },
      ),
      block: Height('Block that the transaction is in.'),
      index: Type.Integer({ minimum: 0, description: 'Its place in the block, from 0.' }),
      time: Time('Time of the block.'),
      proof: Type.Optional(Base64('The receipt with its path to a signed header, if asked for.')),
    },
    {
      description: 'What became of a transaction that is in a block.',
      examples: [
        {
          transaction: ID,
          status: 'done',
          code: 'OK',
          message: 'Done.',
          details: {},
          block: 12,
          index: 0,
          time: '2026-01-31T09:30:00.000Z',
        },
      ],
    },
  ),
);

export const PendingSchema = named(
  'PendingTransaction',
  Type.Object(
    {
      transaction: Hash('Id of the transaction.'),
      status: Type.Literal('pending'),
      receipt: Type.String({ description: 'Address of the receipt, once there is one.' }),
    },
    {
      description: 'A transaction that was taken and is not in a block yet.',
      examples: [{ transaction: ID, status: 'pending', receipt: `/v1/receipts/${ID}` }],
    },
  ),
);

export const BatchSchema = named(
  'Batch',
  Type.Object(
    {
      results: Type.Array(
        Type.Union([ref(ReceiptSchema), ref(PendingSchema), ref(ProblemSchema)], {
          description: 'A receipt, or what stands for it; a problem has a number as its status.',
        }),
      ),
    },
    {
      description: 'What became of each transaction of a batch, in their order.',
      examples: [
        { results: [{ transaction: ID, status: 'pending', receipt: `/v1/receipts/${ID}` }] },
      ],
    },
  ),
);

import { Type } from 'typebox';
import { Base64, Hash, named, StateReference, When } from './basics.ts';

const Restricted = {
  salt: Type.Optional(Base64('Only with a read token: the salt in front of a restricted value.')),
  digest: Type.Optional(
    Hash('Only with a read token: SHA-256 of salt and value, which the ledger holds.'),
  ),
};

export const RecordValue = Type.Object(
  {
    index: Type.Integer({ minimum: 1, maximum: 4_294_967_295 }),
    type: Type.String({ description: 'What kind of value.' }),
    data: Type.Object(
      {
        format: Type.Enum(['text', 'base64', 'digest'], {
          type: 'string',
          description:
            'How to read the value. A digest (SHA-256, in hexadecimal) stands for a restricted value.',
        }),
        value: Type.String(),
        ...Restricted,
      },
      { description: 'What the value holds.' },
    ),
    ttl: Type.Integer({ description: 'Seconds for which it may be kept.', minimum: 0 }),
    permissions: Type.String({
      description:
        'Four digits: administrator may read, administrator may write, public may read, public may write.',
      pattern: '^[01]{4}$',
    }),
  },
  { description: 'One typed value of a record.' },
);

const recordProperties = {
  identifier: Type.String({ description: 'In its canonical form.' }),
  status: Type.Enum(['active', 'retired'], { type: 'string' }),
  version: Type.Integer({ minimum: 1, description: 'Counts the changes of the record.' }),
  holder: Type.String({ description: 'Id of the organization that holds it.' }),
  values: Type.Array(RecordValue),
  registered: When,
  updated: When,
  transaction: Hash('The transaction that made this version.'),
  reason: Type.Optional(
    Type.String({ description: 'Why it was retired, or given to its holder by decision.' }),
  ),
};

export const EXAMPLE_RECORD = {
  identifier: '88.118.8/JXDY2106023',
  status: 'active',
  version: 1,
  holder: 'jiangxi-copper',
  values: [
    {
      index: 1,
      type: 'URL',
      data: { format: 'text', value: 'https://example.com/p/JXDY2106023' },
      ttl: 86_400,
      permissions: '1110',
    },
  ],
  registered: { block: 12, time: '2026-01-31T09:30:00.000Z' },
  updated: { block: 12, time: '2026-01-31T09:30:00.000Z' },
  transaction: '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9',
};
export const EXAMPLE_STATE = {
  block: 40,
  root: '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b',
};

export const ListedRecord = Type.Object(recordProperties, {
  description: 'What an identifier resolves to, as an entry of a list.',
  examples: [EXAMPLE_RECORD],
});

export const ResolvedRecord = named(
  'ResolvedRecord',
  Type.Object(
    {
      ...recordProperties,
      state: StateReference,
      proof: Type.Optional(Base64('The answer with its proof (spec/answer.md), if asked for.')),
    },
    {
      description: 'What an identifier resolves to.',
      examples: [{ ...EXAMPLE_RECORD, state: EXAMPLE_STATE }],
    },
  ),
);

export const RecordList = named(
  'RecordList',
  Type.Object(
    {
      prefix: Type.String(),
      records: Type.Array(ListedRecord),
      next: Type.Union([Type.String(), Type.Null()], {
        description: 'Give it as `after` for the next page; null: there is no more.',
      }),
      state: StateReference,
      proof: Type.Optional(Base64('The answer with the proof that the page is complete.')),
    },
    {
      description: 'Records directly under a prefix, in the order of their suffixes.',
      examples: [
        { prefix: '88.118.8', records: [EXAMPLE_RECORD], next: null, state: EXAMPLE_STATE },
      ],
    },
  ),
);

import { Type } from 'typebox';
import { Base64, Hash, Height, named, StateReference, Time, When } from './basics.ts';

const HASH = '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b';
const TIME = '2026-01-31T09:30:00.000Z';

const summary = {
  block: Height('Height of the block.'),
  time: Time('Time in its header.'),
  hash: Hash('Hash of its header.'),
  previousRoot: Hash('Root of the state before the block, as its header says.'),
  proposer: Type.String({ description: 'Address of the validator that made it, in hexadecimal.' }),
  transactions: Type.Integer({ minimum: 0 }),
  bytes: Type.Integer({ minimum: 0, description: 'Size of its transactions.' }),
};
const EXAMPLE = {
  block: 12,
  time: TIME,
  hash: HASH,
  previousRoot: HASH,
  proposer: '0e1a4d3a5b6c7d8e9fa0b1c2d3e4f5061728394a',
  transactions: 1,
  bytes: 412,
};

export const BlockPage = named(
  'BlockPage',
  Type.Object(
    {
      blocks: Type.Array(Type.Object(summary)),
      next: Type.Union([Type.Integer(), Type.Null()], {
        description: 'Give it as `before` for older blocks; null: there are none.',
      }),
    },
    {
      description: 'Blocks, newest first.',
      examples: [{ blocks: [EXAMPLE], next: 12 }],
    },
  ),
);

export const BlockSchema = named(
  'Block',
  Type.Object(
    {
      ...summary,
      receipts: Type.Array(
        Type.Object({
          transaction: Hash('Id of the transaction.'),
          status: Type.Enum(['done', 'refused'], { type: 'string' }),
          code: Type.String({ description: 'OK, or the stable code of the refusal.' }),
        }),
        {
          description:
            'What became of its transactions; shorter than `transactions` while the block is not executed. ' +
            'The transactions themselves are not shown: they can hold restricted values.',
        },
      ),
      signedHeader: Base64('Header and commit, as spec/header.md has them.'),
    },
    {
      examples: [
        {
          ...EXAMPLE,
          receipts: [{ transaction: HASH, status: 'done', code: 'OK' }],
          signedHeader: 'gg==',
        },
      ],
    },
  ),
);

export const HeaderSchema = named(
  'LatestHeader',
  Type.Object(
    {
      chainId: Type.String(),
      state: StateReference,
      time: Time('Time of the header.'),
      signedHeader: Base64('Header and commit of the next block, which sign that state.'),
      validators: Base64('The validators that signed it.'),
    },
    {
      description: 'The newest header that proves a state.',
      examples: [
        {
          chainId: 'touchmark-example',
          state: { block: 40, root: HASH },
          time: TIME,
          signedHeader: 'gg==',
          validators: 'gQ==',
        },
      ],
    },
  ),
);

export const SignedHeaderSchema = named(
  'SignedHeader',
  Type.Object(
    {
      block: Height('Height of the header.'),
      time: Time('Time of the header.'),
      hash: Hash('Hash of the header.'),
      signedHeader: Base64('Header and commit, as spec/header.md has them.'),
      validators: Base64('The validators that should have signed it.'),
    },
    {
      description: 'A header with who signed it: what a light client needs of a height.',
      examples: [{ block: 12, time: TIME, hash: HASH, signedHeader: 'gg==', validators: 'gQ==' }],
    },
  ),
);

const prefixProperties = {
  prefix: Type.String(),
  holder: Type.String({ description: 'Id of the organization that it is delegated to.' }),
  version: Type.Integer({ minimum: 1 }),
  delegated: When,
  updated: When,
  reregisterAfterMs: Type.Union([Type.Integer(), Type.Null()], {
    description:
      'How long after its retirement an identifier may be registered again; null: never.',
  }),
  template: Type.Union(
    [
      Type.Object({
        required: Type.Array(Type.String()),
        optional: Type.Array(Type.String()),
        others: Type.Boolean({ description: 'May have types that are not named.' }),
      }),
      Type.Null(),
    ],
    { description: 'Types of values that its records must and may have; null: any.' },
  ),
  counts: Type.Object(
    {
      registered: Type.Integer({
        minimum: 0,
        description: 'Identifiers ever registered directly under it.',
      }),
      retired: Type.Integer({ minimum: 0, description: 'Those of them that are retired.' }),
      delegated: Type.Integer({ minimum: 0, description: 'Prefixes delegated directly under it.' }),
      organizations: Type.Integer({ minimum: 0, description: 'Organizations that hold those.' }),
    },
    { description: 'Numbers kept by the ledger.' },
  ),
};
const EXAMPLE_PREFIX = {
  prefix: '88.118.8',
  holder: 'jiangxi-copper',
  version: 1,
  delegated: { block: 3, time: TIME },
  updated: { block: 3, time: TIME },
  reregisterAfterMs: null,
  template: null,
  counts: { registered: 1_200, retired: 3, delegated: 0, organizations: 0 },
};

export const PrefixSchema = named(
  'Prefix',
  Type.Object(
    { ...prefixProperties, state: StateReference },
    {
      description: 'A prefix and who holds it.',
      examples: [{ ...EXAMPLE_PREFIX, state: { block: 40, root: HASH } }],
    },
  ),
);

export const PrefixPage = named(
  'PrefixPage',
  Type.Object(
    {
      prefixes: Type.Array(Type.Object(prefixProperties)),
      next: Type.Union([Type.String(), Type.Null()], {
        description: 'Give it as `after` for the next page; null: there is no more.',
      }),
      state: StateReference,
    },
    {
      description: 'Prefixes, in bytewise order.',
      examples: [{ prefixes: [EXAMPLE_PREFIX], next: null, state: { block: 40, root: HASH } }],
    },
  ),
);

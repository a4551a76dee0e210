import { Type } from 'typebox';
import { Base64, Height, named, StateReference, Time } from './basics.ts';
import { EXAMPLE_RECORD, EXAMPLE_STATE, ListedRecord } from './record.ts';

const Proof = Type.Optional(Base64('The answer with its proof (spec/answer.md), if asked for.'));

export const RecordLife = named(
  'RecordLife',
  Type.Object(
    {
      identifier: Type.String(),
      versions: Type.Array(ListedRecord, {
        description: 'Newest first, down to the first registration; none: it was never registered.',
      }),
      state: StateReference,
      proof: Proof,
    },
    {
      description: 'All that an identifier ever resolved to.',
      examples: [
        { identifier: '88.118.8/JXDY2106023', versions: [EXAMPLE_RECORD], state: EXAMPLE_STATE },
      ],
    },
  ),
);

export const FollowedRecord = named(
  'FollowedRecord',
  Type.Object(
    {
      identifier: Type.String({ description: 'The one asked for.' }),
      steps: Type.Array(ListedRecord, {
        description: 'It, and what each alias leads to; the last is what it resolves to.',
      }),
      state: StateReference,
      proof: Proof,
    },
    {
      description: 'Where an identifier leads over aliases (values of type HS_ALIAS).',
      examples: [
        { identifier: '88.118.8/JXDY2106023', steps: [EXAMPLE_RECORD], state: EXAMPLE_STATE },
      ],
    },
  ),
);

export const PrefixChanges = named(
  'PrefixChanges',
  Type.Object(
    {
      prefix: Type.String(),
      from: Height('First block.'),
      to: Height('Last block.'),
      blocks: Type.Array(
        Type.Object({
          block: Height('A block in which something changed.'),
          time: Time('Time of that block.'),
          changed: Type.Array(Type.String(), {
            description:
              'Suffixes in the order of the changes: of a record, or of a request for signatures.',
          }),
          prefixItself: Type.Boolean({
            description: 'Its holder, its rules or its administrators changed.',
          }),
        }),
      ),
      next: Type.Union([Type.Integer(), Type.Null()], {
        description: 'Give it as `from` for the rest; null: this is all.',
      }),
      state: StateReference,
      proof: Proof,
    },
    {
      description: 'What changed directly under a prefix.',
      examples: [
        {
          prefix: '88.118.8',
          from: 1,
          to: 40,
          blocks: [
            {
              block: 12,
              time: '2026-01-31T09:30:00.000Z',
              changed: ['JXDY2106023'],
              prefixItself: false,
            },
          ],
          next: null,
          state: EXAMPLE_STATE,
        },
      ],
    },
  ),
);

const Hex = (description: string) => Type.String({ description, pattern: '^([0-9a-f]{2})*$' });

export const StateEntries = named(
  'StateEntries',
  Type.Object(
    {
      entries: Type.Array(Type.Object({ key: Hex('The key.'), value: Hex('What lies under it.') })),
      next: Type.Union([Hex('A key.'), Type.Null()], {
        description: 'Give it as `start` for the next page; null: there is no more.',
      }),
      state: StateReference,
      proof: Proof,
    },
    {
      description: 'A range of the state as it is (spec/ledger.md, section 1).',
      examples: [
        {
          entries: [{ key: '213838', value: '8700000101190000' }],
          next: null,
          state: { block: 40, root: EXAMPLE_STATE.root },
        },
      ],
    },
  ),
);

import { type TSchema, Type } from 'typebox';

/** A schema that has a name of its own in the API document; routes refer to it by `ref`. */
export function named<Schema extends TSchema>(
  id: string,
  schema: Schema,
): Schema & { $id: string } {
  return Object.assign(schema, { $id: id });
}

export const ref = (schema: { $id: string }) => Type.Ref(`${schema.$id}#`);

const EXAMPLE_HASH = '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9';

export const HASH_PATTERN = '^[0-9a-f]{64}$';

export const Hash = (description: string) =>
  Type.String({ description, pattern: HASH_PATTERN, examples: [EXAMPLE_HASH] });

export const Time = (description: string) =>
  Type.String({ description, format: 'date-time', examples: ['2026-01-31T09:30:00.000Z'] });

export const Height = (description: string) =>
  Type.Integer({ description, minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const Base64 = (description: string) =>
  Type.String({ description, contentEncoding: 'base64' });

export const When = Type.Object(
  { block: Height('Height of the block.'), time: Time('Time of that block.') },
  { description: 'A point in the life of the ledger.' },
);

export const StateReference = Type.Object(
  {
    block: Height('The answer is true after this block.'),
    root: Hash('Root of the state after it.'),
  },
  { description: 'The state that an answer was read from.' },
);

export const ProblemSchema = named(
  'Problem',
  Type.Object(
    {
      type: Type.String({ description: 'Address of the description of this kind of problem.' }),
      title: Type.String({ description: 'What kind of problem, in the language asked for.' }),
      status: Type.Integer({ description: 'The HTTP status.' }),
      detail: Type.String({ description: 'What happened this time and what to do.' }),
      instance: Type.String({ description: 'Id of the request, as in X-Request-Id.' }),
      code: Type.String({ description: 'Stable name of the kind of problem, for programs.' }),
      proof: Type.Optional(Base64('Proof of the absence or retirement, where it was asked for.')),
    },
    {
      description: 'A problem as RFC 9457 has it.',
      additionalProperties: true,
      examples: [
        {
          type: '/problems/RECORD_ABSENT',
          title: 'The identifier is not registered',
          status: 404,
          detail: 'Ask with ?proof=1 for a proof that it is not.',
          instance: '1f0c22ab-7',
          code: 'RECORD_ABSENT',
        },
      ],
    },
  ),
);

/** Bytes of an answer, for the API document. */
export const AnswerBytes = Type.String({
  format: 'binary',
  description: 'The answer with its proof: spec/answer.md.',
});

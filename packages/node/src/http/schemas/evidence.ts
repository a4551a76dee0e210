import { Type } from 'typebox';
import { Height, named, StateReference, Time } from './basics.ts';
import { EntriesProof } from './governance.ts';

export const EvidenceSchema = named(
  'Evidence',
  Type.Object(
    {
      organization: Type.String(),
      evidence: Type.Array(
        Type.Object({
          kind: Type.Enum(['duplicate-vote', 'light-client-attack'], { type: 'string' }),
          validator: Type.String({ description: 'Address of the validator, in hexadecimal.' }),
          power: Type.Integer({ minimum: 0, description: 'The power that it had.' }),
          block: Height('Height at which it signed twice.'),
          time: Time('Time of that block.'),
          provenIn: Height('The block that holds the proof.'),
          struck: Type.Boolean({
            description:
              'True: that block took its power. False: it had none any more, or those left would not have been safe.',
          }),
        }),
      ),
      proof: Type.Optional(EntriesProof),
      state: StateReference,
    },
    {
      description: 'What blocks have proven of the validators of an organization.',
      examples: [
        {
          organization: 'jiangxi-copper',
          evidence: [
            {
              kind: 'duplicate-vote',
              validator: '0e1a4d3a5b6c7d8e9fa0b1c2d3e4f5061728394a',
              power: 10,
              block: 38,
              time: '2026-01-31T09:30:00.000Z',
              provenIn: 40,
              struck: true,
            },
          ],
          state: {
            block: 40,
            root: '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b',
          },
        },
      ],
    },
  ),
);

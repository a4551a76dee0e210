import { Type } from 'typebox';
import { named, StateReference } from './basics.ts';
import { EntriesProof } from './governance.ts';

const Activation = Type.Object({
  version: Type.Integer({ minimum: 2 }),
  block: Type.Integer({ minimum: 1, description: 'The first block that goes by it.' }),
});

export const UpgradesSchema = named(
  'Upgrades',
  Type.Object(
    {
      modules: Type.Array(
        Type.Object({
          module: Type.String(),
          active: Type.Integer({ minimum: 1, description: 'Version that rules the next block.' }),
          pending: Type.Optional(Activation),
          known: Type.Integer({
            minimum: 0,
            description: 'Newest version that the software of this node has; 0: not the module.',
          }),
          activations: Type.Array(Activation),
        }),
      ),
      proof: Type.Optional(EntriesProof),
      state: StateReference,
    },
    {
      description:
        'By which version of its rules each module goes. What is proven is the activations; what is known is the ' +
        "node's own word.",
      examples: [
        {
          modules: [
            {
              module: 'naming',
              active: 1,
              pending: { version: 2, block: 120_000 },
              known: 2,
              activations: [{ version: 2, block: 120_000 }],
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

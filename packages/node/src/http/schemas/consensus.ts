import { Type } from 'typebox';
import { CONSENSUS_STATES } from '../../consensus/consensus-report.ts';
import { Height, named, Time } from './basics.ts';

const Power = (description: string) => Type.Integer({ description, minimum: 0 });

const ADDRESS = '245ACC9C762BAF7082146109A73EF92FCCB4ED37';
const TIME = '2026-01-31T09:30:00.000Z';

export const ConsensusSchema = named(
  'Consensus',
  Type.Object(
    {
      engine: Type.Enum(['embedded', 'cometbft'], { type: 'string' }),
      state: Type.Enum([...CONSENSUS_STATES], {
        type: 'string',
        description:
          'resting: nothing to decide; standing: a height is not decided for longer than several rounds take; away: ' +
          'CometBFT does not answer.',
      }),
      height: Height('Height that is being decided.'),
      round: Type.Integer({ minimum: 0, description: 'Tries at it so far, from 0.' }),
      step: Type.String({ description: 'How far the round is.' }),
      since: Time('When that height was begun.'),
      proposer: Type.Union([Type.String(), Type.Null()], {
        description: 'Address of the validator that proposes in this round.',
      }),
      node: Type.Union([Type.String(), Type.Null()], {
        description: 'Id of this node, by which others are connected with it.',
      }),
      peers: Type.Array(Type.String(), {
        description: 'Ids of the nodes connected with this one.',
      }),
      validators: Type.Array(
        Type.Object({
          address: Type.String(),
          organization: Type.Union([Type.String(), Type.Null()]),
          power: Power('Voting power.'),
          isOwn: Type.Boolean({ description: 'It is this node.' }),
          prevoted: Type.Boolean({ description: 'This node has its prevote of the round.' }),
          precommitted: Type.Boolean({ description: 'This node has its precommit of the round.' }),
          signedNewest: Type.Boolean({ description: 'It signed the newest block.' }),
          signedRecently: Type.Boolean({ description: 'It signed one of the newest blocks.' }),
        }),
      ),
      power: Type.Object({
        total: Power('Of all validators.'),
        prevoted: Power('Of those whose prevote is here.'),
        precommitted: Power('Of those whose precommit is here.'),
        needed: Power('The least that decides: more than two thirds.'),
      }),
      newest: Type.Object(
        { block: Height('The newest block here.'), time: Time('Its time.') },
        { description: 'The newest block that this node has made durable.' },
      ),
      held: Type.Optional(
        Type.Object(
          {
            until: Type.Optional(Height('It signs nothing up to this block.')),
            otherSigner: Type.Optional(
              Height('Newest block that somebody else has signed with its key, or claimed it in.'),
            ),
          },
          {
            description:
              'There while this node does not know what its validator has signed, and signs nothing.',
          },
        ),
      ),
      findings: Type.Array(
        Type.Object({
          code: Type.String({ description: 'Stable name.' }),
          level: Type.Enum(['ok', 'warning', 'failure'], { type: 'string' }),
          detail: Type.String({ description: 'How it is, in the language asked for.' }),
          advice: Type.Optional(Type.String({ description: 'What to do.' })),
        }),
      ),
    },
    {
      description: 'What decides the blocks, as this node sees it. Proven by nothing.',
      examples: [
        {
          engine: 'cometbft',
          state: 'resting',
          height: 43,
          round: 0,
          step: 'resting',
          since: TIME,
          proposer: ADDRESS,
          node: '0c1a3e1ff7d8b6a1a2f5b9c05e3d4a6b7c8d9e0f',
          peers: ['9a66f2acc029b3b507f30ac6e22a81d807d7f3a2'],
          validators: [
            {
              address: ADDRESS,
              organization: 'top-beijing',
              power: 10,
              isOwn: true,
              prevoted: false,
              precommitted: false,
              signedNewest: true,
              signedRecently: true,
            },
          ],
          power: { total: 10, prevoted: 0, precommitted: 0, needed: 7 },
          newest: { block: 42, time: TIME },
          findings: [
            {
              code: 'consensus.resting',
              level: 'ok',
              detail: 'Nothing waits to be decided; the newest block is 42, 3 s old.',
            },
          ],
        },
      ],
    },
  ),
);

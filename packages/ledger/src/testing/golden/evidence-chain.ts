import { encodeHex } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import {
  encodeAdmit,
  encodePropose,
  encodeSetConsensus,
  encodeSetRoles,
  encodeSetValidators,
} from '../../index.ts';
import type { Misbehavior } from '../../index.ts';
import { testKey } from '../sandbox.ts';
import { ADMIN, GOLDEN_START_MS, GoldenAuthor, goldenGenesis, provenKey } from './golden-author.ts';
import { executeChain } from './golden-chain.ts';
import type { GoldenChain } from './golden-chain.ts';

const START = GOLDEN_START_MS;
const SECOND = 1_000;
const OWNERS = ['admin', 'top', 'maker', 'fourth', 'fifth'];
const ROLES = { admin: ['administrator'], top: ['top-operator'], maker: [] } as const;

const validatorKey = (owner: string): Uint8Array =>
  testKey(`golden validator of ${owner}`).publicKey;

function proof(owner: string, kind: Misbehavior['kind'], height: number) {
  const address = encodeHex(validatorAddress(validatorKey(owner)));
  return { kind, address, power: 10, height, timeMs: START + height * SECOND };
}

/** Five validators; one is struck, the next can't be, nor one that left; what is decided of blocks. */
export function evidenceChain(): GoldenChain {
  const author = new GoldenAuthor();
  const newcomers = ['fourth', 'fifth'].map((id) =>
    encodeAdmit({ id, name: id, roles: ['validator'], keys: [provenKey(`golden ${id}`, id)] }),
  );
  const roles = Object.entries(ROLES).map(([id, own]) =>
    encodeSetRoles({ id, roles: [...own, 'validator'] }),
  );
  const validators = OWNERS.map((organization) => {
    return { organization, publicKey: validatorKey(organization), power: 10 };
  });
  const decided = [
    encodeSetValidators({ validators }),
    encodeSetConsensus({ maxBytes: 8_388_608, evidenceBlocks: 2_000, evidenceMs: 86_400_000 }),
  ];
  const blocks = [
    {
      about: 'five validators, in the place of the one of the genesis file; parameters of blocks',
      timeMs: START,
      transactions: [
        author.sign([ADMIN], [...newcomers, ...roles]),
        author.sign([ADMIN], [encodePropose({ title: 'five', actions: decided, vote: 'yes' })]),
      ],
    },
    {
      about: 'two votes of the fifth: it is struck; of one that nobody knows',
      timeMs: START + SECOND,
      transactions: [],
      misbehavior: [proof('fifth', 'duplicate-vote', 1), proof('nobody', 'duplicate-vote', 1)],
    },
    {
      about: 'the fifth once more, also the same; the fourth, who stays: three would not be safe',
      timeMs: START + 2 * SECOND,
      transactions: [],
      misbehavior: [
        proof('fifth', 'duplicate-vote', 1),
        proof('fifth', 'light-client-attack', 1),
        proof('fourth', 'light-client-attack', 2),
      ],
    },
    {
      about: 'the members set it again',
      timeMs: START + 3 * SECOND,
      transactions: [
        author.sign([ADMIN], [encodePropose({ title: 'again', actions: decided, vote: 'yes' })]),
      ],
    },
  ];
  const about = 'evidence of validators that sign twice, and what the members decide of blocks';
  return executeChain({ name: 'evidence', about, genesis: goldenGenesis() }, blocks);
}

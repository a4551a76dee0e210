import { encode } from '@touchmark/codec';
import {
  encodeAddKey,
  encodeAdmit,
  encodeDelegate,
  encodeRegister,
  encodeReinstate,
  encodeRetire,
  encodeRevokeKey,
  encodeSetRoles,
  encodeSuspend,
  encodeUpdate,
} from '../../index.ts';
import { testKey } from '../sandbox.ts';
import { secret, value } from '../named-sandbox.ts';
import {
  ADMIN,
  GoldenAuthor,
  goldenGenesis,
  GOLDEN_START_MS as START,
  MAKER,
  TOP,
} from './golden-author.ts';
import { executeChain } from './golden-chain.ts';
import type { GoldenChain } from './golden-chain.ts';
import { rulesChain } from './rules-chain.ts';

const SECOND = 1000;

export function goldenChains(): GoldenChain[] {
  return [organizationsChain(), namingChain(), rulesChain(), refusalsChain()];
}

function organizationsChain(): GoldenChain {
  const author = new GoldenAuthor();
  const spare = testKey('golden spare');
  const admit = encodeAdmit({
    id: 'auditor-1',
    name: '审计 one',
    roles: ['auditor', 'secondary-operator'],
    keys: [spare, testKey('golden spare 2', 'p256')],
  });
  const addKey = encodeAddKey({ id: 'maker', ...testKey('golden third') });
  const revoke = encodeRevokeKey({ id: 'maker', keyId: MAKER.keyId, reason: 'rotated' });
  const blocks = [
    {
      about: 'an admission; a key added by its owner and another revoked, in one transaction',
      timeMs: START,
      transactions: [author.sign([ADMIN], [admit]), author.sign([MAKER], [addKey, revoke])],
    },
    {
      about: 'suspension, roles of a suspended organization, reinstatement; two signers',
      timeMs: START + SECOND,
      transactions: [
        author.sign([ADMIN], [encodeSuspend({ id: 'auditor-1', reason: 'unpaid' })]),
        author.sign([ADMIN, TOP], [encodeSetRoles({ id: 'auditor-1', roles: ['reporter'] })]),
        author.sign([ADMIN], [encodeReinstate({ id: 'auditor-1', reason: 'paid' })]),
      ],
    },
  ];
  const about = 'every action of the module organizations';
  return executeChain({ name: 'organizations', about, genesis: goldenGenesis() }, blocks);
}

function namingChain(): GoldenChain {
  const author = new GoldenAuthor();
  const forever = value(1, 'serial 7', 2);
  const open = value(3, 'unread', 15);
  const hidden = value(4, secret('price: 7'), 12);
  const gear = { suffix: 'gear/7', values: [forever, value(2, 'a'), open, hidden] };
  const bolt = { suffix: 'Bolt%20%E9%92%A2', values: [value(9, Uint8Array.of(0, 255))] };
  const update = encodeUpdate({
    identifier: '88.1/gear/7',
    expectedVersion: 1,
    values: [forever, value(3, 'unread', 15), value(4, secret('price: 8'), 12), value(5, 'new')],
  });
  const blocks = [
    {
      about: 'delegation at two depths; a batch out of order with all kinds of values',
      timeMs: START,
      transactions: [
        author.sign([ADMIN], [encodeDelegate({ prefix: '88', holder: 'top' })]),
        author.sign([TOP], [encodeDelegate({ prefix: '88.1', holder: 'top' })]),
        author.sign([TOP], [encodeRegister({ prefix: '88.1', entries: [gear, bolt] })]),
      ],
    },
    {
      about: 'an update and a retirement in the same block: two versions of one record',
      timeMs: START + SECOND,
      transactions: [
        author.sign([TOP], [update]),
        author.sign(
          [TOP],
          [encodeRetire({ identifier: '88.1/gear/7', expectedVersion: 2, reason: '报废' })],
        ),
      ],
    },
    {
      about: 'long after: what has expired is pruned',
      timeMs: START + 700 * SECOND,
      transactions: [
        author.sign(
          [TOP],
          [encodeRegister({ prefix: '88', entries: [{ suffix: '0', values: [] }] })],
          {
            expiresAtMs: START + 800 * SECOND,
          },
        ),
      ],
    },
  ];
  const about = 'every action of the module naming';
  return executeChain({ name: 'naming', about, genesis: goldenGenesis() }, blocks);
}

function refusalsChain(): GoldenChain {
  const author = new GoldenAuthor();
  const delegate = author.sign([ADMIN], [encodeDelegate({ prefix: '88', holder: 'top' })]);
  const entries = ['a', 'b', 'a'].map((suffix) => ({ suffix, values: [] }));
  const spoiled = author.sign([TOP], [encodeDelegate({ prefix: '88.2', holder: 'top' })]);
  const signature = spoiled.slice(0, -2) + (spoiled.endsWith('00') ? '01' : '00');
  const blocks = [
    {
      about: 'done; repeated; badly signed; from a stranger; for another chain; expired; too late',
      timeMs: START,
      transactions: [
        delegate,
        delegate,
        signature,
        author.sign([testKey('golden stranger')], [encodeSuspend({ id: 'top', reason: 'x' })]),
        author.sign([TOP], [someAction()], { chainId: 'golden-2' }),
        author.sign([TOP], [someAction()], { expiresAtMs: START }),
        author.sign([TOP], [someAction()], { expiresAtMs: START + 86_400_001 }),
      ],
    },
    {
      about:
        'unknown action; params that do not fit; a batch with a repeated suffix; a second action',
      timeMs: START + SECOND,
      transactions: [
        author.sign([TOP], [{ type: 'naming.sell', params: encode({}) }]),
        author.sign([TOP], [{ type: 'naming.delegate', params: encode({ holder: 'top' }) }]),
        author.sign([TOP], [encodeRegister({ prefix: '88', entries })]),
        author.sign([TOP], [encodeDelegate({ prefix: '88.3', holder: 'top' }), someAction()]),
        spoiled,
      ],
    },
  ];
  const about = 'transactions that are turned away, refused, or undone by their second action';
  return executeChain({ name: 'refusals', about, genesis: goldenGenesis() }, blocks);
}

/** Refused, whoever sends it, but for an administrator. */
function someAction() {
  return encodeSuspend({ id: 'maker', reason: 'rival' });
}

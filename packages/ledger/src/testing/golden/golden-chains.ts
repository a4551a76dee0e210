import { decodeTransaction, encode } from '@touchmark/codec';
import type { Action } from '@touchmark/codec';
import {
  encodeAddKey,
  encodeAdmit,
  encodeAdmitApplicant,
  encodeApply,
  encodeAttach,
  encodeDelegate,
  encodeDetach,
  encodeLeave,
  encodePropose,
  encodeRecover,
  encodeRegister,
  encodeReinstate,
  encodeRetire,
  encodeRevokeKey,
  encodeRotateKey,
  encodeSetRoles,
  encodeSetConstitution,
  encodeSetQuota,
  encodeSetRecovery,
  encodeSuspendUrgently,
  encodeSuspend,
  encodeUpdate,
  encodeVoteAction,
  encodeWithdraw,
} from '../../index.ts';
import type { Choice } from '../../index.ts';
import { sha256 } from '@touchmark/crypto';
import { encodeApplication } from '../../modules/organizations/application.ts';
import { testKey } from '../sandbox.ts';
import { secret, value } from '../named-sandbox.ts';
import {
  ADMIN,
  GoldenAuthor,
  goldenGenesis,
  GOLDEN_START_MS as START,
  MAKER,
  provenKey,
  TOP,
} from './golden-author.ts';
import { executeChain } from './golden-chain.ts';
import type { GoldenChain } from './golden-chain.ts';
import { rulesChain } from './rules-chain.ts';
import { evidenceChain } from './evidence-chain.ts';
import { upgradesChain } from './upgrades-chain.ts';

const SECOND = 1000;

export function goldenChains(): GoldenChain[] {
  return [
    organizationsChain(),
    membershipChain(),
    namingChain(),
    rulesChain(),
    governanceChain(),
    refusalsChain(),
    upgradesChain(),
    evidenceChain(),
  ];
}

function organizationsChain(): GoldenChain {
  const author = new GoldenAuthor();
  const spare = provenKey('golden spare', 'auditor-1');
  const admit = encodeAdmit({
    id: 'auditor-1',
    name: '审计 one',
    roles: ['auditor', 'secondary-operator'],
    keys: [spare, provenKey('golden spare 2', 'auditor-1', 'p256')],
  });
  const addKey = encodeAddKey({ id: 'maker', ...provenKey('golden third', 'maker') });
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

const register = (...suffixes: string[]) =>
  encodeRegister({ prefix: '88', entries: suffixes.map((suffix) => ({ suffix, values: [] })) });

function membershipChain(): GoldenChain {
  const author = new GoldenAuthor();
  const id = 'newcomer';
  const newcomer = provenKey('golden newcomer', id, 'p256');
  const next = provenKey('golden next', id);
  const safe = provenKey('golden safe', id);
  const documents = [{ name: 'licence.pdf', digest: new Uint8Array(32).fill(1) }];
  const codes = { creditCode: '91350100M000100Y43', lei: '5493001KJTIIGC8Y1R12' };
  const apply = encodeApply({
    id,
    name: '新来者',
    roles: ['reporter', 'enterprise-operator'],
    keys: [newcomer],
    ...codes,
    documents,
    statement: 'gears',
  });
  const applied = author.sign([newcomer], [apply]);
  const { id: transactionId } = decodeTransaction(new Uint8Array(Buffer.from(applied, 'hex')));
  const application = sha256(
    encodeApplication({
      name: '新来者',
      roles: ['enterprise-operator', 'reporter'],
      keys: [newcomer],
      ...codes,
      documents,
      statement: 'gears',
      keyId: newcomer.keyId,
      sponsor: '',
      transactionId,
      expiresMs: START + 1_209_600_000,
    }),
  );
  const role = 'enterprise-operator';
  const blocks = [
    { about: 'an application from outside', timeMs: START, transactions: [applied] },
    {
      about: 'its admission; a rotation, recovery keys, documents, quotas, an urgent suspension',
      timeMs: START + SECOND,
      transactions: [
        author.sign([ADMIN], [encodeAdmitApplicant({ id, application, roles: [role] })]),
        author.sign(
          [newcomer],
          [
            encodeRotateKey({ id, ...next, keyId: newcomer.keyId, overlapMs: SECOND }),
            encodeSetRecovery({ id, threshold: 1, keys: [safe] }),
            encodeDetach({ id, name: 'licence.pdf' }),
          ],
        ),
        author.sign(
          [ADMIN],
          [
            encodeSetQuota({ role, registrations: 2, bytes: 10_000 }),
            encodeSetRoles({ id: 'top', roles: [role, 'top-operator'] }),
            encodeSetQuota({ role: 'top-operator', registrations: 1, bytes: 1000 }),
            encodeDelegate({ prefix: '88', holder: 'top' }),
            encodeSuspendUrgently({ id: 'maker', hours: 1, reason: 'stolen' }),
          ],
        ),
        author.sign([TOP], [register('a', 'b')]),
        author.sign([TOP], [register('c')]),
      ],
    },
    {
      about: 'the old key is over; recovery with a key of its own; a departure',
      timeMs: START + 2 * SECOND,
      transactions: [
        author.sign([newcomer], [encodeAttach({ id, name: 'a', digest: new Uint8Array(32) })]),
        author.sign(
          [safe],
          [encodeRecover({ id, keys: [provenKey('golden fresh', id, 'sm2')], reason: 'lost' })],
        ),
        author.sign([next], [encodeAttach({ id, name: 'a', digest: new Uint8Array(32) })]),
        author.sign([TOP], [encodeLeave({ id: 'top', reason: 'merged' })]),
      ],
    },
    {
      about: 'the urgent suspension ends in a block without transactions',
      timeMs: START + 3601 * SECOND,
      transactions: [],
    },
  ];
  const about = 'application, admission, rotation, recovery, quotas, urgent suspension, departure';
  return executeChain({ name: 'membership', about, genesis: goldenGenesis() }, blocks);
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

const vote = (proposal: number, choice: Choice) =>
  encodeVoteAction({ proposal, choice, reason: '' });
const propose = (title: string, ...actions: Action[]) =>
  encodePropose({ title, actions, vote: 'none' });

function governanceChain(): GoldenChain {
  const author = new GoldenAuthor();
  const rule = {
    votingMs: 60_000,
    delayMs: 60_000,
    quorum: '1/2',
    threshold: '2/3',
    electorate: ['role:administrator', 'committee:board'],
    veto: ['organization:maker'],
  };
  const constitution = {
    committees: [{ name: 'board', organizations: ['admin', 'top'] }],
    rules: [
      { ...rule, action: 'organizations.*' },
      { ...rule, action: '*', threshold: 'any', quorum: '0/1', delayMs: 0, veto: [] },
    ],
  };
  const suspend = encodeSuspend({ id: 'maker', reason: 'unpaid' });
  const blocks = [
    {
      about: 'a new constitution, by the default one; two proposals under it, one with a veto',
      timeMs: START,
      transactions: [
        author.sign(
          [ADMIN],
          [
            encodePropose({
              title: '章程',
              actions: [encodeSetConstitution(constitution)],
              vote: 'yes',
            }),
          ],
        ),
        author.sign([TOP], [propose('Suspend', suspend), propose('Again', suspend)]),
        author.sign([ADMIN], [vote(2, 'yes'), vote(3, 'yes')]),
        author.sign([TOP], [vote(2, 'yes')]),
        author.sign([MAKER], [vote(2, 'yes')]),
        author.sign([MAKER], [vote(3, 'veto')]),
      ],
    },
    {
      about: 'the time-lock ends in a block without transactions',
      timeMs: START + 60 * SECOND,
      transactions: [],
    },
    {
      about: 'a proposal that nobody votes on, one withdrawn, one that fails, validators',
      timeMs: START + 61 * SECOND,
      transactions: [
        author.sign(
          [TOP],
          [
            propose('Nobody', encodeReinstate({ id: 'maker', reason: 'paid' })),
            propose('Withdrawn', encodeReinstate({ id: 'maker', reason: 'paid' })),
            encodeWithdraw({ proposal: 5 }),
          ],
        ),
        author.sign([TOP], [propose('Impossible', suspend)]),
      ],
    },
    { about: 'its time is over', timeMs: START + 200 * SECOND, transactions: [] },
  ];
  const about =
    'proposals: accepted, vetoed, withdrawn, expired, carried out when a time-lock ends';
  return executeChain({ name: 'governance', about, genesis: goldenGenesis() }, blocks);
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
    {
      about: 'a key with a proof for another organization; with one for this',
      timeMs: START + 2 * SECOND,
      transactions: ['top', 'maker'].map((owner) => {
        const key = provenKey('golden third', owner);
        return author.sign([MAKER], [encodeAddKey({ id: 'maker', ...key })]);
      }),
    },
  ];
  const about = 'transactions that are turned away, refused, or undone by their second action';
  return executeChain({ name: 'refusals', about, genesis: goldenGenesis() }, blocks);
}

/** Refused, whoever sends it, but for an administrator. */
function someAction() {
  return encodeSuspend({ id: 'maker', reason: 'rival' });
}

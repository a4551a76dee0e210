import { encode } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import {
  encodeCloseRequest,
  encodeDelegate,
  encodeDelegateAdministration,
  encodePropose,
  encodeReassign,
  encodeReassignPrefix,
  encodeRegister,
  encodeRequestSignatures,
  encodeReregister,
  encodeRetire,
  encodeRevokeAdministration,
  encodeSetReregistration,
  encodeSetRoles,
  encodeSetTemplate,
  encodeSignValue,
  encodeSuspend,
  encodeTransfer,
  encodeTransferPrefix,
  encodeUpdate,
  encodeWithdrawSignature,
} from '../../index.ts';
import { value } from '../named-sandbox.ts';
import {
  ADMIN,
  GoldenAuthor,
  goldenGenesis,
  GOLDEN_START_MS,
  MAKER,
  TOP,
} from './golden-author.ts';
import { executeChain } from './golden-chain.ts';
import type { GoldenChain } from './golden-chain.ts';

const SECOND = 1_000;
const DAY = 86_400_000;
const GEAR = '88.1/gear';
const PLACE = { identifier: GEAR, index: 5 };
const SIGNED = { ...PLACE, digest: sha256(encode([5, 'URL', 'inspected', 3600, 14])) };

function record(suffix: string, ...values: ReturnType<typeof value>[]) {
  return encodeRegister({ prefix: '88.1', entries: [{ suffix, values }] });
}

/** Who may act for whom, what records must be like, and what happens over more than one day. */
export function rulesChain(): GoldenChain {
  const author = new GoldenAuthor();
  const late = { expiresAtMs: GOLDEN_START_MS + DAY + 600_000 };
  const appoint = encodeDelegateAdministration({
    prefix: '88',
    administrator: 'maker',
    mayDelegate: 'yes',
    untilMs: GOLDEN_START_MS + DAY,
  });
  const alias = { ...value(1, GEAR), type: 'HS_ALIAS' };
  const request = encodeRequestSignatures({
    identifier: GEAR,
    expectedVersion: 1,
    value: value(5, 'inspected'),
    parties: ['maker', 'top'],
    required: 2,
    withdrawal: 'always',
    untilMs: 0,
  });
  const reassign = encodeReassignPrefix({
    prefix: '88.1',
    expectedVersion: 4,
    to: 'top',
    reason: 'insolvent',
  });
  const reassignRecord = encodeReassign({
    identifier: GEAR,
    to: 'top',
    reason: 'insolvent',
  });
  const withdraw = encodeWithdrawSignature({ ...PLACE, reason: 'wrong lot' });
  const blocks = [
    {
      about: 'an administrator of the prefix above registers for the holder, and an alias',
      timeMs: GOLDEN_START_MS,
      transactions: [
        author.sign([ADMIN], [encodeDelegate({ prefix: '88', holder: 'top' })]),
        author.sign([TOP], [encodeDelegate({ prefix: '88.1', holder: 'top' }), appoint]),
        author.sign([MAKER], [record('gear', value(1, 'a')), record('old', alias)]),
        author.sign(
          [TOP],
          [encodeUpdate({ identifier: GEAR, expectedVersion: 1, values: [alias] })],
        ),
      ],
    },
    {
      about: 'a value waits for two signatures, has them, loses one, and is given up',
      timeMs: GOLDEN_START_MS + SECOND,
      transactions: [
        author.sign([MAKER], [request]),
        author.sign([MAKER], [encodeSignValue(SIGNED)]),
        author.sign([TOP, MAKER], [encodeSignValue(SIGNED)]),
        author.sign([MAKER], [withdraw]),
        author.sign([TOP], [encodeCloseRequest({ ...PLACE, reason: 'given up' })]),
      ],
    },
    {
      about: 'a template; a transfer with one signature and with both; the administrator goes',
      timeMs: GOLDEN_START_MS + 2 * SECOND,
      transactions: [
        author.sign(
          [TOP],
          [
            encodeSetTemplate({
              prefix: '88.1',
              expectedVersion: 1,
              required: ['URL'],
              optional: ['HS_ALIAS'],
              others: 'no',
            }),
            encodeSetReregistration({ prefix: '88.1', expectedVersion: 2, afterMs: DAY }),
          ],
        ),
        author.sign([MAKER], [record('bare')]),
        author.sign([TOP], [encodeTransfer({ identifier: GEAR, expectedVersion: 3, to: 'maker' })]),
        author.sign(
          [TOP, MAKER],
          [encodeTransfer({ identifier: GEAR, expectedVersion: 3, to: 'maker' })],
        ),
        author.sign(
          [TOP],
          [encodeRevokeAdministration({ prefix: '88', administrator: 'maker', reason: 'left' })],
        ),
        author.sign([MAKER], [record('late', value(1, 'a'))]),
        author.sign(
          [MAKER],
          [encodeRetire({ identifier: GEAR, expectedVersion: 4, reason: 'scrapped' })],
        ),
        author.sign(
          [MAKER],
          [encodeReregister({ identifier: GEAR, expectedVersion: 5, values: [] })],
        ),
      ],
    },
    {
      about: 'a day later: registered again; the day before is put apart; the prefix changes hands',
      timeMs: GOLDEN_START_MS + 3 * SECOND + DAY,
      transactions: [
        author.sign(
          [MAKER],
          [encodeReregister({ identifier: GEAR, expectedVersion: 5, values: [value(1, 'b')] })],
          late,
        ),
        author.sign([TOP], [record('new', value(1, 'a'))], late),
        author.sign(
          [ADMIN],
          [encodeSetRoles({ id: 'maker', roles: ['secondary-operator'] })],
          late,
        ),
        author.sign(
          [TOP, MAKER],
          [encodeTransferPrefix({ prefix: '88.1', expectedVersion: 3, to: 'maker' })],
          late,
        ),
      ],
    },
    {
      about:
        'the new holder is suspended, and two thirds of the administrators replace it, of a record too',
      timeMs: GOLDEN_START_MS + 4 * SECOND + DAY,
      transactions: [
        author.sign([ADMIN], [encodeSuspend({ id: 'maker', reason: 'insolvent' })], late),
        author.sign([ADMIN], [reassign], late),
        author.sign(
          [ADMIN],
          [
            encodePropose({
              title: '88.1 goes on',
              actions: [reassign, reassignRecord],
              vote: 'yes',
            }),
          ],
          late,
        ),
        author.sign([TOP], [record('after', value(1, 'a'))], late),
      ],
    },
  ];
  const about =
    'administration, signatures, aliases, templates, transfers, registering again, reassigning';
  return executeChain({ name: 'rules', about, genesis: goldenGenesis() }, blocks);
}

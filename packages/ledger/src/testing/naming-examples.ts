import { encode } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import {
  encodeCloseRequest,
  encodeDelegateAdministration,
  encodeReassign,
  encodeReassignPrefix,
  encodeRequestSignatures,
  encodeReregister,
  encodeRetire,
  encodeRevokeAdministration,
  encodeSetReregistration,
  encodeSetTemplate,
  encodeSignValue,
  encodeSuspend,
  encodeTransfer,
  encodeTransferPrefix,
  encodeWithdrawSignature,
} from '../index.ts';
import type { ExampleAction } from './example-actions.ts';
import { ITEM, value } from './named-sandbox.ts';

/** Asks second and stranger to sign value 5 of the item. */
export const REQUEST = {
  identifier: ITEM,
  expectedVersion: 1,
  value: value(5, 'inspected'),
  parties: ['second', 'stranger'],
  required: 2,
  withdrawal: 'always',
  untilMs: 0,
} as const;

/** What the parties of the request sign. */
export const SIGNATURE = {
  identifier: ITEM,
  index: 5,
  digest: sha256(encode([5, 'URL', 'inspected', 3600, 14])),
};

export const DEPUTY = {
  prefix: '88.118.8',
  administrator: 'stranger',
  mayDelegate: 'no',
  untilMs: 0,
} as const;

const FIRST = { prefix: '88.118.8', expectedVersion: 1 } as const;

/** One of each action that came after registering, updating and retiring. */
export const NAMING_EXAMPLES: Readonly<Record<string, ExampleAction>> = {
  'naming.transfer': {
    author: 'maker',
    others: ['second'],
    action: encodeTransfer({ identifier: ITEM, expectedVersion: 1, to: 'second' }),
  },
  'naming.transfer-prefix': {
    author: 'maker',
    others: ['second'],
    action: encodeTransferPrefix({ ...FIRST, to: 'second' }),
  },
  'naming.reassign': {
    author: 'admin',
    openly: true,
    before: encodeSuspend({ id: 'maker', reason: 'insolvent' }),
    action: encodeReassign({
      identifier: ITEM,
      to: 'second',
      reason: 'insolvent',
    }),
  },
  'naming.reassign-prefix': {
    author: 'admin',
    openly: true,
    before: encodeSuspend({ id: 'maker', reason: 'insolvent' }),
    action: encodeReassignPrefix({ ...FIRST, to: 'second', reason: 'insolvent' }),
  },
  'naming.delegate-administration': {
    author: 'maker',
    action: encodeDelegateAdministration(DEPUTY),
  },
  'naming.revoke-administration': {
    author: 'maker',
    before: encodeDelegateAdministration(DEPUTY),
    action: encodeRevokeAdministration({
      prefix: '88.118.8',
      administrator: 'stranger',
      reason: 'left',
    }),
  },
  'naming.set-template': {
    author: 'maker',
    action: encodeSetTemplate({ ...FIRST, required: ['URL'], optional: ['NOTE'], others: 'no' }),
  },
  'naming.set-reregistration': {
    author: 'maker',
    action: encodeSetReregistration({ ...FIRST, afterMs: 1 }),
  },
  'naming.reregister': {
    author: 'maker',
    prepare(sandbox) {
      sandbox.must('maker', encodeSetReregistration({ ...FIRST, afterMs: 500 }));
      sandbox.must(
        'maker',
        encodeRetire({ identifier: ITEM, expectedVersion: 1, reason: 'scrapped' }),
      );
    },
    action: encodeReregister({ identifier: ITEM, expectedVersion: 2, values: [value(2, 'b')] }),
  },
  'naming.request-signatures': { author: 'maker', action: encodeRequestSignatures(REQUEST) },
  'naming.sign-value': {
    author: 'second',
    prepare: (sandbox) => void sandbox.must('maker', encodeRequestSignatures(REQUEST)),
    action: encodeSignValue(SIGNATURE),
  },
  'naming.withdraw-signature': {
    author: 'second',
    prepare: (sandbox) => void sandbox.must('maker', encodeRequestSignatures(REQUEST)),
    before: encodeSignValue(SIGNATURE),
    action: encodeWithdrawSignature({ identifier: ITEM, index: 5, reason: 'mistaken' }),
  },
  'naming.close-request': {
    author: 'maker',
    before: encodeRequestSignatures(REQUEST),
    action: encodeCloseRequest({ identifier: ITEM, index: 5, reason: 'not needed' }),
  },
};

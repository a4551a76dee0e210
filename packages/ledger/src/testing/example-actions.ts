import type { Action } from '@touchmark/codec';
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
} from '../index.ts';
import { ITEM, value } from './named-sandbox.ts';
import { NAMING_EXAMPLES } from './naming-examples.ts';
import { testKey } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';

export interface ExampleAction {
  readonly author: string;
  /** Other organizations that sign as well. */
  readonly others?: readonly string[];
  readonly action: Action;
  /** What must be done before it, by the same author. */
  readonly before?: Action;
  /** What must have happened in blocks before. */
  prepare?(sandbox: Sandbox): void;
}

/** One action of each type that succeeds in the sandbox with an item. */
export const EXAMPLES: Readonly<Record<string, ExampleAction>> = {
  'organizations.admit': {
    author: 'admin',
    action: encodeAdmit({ id: 'new', name: 'N', roles: ['auditor'], keys: [testKey('n')] }),
  },
  'organizations.suspend': {
    author: 'admin',
    action: encodeSuspend({ id: 'maker', reason: 'unpaid' }),
  },
  'organizations.reinstate': {
    author: 'admin',
    before: encodeSuspend({ id: 'maker', reason: 'unpaid' }),
    action: encodeReinstate({ id: 'maker', reason: 'paid' }),
  },
  'organizations.set-roles': {
    author: 'admin',
    action: encodeSetRoles({ id: 'maker', roles: ['reporter'] }),
  },
  'organizations.add-key': {
    author: 'maker',
    action: encodeAddKey({ id: 'maker', ...testKey('spare', 'sm2') }),
  },
  'organizations.revoke-key': {
    author: 'maker',
    before: encodeAddKey({ id: 'maker', ...testKey('spare') }),
    action: encodeRevokeKey({ id: 'maker', keyId: testKey('maker').keyId, reason: 'lost' }),
  },
  'naming.delegate': {
    author: 'top',
    action: encodeDelegate({ prefix: '88.7', holder: 'second' }),
  },
  'naming.register': {
    author: 'maker',
    action: encodeRegister({
      prefix: '88.118.8',
      entries: [{ suffix: 'a', values: [value(1, 'x')] }],
    }),
  },
  'naming.update': {
    author: 'maker',
    action: encodeUpdate({ identifier: ITEM, expectedVersion: 1, values: [value(1, 'b')] }),
  },
  'naming.retire': {
    author: 'maker',
    action: encodeRetire({ identifier: ITEM, expectedVersion: 1, reason: 'scrapped' }),
  },
  ...NAMING_EXAMPLES,
};

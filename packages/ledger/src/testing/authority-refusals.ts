import type { Action } from '@touchmark/codec';
import { ADMINISTRATION_DEPTH } from '../limits.ts';
import {
  encodeAdmit,
  encodeDelegateAdministration,
  encodeReassignPrefix,
  encodeRegister,
  encodeRevokeAdministration,
  encodeSuspend,
  encodeTransfer,
} from '../index.ts';
import type { DelegateAdministrationParams } from '../index.ts';
import { openGenesis } from './council.ts';
import { ITEM, sandboxWithItem } from './named-sandbox.ts';
import { DEPUTY } from './naming-examples.ts';
import { START_MS, testKey } from './sandbox.ts';
import type { Sandbox, Submitted } from './sandbox.ts';

const PREFIX = '88.118.8';

export function appoint(
  administrator: string,
  changes: Partial<DelegateAdministrationParams> = {},
): Action {
  return encodeDelegateAdministration({ ...DEPUTY, administrator, mayDelegate: 'yes', ...changes });
}

/** 88.118.8 is administered by second for maker, and by top, appointed by second. */
export function administeredSandbox(): Sandbox {
  const sandbox = sandboxWithItem();
  sandbox.must('maker', appoint('second'));
  sandbox.must('second', appoint('top'));
  return sandbox;
}

export function registerSpare(suffix = 'spare'): Action {
  return encodeRegister({ prefix: PREFIX, entries: [{ suffix, values: [] }] });
}

export function dismiss(administrator: string): Action {
  return encodeRevokeAdministration({ prefix: PREFIX, administrator, reason: 'left' });
}

function transfer(to: string): Submitted {
  const action = encodeTransfer({ identifier: ITEM, expectedVersion: 1, to });
  return sandboxWithItem().submit('maker', action);
}

/** As many deputies of deputies as there may be, and then one more. */
function appointTooDeep(): Submitted {
  const sandbox = sandboxWithItem();
  let grantor = 'maker';
  for (let depth = 1; depth < ADMINISTRATION_DEPTH; depth += 1) {
    const id = `deputy-${depth}`;
    sandbox.must('admin', encodeAdmit({ id, name: id, roles: [], keys: [testKey(id)] }));
    sandbox.must(grantor, appoint(id));
    grantor = id;
  }
  return sandbox.submit(grantor, appoint('stranger'));
}

export const AUTHORITY_REFUSALS = {
  NAMING_TRANSFER_UNSIGNED: () => transfer('second'),
  NAMING_TRANSFER_TO_HOLDER: () => transfer('maker'),
  NAMING_ADMINISTRATION_CYCLE: () => administeredSandbox().submit('top', appoint('second')),
  NAMING_ADMINISTRATION_DEPTH: () => appointTooDeep(),
  NAMING_ADMINISTRATION_TAKEN() {
    const sandbox = administeredSandbox();
    sandbox.must('second', appoint('stranger'));
    return sandbox.submit('top', appoint('stranger'));
  },
  NAMING_ADMINISTRATION_NONE: () => administeredSandbox().submit('maker', dismiss('stranger')),
  NAMING_ADMINISTRATION_OVER() {
    const sandbox = administeredSandbox();
    sandbox.must('maker', dismiss('second'));
    return sandbox.submit('top', registerSpare());
  },
  NAMING_PRINCIPAL_SUSPENDED() {
    const sandbox = administeredSandbox();
    sandbox.must('admin', encodeSuspend({ id: 'maker', reason: 'unpaid' }));
    return sandbox.submit('top', registerSpare());
  },
  NAMING_ADMINISTRATION_NOT_BELOW: () => administeredSandbox().submit('top', dismiss('second')),
  NAMING_HOLDER_PRESENT: () =>
    sandboxWithItem(undefined, openGenesis()).submit(
      'admin',
      encodeReassignPrefix({ prefix: PREFIX, expectedVersion: 1, to: 'second', reason: 'gone' }),
    ),
  NAMING_END_PAST: () =>
    sandboxWithItem().submit('maker', appoint('second', { untilMs: START_MS })),
};

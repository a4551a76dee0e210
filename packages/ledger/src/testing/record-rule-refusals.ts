import type { Action } from '@touchmark/codec';
import { ALIAS_STEPS, SIGNATURE_REQUESTS } from '../limits.ts';
import {
  encodeCloseRequest,
  encodeRegister,
  encodeRequestSignatures,
  encodeReregister,
  encodeRetire,
  encodeSetReregistration,
  encodeSetTemplate,
  encodeSignValue,
  encodeSuspend,
  encodeUpdate,
  encodeWithdrawSignature,
} from '../index.ts';
import type { RequestSignaturesParams } from '../index.ts';
import { ITEM, sandboxWithItem, value } from './named-sandbox.ts';
import { REQUEST, SIGNATURE } from './naming-examples.ts';
import type { Sandbox, Submitted } from './sandbox.ts';

const FIRST = { prefix: '88.118.8', expectedVersion: 1 } as const;
const PLACE = { identifier: ITEM, index: 5 };

/** The value that makes a record an alias. */
export function alias(target: string, permissions = 14) {
  return { ...value(1, target, permissions), type: 'HS_ALIAS' };
}

export function registerAlias(suffix: string, target: string, permissions?: number): Action {
  const values = [alias(target, permissions)];
  return encodeRegister({ prefix: '88.118.8', entries: [{ suffix, values }] });
}

function template(required: string[], optional: string[]): Action {
  return encodeSetTemplate({ ...FIRST, required, optional, others: 'no' });
}

function underTemplate(type: string): Submitted {
  const sandbox = sandboxWithItem();
  sandbox.must('maker', template(['NAME'], []));
  const values = [value(1, 'x'), value(2, 'y')].map((one) => ({ ...one, type }));
  const entries = [{ suffix: 'a', values: type === 'NAME' ? [...values, value(3, 'z')] : values }];
  return sandbox.submit('maker', encodeRegister({ prefix: '88.118.8', entries }));
}

/** The item is retired, and may be registered again after so long (0: never). */
export function retiredSandbox(afterMs: number): Sandbox {
  const sandbox = sandboxWithItem();
  if (afterMs > 0) sandbox.must('maker', encodeSetReregistration({ ...FIRST, afterMs }));
  sandbox.must('maker', encodeRetire({ identifier: ITEM, expectedVersion: 1, reason: 'scrapped' }));
  return sandbox;
}

function reregister(sandbox: Sandbox, expectedVersion = 2): Submitted {
  return sandbox.submit(
    'maker',
    encodeReregister({ identifier: ITEM, expectedVersion, values: [] }),
  );
}

/** Value 5 of the item waits for the signatures of second and stranger. */
export function requestedSandbox(changes: Partial<RequestSignaturesParams> = {}): Sandbox {
  const sandbox = sandboxWithItem();
  sandbox.must('maker', encodeRequestSignatures({ ...REQUEST, ...changes }));
  return sandbox;
}

function request(changes: Partial<RequestSignaturesParams>): Submitted {
  return sandboxWithItem().submit('maker', encodeRequestSignatures({ ...REQUEST, ...changes }));
}

function withdraw(sandbox: Sandbox): Submitted {
  return sandbox.submit('second', encodeWithdrawSignature({ ...PLACE, reason: 'mistaken' }));
}

function longChain(): Submitted {
  const sandbox = sandboxWithItem();
  let target = ITEM;
  for (let step = 0; step <= ALIAS_STEPS; step += 1) {
    const suffix = `alias-${step}`;
    const done = sandbox.submit('maker', registerAlias(suffix, target));
    if (done.word !== 'OK') return done;
    target = `88.118.8/${suffix}`;
  }
  return sandbox.submit('maker', registerAlias('last', target));
}

function loop(): Submitted {
  const sandbox = sandboxWithItem();
  sandbox.must('maker', registerAlias('a', ITEM));
  sandbox.must('maker', registerAlias('b', '88.118.8/a'));
  const values = [alias('88.118.8/b')];
  return sandbox.submit('maker', encodeUpdate({ identifier: ITEM, expectedVersion: 1, values }));
}

export const RECORD_RULE_REFUSALS = {
  NAMING_TEMPLATE_AMBIGUOUS: () => sandboxWithItem().submit('maker', template(['A'], ['B', 'A'])),
  NAMING_TEMPLATE_MISSING: () => underTemplate('NOTE'),
  NAMING_TEMPLATE_UNEXPECTED: () => underTemplate('NAME'),
  NAMING_NOT_RETIRED: () => reregister(sandboxWithItem(), 1),
  NAMING_REREGISTRATION_NEVER: () => reregister(retiredSandbox(0)),
  NAMING_REREGISTRATION_EARLY: () => reregister(retiredSandbox(5_000)),
  NAMING_ALIAS_INVALID: () => sandboxWithItem().submit('maker', registerAlias('a', 'nowhere')),
  NAMING_ALIAS_LOOP: () => loop(),
  NAMING_ALIAS_TOO_LONG: () => longChain(),
  NAMING_ALIAS_TARGET: () => sandboxWithItem().submit('maker', registerAlias('a', '88.118.8/b')),
  NAMING_PARTY_UNKNOWN: () => request({ parties: ['second', 'nobody'] }),
  NAMING_PARTIES_TOO_FEW: () => request({ required: 3 }),
  NAMING_VALUE_UNDER_SIGNATURE: () =>
    requestedSandbox().submit(
      'maker',
      encodeUpdate({ identifier: ITEM, expectedVersion: 1, values: [value(5, 'forged')] }),
    ),
  NAMING_REQUEST_UNKNOWN: () => sandboxWithItem().submit('second', encodeSignValue(SIGNATURE)),
  NAMING_REQUEST_OVER() {
    const sandbox = requestedSandbox({ required: 1 });
    sandbox.must('second', encodeSignValue(SIGNATURE));
    return sandbox.submit('stranger', encodeSignValue(SIGNATURE));
  },
  NAMING_SIGNATURE_DIGEST: () =>
    requestedSandbox().submit(
      'second',
      encodeSignValue({ ...SIGNATURE, digest: new Uint8Array(32) }),
    ),
  NAMING_NOT_A_PARTY: () => requestedSandbox().submit('top', encodeSignValue(SIGNATURE)),
  NAMING_SIGNED_ALREADY() {
    const sandbox = requestedSandbox();
    sandbox.must('second', encodeSignValue(SIGNATURE));
    return sandbox.submit('second', encodeSignValue(SIGNATURE));
  },
  NAMING_NOT_SIGNED: () => withdraw(requestedSandbox()),
  NAMING_WITHDRAWAL_BARRED() {
    const sandbox = requestedSandbox({ withdrawal: 'never' });
    sandbox.must('second', encodeSignValue(SIGNATURE));
    return withdraw(sandbox);
  },
  NAMING_TOO_MANY_REQUESTS() {
    const sandbox = sandboxWithItem();
    for (let index = 1; index <= SIGNATURE_REQUESTS; index += 1) {
      const action = encodeRequestSignatures({ ...REQUEST, value: value(index, 'inspected') });
      sandbox.must('maker', action);
    }
    const place = { identifier: ITEM, index: 7 };
    sandbox.must('maker', encodeCloseRequest({ ...place, reason: 'not needed' }));
    sandbox.must('maker', encodeRequestSignatures({ ...REQUEST, value: value(7, 'again') }));
    return sandbox.submit('maker', encodeRequestSignatures({ ...REQUEST, value: value(99, 'x') }));
  },
  NAMING_REQUEST_LAPSED() {
    const sandbox = requestedSandbox();
    sandbox.must('admin', encodeSuspend({ id: 'maker', reason: 'unpaid' }));
    return sandbox.submit('second', encodeSignValue(SIGNATURE));
  },
};

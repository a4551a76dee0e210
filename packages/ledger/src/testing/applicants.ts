import type { Action } from '@touchmark/codec';
import { encodeApply } from '../modules/organizations/apply.ts';
import type { ApplyParams } from '../modules/organizations/apply.ts';
import { testKey } from './sandbox.ts';
import type { Sandbox, Submitted } from './sandbox.ts';

/** An application that brings the key of this name. */
export function application(id: string, key: string, changes: Partial<ApplyParams> = {}): Action {
  return encodeApply({
    id,
    name: `The ${id}`,
    roles: ['enterprise-operator'],
    keys: [testKey(key)],
    creditCode: '',
    lei: '',
    documents: [],
    statement: '',
    ...changes,
  });
}

/** So many applications, each under an id and with a key of its own, in a block. */
export function fillWithStrangers(sandbox: Sandbox, count: number): Submitted[] {
  return sandbox.block(
    Array.from({ length: count }, (_, place) => {
      const name = `stranger-${place}`;
      return sandbox.transaction([testKey(name)], [application(name, name)]);
    }),
  );
}

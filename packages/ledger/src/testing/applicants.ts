import type { Action } from '@touchmark/codec';
import { encodeApply } from '../modules/organizations/apply.ts';
import type { ApplyParams } from '../modules/organizations/apply.ts';
import { testKey } from './sandbox.ts';

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

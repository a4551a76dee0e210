import type { Action, Genesis } from '@touchmark/codec';
import { REGISTER_ENTRIES } from '../limits.ts';
import { encodeDelegate } from '../modules/naming/delegate.ts';
import type { RecordValue } from '../modules/naming/record-value.ts';
import { encodeRegister } from '../modules/naming/register.ts';
import type { RegisterEntry } from '../modules/naming/params.ts';
import { Sandbox } from './sandbox.ts';

/** 88 is held by top, 88.118 by second, 88.118.8 by maker. */
export function namedSandbox(genesis?: Genesis): Sandbox {
  const sandbox = new Sandbox(undefined, genesis);
  sandbox.must('admin', encodeDelegate({ prefix: '88', holder: 'top' }));
  sandbox.must('top', encodeDelegate({ prefix: '88.118', holder: 'second' }));
  sandbox.must('second', encodeDelegate({ prefix: '88.118.8', holder: 'maker' }));
  return sandbox;
}

/** An ordinary value: everybody reads it, its holder changes it. */
export function value(index: number, data: string | Uint8Array, permissions = 14): RecordValue {
  return { index, type: 'URL', data, ttlSeconds: 3600, permissions };
}

/** Salt and secret of a restricted value. */
export function secret(text: string): Uint8Array {
  return new Uint8Array([...new Uint8Array(16).fill(9), ...new TextEncoder().encode(text)]);
}

export const ITEM = '88.118.8/item';

/** The named sandbox with one record, 88.118.8/item. */
export function sandboxWithItem(
  values: readonly RecordValue[] = [value(1, 'a')],
  genesis?: Genesis,
): Sandbox {
  const sandbox = namedSandbox(genesis);
  sandbox.must(
    'maker',
    encodeRegister({ prefix: '88.118.8', entries: [{ suffix: 'item', values }] }),
  );
  return sandbox;
}

/** Entries without values, with suffixes that no other range of numbers gives. */
export function bareEntries(first: number, count: number): RegisterEntry[] {
  return Array.from({ length: count }, (_, place) => ({
    suffix: (first + place).toString(36),
    values: [],
  }));
}

/** Registrations of so many full batches of bare entries. */
export function fullBatches(first: number, batches: number): Action[] {
  return Array.from({ length: batches }, (_, batch) => {
    const entries = bareEntries(first + batch * REGISTER_ENTRIES, REGISTER_ENTRIES);
    return encodeRegister({ prefix: '88.118.8', entries });
  });
}

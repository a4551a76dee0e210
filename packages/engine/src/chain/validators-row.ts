import { getLongValue, putLongValue } from './long-value.ts';
import type { StateView, TableUpdate } from '@touchmark/state';

const nameOf = (hash: Uint8Array): string => `validators/${Buffer.from(hash).toString('hex')}`;

/** Keeps a validator set under the hash by which headers name it. */
export function putValidators(meta: TableUpdate, hash: Uint8Array, encoded: Uint8Array): void {
  putLongValue(meta, nameOf(hash), encoded);
}

export function getValidators(meta: StateView, hash: Uint8Array): Uint8Array | undefined {
  return getLongValue(meta, nameOf(hash));
}

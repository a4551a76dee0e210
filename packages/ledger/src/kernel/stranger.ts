import { compareBytes } from '@touchmark/codec';
import type { DecodedTransaction } from '@touchmark/codec';
import { keyId as keyIdOf } from '@touchmark/crypto';
import type { SignerIdentity } from './identity.ts';
import type { BroughtKey } from './module.ts';
import { readParams } from './read-params.ts';
import type { Registry } from './registry.ts';

/**
 * The key of a signer that no organization has, if the transaction brings it along: its only action
 * is one for strangers, and it is the only signer. Undefined: the signer stays unknown.
 */
export function broughtKey(
  registry: Registry,
  transaction: DecodedTransaction,
  keyId: Uint8Array,
): BroughtKey | undefined {
  const [action, second] = transaction.content.actions;
  if (action === undefined || second !== undefined || transaction.signatures.length !== 1) {
    return undefined;
  }
  const definition = registry.actions.get(action.type);
  if (definition?.fromStranger === undefined) return undefined;
  const read = readParams(definition, action.params);
  if ('error' in read) return undefined;
  return definition.fromStranger
    .broughtKeys(read.params)
    .find(({ algorithm, publicKey }) => compareBytes(keyIdOf(algorithm, publicKey), keyId) === 0);
}

/** A stranger acts for no organization. */
export function strangerWith({ algorithm, publicKey }: BroughtKey): SignerIdentity {
  return {
    organization: '',
    algorithm,
    publicKey,
    key: 'active',
    standing: 'active',
    scopes: [],
    isBounded: false,
    quota: null,
  };
}

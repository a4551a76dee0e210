import { CborReader, readValue } from '@touchmark/codec';
import { SIGNATURE_ALGORITHMS } from '@touchmark/crypto';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import type { KeyStatus } from './keys.ts';

export interface OrganizationKey {
  readonly status: KeyStatus;
  readonly organization: string;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  /** The transaction that made this version; null: the genesis file. */
  readonly transactionId: Uint8Array | null;
  /** Why it is revoked. */
  readonly reason: string | null;
}

/**
 * `[status, organization, algorithm, public key, transaction id, reason]`: the body of the entry's
 * envelope.
 */
export function encodeOrganizationKey(key: OrganizationKey): Uint8Array {
  return writeCbor((writer) => {
    writer.array(6).uint(key.status === 'active' ? 0 : 1);
    writer.text(key.organization).text(key.algorithm).bytes(key.publicKey);
    if (key.transactionId === null) writer.null();
    else writer.bytes(key.transactionId);
    if (key.reason === null) writer.null();
    else writer.text(key.reason);
  });
}

export function decodeOrganizationKey(body: Uint8Array): OrganizationKey {
  const reader = new CborReader(body);
  if (reader.array() !== 6) throw new StateFormatError('a key');
  const status = reader.uint() === 0 ? 'active' : 'revoked';
  const organization = reader.text();
  const name = reader.text();
  const algorithm = SIGNATURE_ALGORITHMS.find((known) => known === name);
  const publicKey = readValue(reader);
  const transactionId = readValue(reader);
  const reason = reader.peek() === 'null' ? reader.null() : reader.text();
  reader.end();
  if (algorithm === undefined || !(publicKey instanceof Uint8Array)) {
    throw new StateFormatError('a key');
  }
  if (transactionId !== null && !(transactionId instanceof Uint8Array)) {
    throw new StateFormatError('a key');
  }
  return { status, organization, algorithm, publicKey, transactionId, reason };
}

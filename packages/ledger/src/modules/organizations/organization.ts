import { CborReader, readValue } from '@touchmark/codec';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { isRole } from './roles.ts';
import type { Role } from './roles.ts';

export interface Organization {
  readonly status: 'active' | 'suspended';
  readonly name: string;
  /** In the order of `ROLES`. */
  readonly roles: readonly Role[];
  /** The transaction that made this version; null: the genesis file. */
  readonly transactionId: Uint8Array | null;
  /** Why it is suspended, or was reinstated. */
  readonly reason: string | null;
}

/** `[status, name, roles, transaction id, reason]`: the body of the entry's envelope. */
export function encodeOrganization(organization: Organization): Uint8Array {
  const { status, name, roles, transactionId, reason } = organization;
  return writeCbor((writer) => {
    writer.array(5).uint(status === 'active' ? 0 : 1);
    writer.text(name).array(roles.length);
    for (const role of roles) writer.text(role);
    if (transactionId === null) writer.null();
    else writer.bytes(transactionId);
    if (reason === null) writer.null();
    else writer.text(reason);
  });
}

export function decodeOrganization(body: Uint8Array): Organization {
  const reader = new CborReader(body);
  if (reader.array() !== 5) throw new StateFormatError('an organization');
  const status = reader.uint() === 0 ? 'active' : 'suspended';
  const name = reader.text();
  const roles: Role[] = [];
  for (let left = reader.array(); left > 0; left -= 1) {
    const role = reader.text();
    if (!isRole(role)) throw new StateFormatError('an organization');
    roles.push(role);
  }
  const transactionId = readValue(reader);
  const reason = reader.peek() === 'null' ? reader.null() : reader.text();
  reader.end();
  if (transactionId !== null && !(transactionId instanceof Uint8Array)) {
    throw new StateFormatError('an organization');
  }
  return { status, name, roles, transactionId, reason };
}

import { CborReader, readValue } from '@touchmark/codec';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { isRole } from './roles.ts';
import type { Role } from './roles.ts';

/** Append only: the place is the number in state. */
const STATUSES = ['active', 'suspended', 'left'] as const;
export type OrganizationStatus = (typeof STATUSES)[number];

export interface Organization {
  readonly status: OrganizationStatus;
  readonly name: string;
  /** In the order of `ROLES`. */
  readonly roles: readonly Role[];
  /** The transaction that made this version; null: the genesis file. */
  readonly transactionId: Uint8Array | null;
  /** Why it is suspended, was reinstated, or left. */
  readonly reason: string | null;
  /** When its suspension ends by itself, in milliseconds since 1970; null: it does not. */
  readonly untilMs: number | null;
}

/** `[status, name, roles, transaction id, reason, until]`: the body of the entry's envelope. */
export function encodeOrganization(organization: Organization): Uint8Array {
  const { status, name, roles, transactionId, reason, untilMs } = organization;
  return writeCbor((writer) => {
    writer.array(6).uint(STATUSES.indexOf(status));
    writer.text(name).array(roles.length);
    for (const role of roles) writer.text(role);
    if (transactionId === null) writer.null();
    else writer.bytes(transactionId);
    if (reason === null) writer.null();
    else writer.text(reason);
    if (untilMs === null) writer.null();
    else writer.uint(untilMs);
  });
}

export function decodeOrganization(body: Uint8Array): Organization {
  const reader = new CborReader(body);
  if (reader.array() !== 6) throw new StateFormatError('an organization');
  const status = STATUSES[reader.uint()];
  const name = reader.text();
  const roles: Role[] = [];
  for (let left = reader.array(); left > 0; left -= 1) {
    const role = reader.text();
    if (!isRole(role)) throw new StateFormatError('an organization');
    roles.push(role);
  }
  const transactionId = readValue(reader);
  const reason = reader.peek() === 'null' ? reader.null() : reader.text();
  const untilMs = reader.peek() === 'null' ? reader.null() : reader.uint();
  reader.end();
  if (status === undefined) throw new StateFormatError('an organization');
  if (transactionId !== null && !(transactionId instanceof Uint8Array)) {
    throw new StateFormatError('an organization');
  }
  return { status, name, roles, transactionId, reason, untilMs };
}

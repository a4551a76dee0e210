import { CborReader, readValue } from '@touchmark/codec';
import type { CborWriter } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import { decodeVersioned } from '@touchmark/state/proof';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { administrationKey } from './keys.ts';

/** What an organization was appointed to at a prefix: the first time, the second, and so on. */
export interface Appointment {
  readonly prefix: string;
  readonly number: number;
}

/** That an organization administers a prefix, and what lies below it, for its holder. */
export interface Administration {
  readonly status: 'active' | 'revoked';
  /** Who gave it: the holder, or an administrator that may. Without that one's right it is void. */
  readonly grantor: string;
  /** May appoint administrators, and delegate prefixes. */
  readonly mayDelegate: boolean;
  /** Ends at this block time; null: by revocation alone. */
  readonly untilMs: number | null;
  readonly transactionId: Uint8Array;
  /** Why it was revoked. */
  readonly reason: string | null;
  /** In which tenure of the prefix it was given. */
  readonly tenure: number;
  /** Which appointment of the organization at the prefix this is, from 1. */
  readonly number: number;
  /** By which appointment of its own the grantor gave it; null: as the holder. */
  readonly by: Appointment | null;
}

export interface KeptAdministration {
  readonly bytes: Uint8Array;
  readonly version: number;
  readonly body: Administration;
}

/**
 * `[status, grantor, may delegate 0 | 1, until ms | null, transaction id, reason | null, tenure,
 * number, [prefix, number] | null]`
 */
export function encodeAdministration(of: Administration): Uint8Array {
  return writeCbor((writer) => {
    writer.array(9).uint(of.status === 'active' ? 0 : 1);
    writer.text(of.grantor).uint(of.mayDelegate ? 1 : 0);
    if (of.untilMs === null) writer.null();
    else writer.uint(of.untilMs);
    writer.bytes(of.transactionId);
    if (of.reason === null) writer.null();
    else writer.text(of.reason);
    writer.uint(of.tenure).uint(of.number);
    writeAppointment(writer, of.by);
  });
}

export function decodeAdministration(body: Uint8Array): Administration {
  const reader = new CborReader(body);
  if (reader.array() !== 9) throw new StateFormatError('an administration');
  const status = reader.uint() === 0 ? 'active' : 'revoked';
  const grantor = reader.text();
  const mayDelegate = reader.uint() === 1;
  const untilMs = reader.peek() === 'null' ? reader.null() : reader.uint();
  const transactionId = readValue(reader);
  const reason = reader.peek() === 'null' ? reader.null() : reader.text();
  const tenure = reader.uint();
  const number = reader.uint();
  const by = readAppointment(reader);
  reader.end();
  if (!(transactionId instanceof Uint8Array)) throw new StateFormatError('an administration');
  const given = { status, grantor, mayDelegate, untilMs } as const;
  return { ...given, transactionId, reason, tenure, number, by };
}

/** `[prefix, number] | null` */
export function writeAppointment(writer: CborWriter, of: Appointment | null): void {
  if (of === null) writer.null();
  else writer.array(2).text(of.prefix).uint(of.number);
}

export function readAppointment(reader: CborReader): Appointment | null {
  if (reader.peek() === 'null') return reader.null();
  reader.array();
  return { prefix: reader.text(), number: reader.uint() };
}

/** What was last delegated to an organization at exactly this prefix. */
export function readAdministration(
  state: StateView,
  prefix: string,
  organization: string,
): KeptAdministration | undefined {
  const bytes = state.get(administrationKey(prefix, organization));
  if (bytes === undefined) return undefined;
  const { version, body } = decodeVersioned(bytes);
  return { bytes, version, body: decodeAdministration(body) };
}

/** Neither revoked nor ended; whether its grantor has kept the right is another question. */
export function isInForce({ status, untilMs }: Administration, timeMs: number): boolean {
  return status === 'active' && (untilMs === null || untilMs > timeMs);
}

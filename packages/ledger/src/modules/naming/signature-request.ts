import { CborReader, readValue } from '@touchmark/codec';
import type { Entry, StateView } from '@touchmark/state';
import { decodeVersioned } from '@touchmark/state/proof';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import type { StateWriter } from '../../kernel/state-writer.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { readAppointment, writeAppointment } from './administration.ts';
import type { Appointment } from './administration.ts';
import { logRecord } from './change-log.ts';
import type { MomentWriter } from './counts.ts';
import { signatureKey, signatureRange } from './keys.ts';

/** Waiting for signatures; part of the record; over. */
export const REQUEST_STATUS = ['open', 'resolved', 'closed'] as const;
export type RequestStatus = (typeof REQUEST_STATUS)[number];

/**
 * What becomes of a value when a party takes its signature back: it can't; it can until the value
 * resolves; it can at any time, and the value no longer resolves.
 */
export const WITHDRAWALS = ['never', 'before', 'always'] as const;
export type Withdrawal = (typeof WITHDRAWALS)[number];

export interface GivenSignature {
  readonly party: string;
  readonly transactionId: Uint8Array;
}

/** A value that becomes part of a record when enough of the parties named have signed it. */
export interface SignatureRequest {
  readonly status: RequestStatus;
  /** CBOR of the value `[index, type, data, ttl, permissions]`. */
  readonly value: Uint8Array;
  readonly parties: readonly string[];
  /** How many of them must sign. */
  readonly required: number;
  readonly withdrawal: Withdrawal;
  /** No more signatures from this block time on; null: at any time. */
  readonly untilMs: number | null;
  readonly signatures: readonly GivenSignature[];
  readonly transactionId: Uint8Array;
  /** Why it is closed. */
  readonly reason: string | null;
  /** Who asks: a signature counts only while it may. */
  readonly asker: string;
  /** By which appointment it asks; null: as the holder of the record. */
  readonly by: Appointment | null;
}

export interface KeptRequest {
  readonly bytes: Uint8Array;
  readonly body: SignatureRequest;
}

/**
 * `[status, value, [party …], required, withdrawal, until ms | null, [[party, transaction id] …],
 * transaction id, reason | null, asker, [prefix, number] | null]`
 */
export function encodeRequest(request: SignatureRequest): Uint8Array {
  const { parties, signatures, untilMs, reason } = request;
  return writeCbor((writer) => {
    writer.array(11).uint(REQUEST_STATUS.indexOf(request.status)).raw(request.value);
    writer.array(parties.length);
    for (const party of parties) writer.text(party);
    writer.uint(request.required).uint(WITHDRAWALS.indexOf(request.withdrawal));
    if (untilMs === null) writer.null();
    else writer.uint(untilMs);
    writer.array(signatures.length);
    for (const { party, transactionId } of signatures) {
      writer.array(2).text(party).bytes(transactionId);
    }
    writer.bytes(request.transactionId);
    if (reason === null) writer.null();
    else writer.text(reason);
    writeAppointment(writer.text(request.asker), request.by);
  });
}

export function decodeRequest(body: Uint8Array): SignatureRequest {
  const reader = new CborReader(body);
  if (reader.array() !== 11) throw new StateFormatError('a request for signatures');
  const status = REQUEST_STATUS[reader.uint()] ?? 'closed';
  const value = reader.raw();
  const parties: string[] = [];
  for (let left = reader.array(); left > 0; left -= 1) parties.push(reader.text());
  const required = reader.uint();
  const withdrawal = WITHDRAWALS[reader.uint()] ?? 'never';
  const untilMs = reader.peek() === 'null' ? reader.null() : reader.uint();
  const signatures: GivenSignature[] = [];
  for (let left = reader.array(); left > 0; left -= 1) {
    reader.array();
    signatures.push({ party: reader.text(), transactionId: readId(reader) });
  }
  const transactionId = readId(reader);
  const reason = reader.peek() === 'null' ? reader.null() : reader.text();
  const asker = reader.text();
  const by = readAppointment(reader);
  reader.end();
  return {
    status,
    value,
    parties,
    required,
    withdrawal,
    untilMs,
    signatures,
    transactionId,
    reason,
    asker,
    by,
  };
}

function readId(reader: CborReader): Uint8Array {
  const id = readValue(reader);
  if (id instanceof Uint8Array) return id;
  throw new StateFormatError('a request for signatures');
}

/** The last request for a value of an identifier, closed ones included. */
export function readRequest(
  state: StateView,
  identifier: string,
  index: number,
): KeptRequest | undefined {
  const bytes = state.get(signatureKey(identifier, index));
  return bytes === undefined ? undefined : keptRequest(bytes);
}

function keptRequest(bytes: Uint8Array): KeptRequest {
  return { bytes, body: decodeRequest(decodeVersioned(bytes).body) };
}

/** At how many indexes of an identifier values wait or ever waited. */
export function countRequests(state: StateView, identifier: string): number {
  return [...state.range(signatureRange(identifier))].length;
}

/** Writes the next version of a request, and notes that its identifier changed. */
export function writeRequest(
  state: MomentWriter,
  identifier: string,
  index: number,
  current: Uint8Array | undefined,
  request: SignatureRequest,
): void {
  state.putVersion(signatureKey(identifier, index), current, encodeRequest(request));
  logRecord(state, identifier);
}

/**
 * Closes the requests of an identifier that are not closed, of all statuses or of one. Whoever
 * closes them changes the record as well, and logs both at once.
 */
export function closeRequests(
  state: StateWriter,
  identifier: string,
  closing: { readonly transactionId: Uint8Array; readonly reason: string },
  only?: SignatureRequest['status'],
): void {
  // Read to the end first: writing while reading is not allowed.
  const entries: Entry[] = [...state.range(signatureRange(identifier))];
  for (const { key, value } of entries) {
    const { body } = keptRequest(value);
    if (body.status === 'closed' || (only !== undefined && body.status !== only)) continue;
    state.putVersion(key, value, encodeRequest({ ...body, ...closing, status: 'closed' }));
  }
}

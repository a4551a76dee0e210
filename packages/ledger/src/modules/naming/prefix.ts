import { CborReader, readValue } from '@touchmark/codec';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { readTemplate, writeTemplate } from './template.ts';
import type { Template } from './template.ts';

export interface Prefix {
  readonly holder: string;
  /** The transaction that made this version. */
  readonly transactionId: Uint8Array;
  /** How long after its retirement an identifier may be registered again; null: never. */
  readonly reregisterAfterMs: number | null;
  /** What its records must look like; null: anything goes. */
  readonly template: Template | null;
  /** Grows by one with each change of holder, from 1: what was given in an older one is void. */
  readonly tenure: number;
  /** Why a decision gave it to its holder; null: it was delegated or transferred. */
  readonly reason: string | null;
}

/**
 * `[holder, transaction id, reregister after in ms | null, template | null, tenure, reason | null]`:
 * the body of the entry's envelope.
 */
export function encodePrefix(prefix: Prefix): Uint8Array {
  return writeCbor((writer) => {
    writer.array(6).text(prefix.holder).bytes(prefix.transactionId);
    if (prefix.reregisterAfterMs === null) writer.null();
    else writer.uint(prefix.reregisterAfterMs);
    if (prefix.template === null) writer.null();
    else writeTemplate(writer, prefix.template);
    writer.uint(prefix.tenure);
    if (prefix.reason === null) writer.null();
    else writer.text(prefix.reason);
  });
}

export function decodePrefix(body: Uint8Array): Prefix {
  const reader = new CborReader(body);
  if (reader.array() !== 6) throw new StateFormatError('a prefix');
  const holder = reader.text();
  const transactionId = readValue(reader);
  const reregisterAfterMs = reader.peek() === 'null' ? reader.null() : reader.uint();
  const template = reader.peek() === 'null' ? reader.null() : readTemplate(reader);
  const tenure = reader.uint();
  const reason = reader.peek() === 'null' ? reader.null() : reader.text();
  reader.end();
  if (!(transactionId instanceof Uint8Array)) throw new StateFormatError('a prefix');
  return { holder, transactionId, reregisterAfterMs, template, tenure, reason };
}

/** The prefix above; undefined for a prefix of one label. */
export function parentOf(prefix: string): string | undefined {
  const dot = prefix.lastIndexOf('.');
  return dot < 0 ? undefined : prefix.slice(0, dot);
}

/** Number of labels. */
export function depthOf(prefix: string): number {
  return prefix.split('.').length;
}

/** The prefix of an identifier. */
export function prefixOf(identifier: string): string {
  return identifier.slice(0, identifier.indexOf('/'));
}

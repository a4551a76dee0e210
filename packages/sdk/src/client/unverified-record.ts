import { canonicalizeIdentifier } from '@touchmark/codec';
import { errorOf, jsonBody } from '../http/read-response.ts';
import type { JsonReader } from '../json/json-reader.ts';
import { atParameter, type ResolveOptions } from './resolve.ts';
import { read, type Session } from './session.ts';

/** A point in the life of the ledger, as the node tells it. */
export interface When {
  block: number;
  timeMs: number;
}

/** A value as the node tells it. */
export interface UnverifiedValue {
  index: number;
  type: string;
  data: { format: 'text' | 'base64' | 'digest'; value: string };
  ttlSeconds: number;
  /** Four digits: administrator read, administrator write, public read, public write. */
  permissions: string;
}

/** A record as the node tells it, without proof. */
export interface UnverifiedRecord {
  identifier: string;
  status: 'active';
  version: number;
  holder: string;
  values: UnverifiedValue[];
  registered: When;
  updated: When;
  transactionId: string;
}

function readWhen(when: JsonReader): When {
  return { block: when.member('block').integer(), timeMs: when.member('time').timeMs() };
}

function readValue(value: JsonReader): UnverifiedValue {
  const data = value.member('data');
  return {
    index: value.member('index').integer(),
    type: value.member('type').text(),
    data: {
      format: data.member('format').word(['text', 'base64', 'digest']),
      value: data.member('value').text(),
    },
    ttlSeconds: value.member('ttl').integer(),
    permissions: value.member('permissions').text(),
  };
}

/** What the node says an identifier resolves to; undefined if it says that nothing does. */
export async function resolveUnverified(
  session: Session,
  identifier: string,
  options: ResolveOptions = {},
): Promise<UnverifiedRecord | undefined> {
  const path = `/v1/resolve/${canonicalizeIdentifier(identifier)}`;
  const headers = { accept: 'application/json' };
  const query = { at: atParameter(options) };
  const response = await read(session, { path, query, headers, signal: options.signal });
  if (response.status === 404 || response.status === 410) {
    const error = errorOf(response);
    if (error.code === 'RECORD_ABSENT' || error.code === 'RECORD_RETIRED') return undefined;
    throw error;
  }
  if (response.status !== 200) throw errorOf(response);
  const record = jsonBody(response, 'record');
  return {
    identifier: record.member('identifier').text(),
    status: record.member('status').word(['active']),
    version: record.member('version').integer(1),
    holder: record.member('holder').text(),
    values: record.member('values').items().map(readValue),
    registered: readWhen(record.member('registered')),
    updated: readWhen(record.member('updated')),
    transactionId: record.member('transaction').text(),
  };
}

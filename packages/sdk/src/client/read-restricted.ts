import type { SigningKey } from '@touchmark/codec';
import {
  checkRestrictedValue,
  decodeAnswer,
  isRecordAnswer,
  type VerifiedRecord,
} from '@touchmark/verify';
import type { JsonReader } from '../json/json-reader.ts';
import { createReadToken } from '../record/read-token.ts';
import { SdkError } from '../sdk-error.ts';
import { underHeader } from './follow-validators.ts';
import { readJson } from './read-json.ts';
import { recordQuery } from './resolve.ts';
import { clockOptions, readFresh, type ReadOptions, type Session } from './session.ts';

export interface RestrictedRecord {
  record: VerifiedRecord;
  /**
   * Secrets by the index of their value, without salt; each is what the proven record commits to.
   */
  secrets: Map<number, Uint8Array>;
}

/** Salt and secret of a value, if the node shows them. */
function shownData(value: JsonReader): { index: number; data: Uint8Array } | undefined {
  const data = value.member('data');
  const salt = data.optional('salt')?.base64();
  if (salt === undefined) return undefined;
  const secret = data.member('value').base64();
  const joined = new Uint8Array(salt.length + secret.length);
  joined.set(salt);
  joined.set(secret, salt.length);
  return { index: value.member('index').integer(1), data: joined };
}

/** A record with its restricted values, all proven. See `Client.readRestricted`. */
export async function readRestricted(
  session: Session,
  identifier: string,
  key: SigningKey,
  { signal }: ReadOptions = {},
): Promise<RestrictedRecord> {
  const query = recordQuery(identifier, {});
  const { chainId } = session.verifier;
  const nowMs = session.clock?.() ?? Date.now();
  const authorization = createReadToken({ chainId, identifier: query.identifier, nowMs }, key);
  const request = {
    path: `/v1/resolve/${query.identifier}`,
    query: { proof: 1 },
    headers: { authorization },
    signal,
  };
  const { json, verified } = await readFresh(session, signal, async () => {
    const document = await readJson(session, request, 'record');
    const options = { ...clockOptions(session), expect: query };
    const bytes = document.member('proof').base64();
    const proven = await underHeader(
      session,
      () => decodeAnswer(bytes),
      () => session.verifier.verifyAnswer(bytes, options),
      signal,
    );
    return { json: document, verified: proven, block: proven.block };
  });
  const record = isRecordAnswer(verified) ? verified.record : undefined;
  if (record === undefined) {
    throw new SdkError('SDK_UNPROVEN', 'The node shows values that its proof does not.');
  }
  const secrets = new Map<number, Uint8Array>();
  for (const item of json.member('values').items()) {
    const shown = shownData(item);
    const value = record.values.find(({ index }) => index === shown?.index);
    if (shown === undefined || value === undefined) continue;
    secrets.set(shown.index, checkRestrictedValue(value, shown.data));
  }
  return { record, secrets };
}

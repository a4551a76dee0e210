import { decodeUtf8, equalBytes, isUtf8 } from '@touchmark/codec';
import type { Client, SigningKey } from '@touchmark/sdk';
import type { RecordValue, VerifiedRecord } from '@touchmark/verify';

function shownData(secret: Uint8Array): RecordValue['data'] {
  if (isUtf8(secret, 0, secret.length)) return { kind: 'text', text: decodeUtf8(secret) };
  return { kind: 'bytes', bytes: secret };
}

/**
 * The record with its restricted values opened, each checked against the hash that the record holds. A value that the
 * node does not show, or that changed since the record was read, stays closed.
 *
 * @param key of the organization that holds the record.
 */
export async function disclosedRecord(
  client: Client,
  record: VerifiedRecord,
  key: SigningKey,
): Promise<VerifiedRecord> {
  const open = await client.readRestricted(record.identifier, key);
  const values = record.values.map((value) => {
    const secret = open.secrets.get(value.index);
    const now = open.record.values.find(({ index }) => index === value.index)?.data;
    const isSame =
      value.data.kind === 'digest' &&
      now?.kind === 'digest' &&
      equalBytes(value.data.digest, now.digest);
    return isSame && secret !== undefined ? { ...value, data: shownData(secret) } : value;
  });
  return { ...record, values };
}

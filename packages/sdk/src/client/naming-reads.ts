import { canonicalizeIdentifier } from '@touchmark/codec';
import {
  administrationRange,
  describeAdministration,
  describeRequest,
  signatureKey,
} from '@touchmark/ledger';
import type { Administration, SignatureRequest } from '@touchmark/ledger';
import type { VerifiedEntriesAnswer } from '@touchmark/verify';
import type { Client } from './client.ts';
import type { ReadOptions } from './session.ts';

const MOST_ADMINISTRATORS = 1_000;

/** An organization that was appointed to administer a prefix. */
export interface AppointedAdministrator extends Administration {
  organization: string;
}

/**
 * A value that waits for signatures, or had them, with who has signed; undefined: proven that there
 * is none.
 */
export async function signatureRequest(
  client: Client,
  identifier: string,
  index: number,
  options: ReadOptions = {},
): Promise<SignatureRequest | undefined> {
  const start = signatureKey(canonicalizeIdentifier(identifier), index);
  const end = new Uint8Array([...start, 0]);
  const { entries } = await client.entries({ start, end, limit: 1 }, options);
  const [entry] = entries;
  return entry === undefined ? undefined : describeRequest(entry.value);
}

/** Everybody who was ever appointed at exactly this prefix; proven that there are no others. */
export async function administrators(
  client: Client,
  prefix: string,
  options: ReadOptions = {},
): Promise<{
  administrators: AppointedAdministrator[];
  proof: Omit<VerifiedEntriesAnswer, 'entries'>;
}> {
  const range = { ...administrationRange(prefix.toLowerCase()), limit: MOST_ADMINISTRATORS };
  const { entries, ...proof } = await client.entries(range, options);
  const found = entries.map(({ key, value }) => ({
    organization: String.fromCharCode(...key.subarray(range.start.length)),
    ...describeAdministration(value),
  }));
  return { administrators: found, proof };
}

import type { Client } from '@touchmark/sdk';
import { decodeTrustPath } from '@touchmark/verify';
import type { SavedTrust } from './words.ts';

/** What whoever checks a file from this client needs beside it. */
export function savedTrust(
  client: Client,
  { genesis }: { readonly genesis?: string | undefined },
): SavedTrust {
  return { genesis, hasNewValidators: decodeTrustPath(client.trustPath()).length > 0 };
}

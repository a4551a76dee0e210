import { encodeUtf8 } from '@touchmark/codec';
import {
  ADMIN_READ,
  ADMIN_WRITE,
  PUBLIC_READ,
  PUBLIC_WRITE,
  type RecordValue,
} from '@touchmark/ledger';
import { RESTRICTED_SALT_LENGTH } from '@touchmark/verify';

/** One day. */
export const DEFAULT_TTL_SECONDS = 86_400;

/** What a value is made of, apart from its data. */
export interface ValueParameters {
  /** 1 to 2^32 - 1; each index once in a record. */
  index: number;
  /** Such as URL, EMAIL or a type of one's own: 1 to 64 of A-Z a-z 0-9 . _ - */
  type: string;
  /** Seconds for which a resolver may keep the value; default: one day. */
  ttlSeconds?: number;
  /** True: not even the holder can change or remove the value again. */
  immutable?: boolean;
}

export interface PublicValueParameters extends ValueParameters {
  data: string | Uint8Array;
  /** True: every active organization may give the value new data. */
  publicWrite?: boolean;
}

export interface RestrictedValueParameters extends ValueParameters {
  /** What only the holder may read; at least one byte. */
  secret: string | Uint8Array;
}

function common({ index, type, ttlSeconds = DEFAULT_TTL_SECONDS }: ValueParameters) {
  return { index, type, ttlSeconds };
}

function administratorBits(isImmutable = false): number {
  return isImmutable ? ADMIN_READ : ADMIN_READ | ADMIN_WRITE;
}

/**
 * A value that everybody may read.
 *
 * @example
 * publicValue({ index: 1, type: 'URL', data: 'https://acme.example/p/A-1' })
 */
export function publicValue(parameters: PublicValueParameters): RecordValue {
  const { data, immutable, publicWrite = false } = parameters;
  const permissions = administratorBits(immutable) | PUBLIC_READ | (publicWrite ? PUBLIC_WRITE : 0);
  return { ...common(parameters), data, permissions };
}

/**
 * A value of which the public sees a hash only. Salt is added here, so that a short secret cannot
 * be guessed; the result's `data` (salt and secret) is what proves the secret to somebody else: see
 * `checkRestrictedValue`.
 */
export function restrictedValue(parameters: RestrictedValueParameters): RecordValue {
  const { secret, immutable } = parameters;
  const bytes = typeof secret === 'string' ? encodeUtf8(secret) : secret;
  const data = new Uint8Array(RESTRICTED_SALT_LENGTH + bytes.length);
  crypto.getRandomValues(data.subarray(0, RESTRICTED_SALT_LENGTH));
  data.set(bytes, RESTRICTED_SALT_LENGTH);
  return { ...common(parameters), data, permissions: administratorBits(immutable) };
}

import { PUBLIC_KEY_BYTES, SIGNATURE_ALGORITHMS } from '@touchmark/crypto';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { map } from '../../kernel/map-schema.ts';
import { bytes, choice, list, text, uniqueList } from '../../kernel/schema.ts';
import type { Schema } from '../../kernel/schema.ts';
import { isPlainText } from '../../kernel/plain-text.ts';
import { ADMISSION_KEYS, ORGANIZATION_NAME_BYTES, REASON_BYTES } from '../../limits.ts';
import { ROLES } from './roles.ts';
import type { Role } from './roles.ts';

const ID = /^[a-z0-9-]{2,32}$/;

export function isOrganizationId(value: string): boolean {
  return ID.test(value);
}

export const organizationId: Schema<string> = text({
  form: 'a-z 0-9 -',
  minBytes: 2,
  maxBytes: 32,
  accepts: isOrganizationId,
});

export const organizationName: Schema<string> = text({
  form: 'no control characters',
  minBytes: 1,
  maxBytes: ORGANIZATION_NAME_BYTES,
  accepts: isPlainText,
});

export const reason: Schema<string> = text({
  form: 'no control characters',
  minBytes: 1,
  maxBytes: REASON_BYTES,
  accepts: isPlainText,
});

export const role: Schema<Role> = choice(ROLES);
export const roles: Schema<Role[], readonly Role[]> = uniqueList(role, 0, ROLES.length);

export const algorithm: Schema<SignatureAlgorithm> = choice(SIGNATURE_ALGORITHMS);
export const publicKey: Schema<Uint8Array> = bytes(
  Math.min(...Object.values(PUBLIC_KEY_BYTES)),
  Math.max(...Object.values(PUBLIC_KEY_BYTES)),
);
export const keyId: Schema<Uint8Array> = bytes(20);

/** A public key with its algorithm, as actions and the genesis file give it. */
export interface GivenKey {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
}

export const givenKeys: Schema<GivenKey[], readonly GivenKey[]> = list(
  map({ algorithm, publicKey }),
  1,
  ADMISSION_KEYS,
);

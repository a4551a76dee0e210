import type { ProvenKey } from '@touchmark/codec';
import { PUBLIC_KEY_BYTES, SIGNATURE_ALGORITHMS, SIGNATURE_BYTES } from '@touchmark/crypto';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { map } from '../../kernel/map-schema.ts';
import { bytes, choice, list, text, uint, uniqueList } from '../../kernel/schema.ts';
import type { Schema } from '../../kernel/schema.ts';
import { isPlainText } from '../../kernel/plain-text.ts';
import {
  ADMISSION_KEYS,
  APPLICATION_DOCUMENTS,
  DOCUMENT_NAME_BYTES,
  KEY_LABEL_BYTES,
  KEY_SCOPES,
  ORGANIZATION_NAME_BYTES,
  REASON_BYTES,
} from '../../limits.ts';
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

/** An applicant's words; may be empty. */
export const statement: Schema<string> = text({
  form: 'no control characters',
  minBytes: 0,
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

/** What a key may sign, and when. */
export interface KeyTerms {
  readonly label: string;
  /** Classes of actions, `module.verb` or `module.*`; none: all. */
  readonly scopes: readonly string[];
  readonly notBeforeMs: number;
  /** 0: no end. */
  readonly notAfterMs: number;
}

const SCOPE = /^[a-z]+\.(\*|[a-z-]+)$/;

export const label: Schema<string> = text({
  form: 'no control characters',
  minBytes: 0,
  maxBytes: KEY_LABEL_BYTES,
  accepts: isPlainText,
});

export const scopes: Schema<string[], readonly string[]> = uniqueList(
  text({
    form: 'module.verb or module.*',
    minBytes: 3,
    maxBytes: 64,
    accepts: (value) => SCOPE.test(value),
  }),
  0,
  KEY_SCOPES,
);

export const time: Schema<number> = uint(0, Number.MAX_SAFE_INTEGER);

/** A code of a register, or empty: whether it holds is checked by the action. */
export const code: Schema<string> = text({
  form: 'A-Z 0-9',
  minBytes: 0,
  maxBytes: 20,
  accepts: (value) => /^[A-Z0-9]*$/.test(value),
});

const DOCUMENT_NAME = /^[a-z0-9.-]*$/;

export const documentName: Schema<string> = text({
  form: 'a-z 0-9 . -',
  minBytes: 1,
  maxBytes: DOCUMENT_NAME_BYTES,
  accepts: (value) => DOCUMENT_NAME.test(value),
});

export const digest: Schema<Uint8Array> = bytes(32);

/** A document that others can show: its name and the SHA-256 of its bytes. */
export interface GivenDocument {
  readonly name: string;
  readonly digest: Uint8Array;
}

export const givenDocuments: Schema<GivenDocument[], readonly GivenDocument[]> = list(
  map({ name: documentName, digest }),
  0,
  APPLICATION_DOCUMENTS,
);

/** A public key with its algorithm, as the genesis file and applications in state give it. */
export interface GivenKey {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
}

/** The key's own signature over who is to have it; see spec/transaction.md. */
export const proof: Schema<Uint8Array> = bytes(SIGNATURE_BYTES, SIGNATURE_BYTES);

/** A key as actions give it. */
export const provenKey: Schema<ProvenKey> = map({ algorithm, publicKey, proof });

export const provenKeys: Schema<ProvenKey[], readonly ProvenKey[]> = list(
  provenKey,
  1,
  ADMISSION_KEYS,
);

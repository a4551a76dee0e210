import {
  keyId as keyIdOf,
  publicKeyOf,
  sign,
  type SignatureAlgorithm,
  verifySignature,
} from '@touchmark/crypto';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { CborReader } from './cbor/reader.ts';
import { CborWriter } from './cbor/writer.ts';
import { CodecError } from './codec-error.ts';
import {
  COSE_SIGN1_TAG,
  decodeProtectedHeader,
  encodeProtectedHeader,
  singleSignatureMessage,
} from './transaction/cose.ts';
import type { SigningKey } from './transaction/sign.ts';

/** First item of what is signed: no signature over a transaction can be taken for a read token. */
export const READ_TOKEN_DOMAIN = 'touchmark/read/1';
/** A token may be used at most this long; whoever copies it from a log cannot use it tomorrow. */
export const MAX_READ_TOKEN_LIFE_MS: number = 60 * 60 * 1000;
const MAX_TOKEN_BYTES = 1024;
const AUTHORIZATION = /^Touchmark ([A-Za-z0-9_-]+)$/;

export type ReadTokenErrorCode =
  | 'READ_TOKEN_MALFORMED'
  | 'READ_TOKEN_CHAIN'
  | 'READ_TOKEN_IDENTIFIER'
  | 'READ_TOKEN_EXPIRED'
  | 'READ_TOKEN_LIFE'
  | 'READ_TOKEN_SIGNATURE';

/** A read token that cannot be used. */
export class ReadTokenError extends CodecError {
  declare readonly code: ReadTokenErrorCode;

  constructor(code: ReadTokenErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.name = 'ReadTokenError';
  }
}

/**
 * What a key allows its bearer to read: the restricted values of one identifier, for a short time.
 */
export interface ReadTokenClaims {
  chainId: string;
  /** Canonical. */
  identifier: string;
  /** Milliseconds since 1970 of the node's clock. */
  expiresAtMs: number;
}

export interface DecodedReadToken extends ReadTokenClaims {
  keyId: Uint8Array;
  algorithm: SignatureAlgorithm;
  /** COSE Sig_structure: what was signed. */
  message: Uint8Array;
  signature: Uint8Array;
}

/**
 * COSE_Sign1 (RFC 9052) over CBOR `["touchmark/read/1", chain id, identifier, expires at ms]`; see
 * spec/read-token.md.
 */
export function signReadToken(claims: ReadTokenClaims, key: SigningKey): Uint8Array {
  const payload = new CborWriter(256).array(4).text(READ_TOKEN_DOMAIN).text(claims.chainId);
  payload.text(claims.identifier).uint(claims.expiresAtMs);
  const payloadBytes = payload.finish();
  const id = keyIdOf(key.algorithm, publicKeyOf(key.algorithm, key.secretKey));
  const header = encodeProtectedHeader(key.algorithm, id);
  const signature = sign(
    key.algorithm,
    key.secretKey,
    singleSignatureMessage(header, payloadBytes),
  );
  const writer = new CborWriter(512).tag(COSE_SIGN1_TAG).array(4).bytes(header).map(0);
  return writer.bytes(payloadBytes).bytes(signature).finish();
}

/** Reads a token: form and limits, not the signature. Throws ReadTokenError. */
export function decodeReadToken(bytes: Uint8Array): DecodedReadToken {
  try {
    return readToken(bytes);
  } catch (error) {
    if (error instanceof ReadTokenError || !(error instanceof CodecError)) throw error;
    throw malformed(error.message, error);
  }
}

function readToken(bytes: Uint8Array): DecodedReadToken {
  const reader = new CborReader(bytes, { maxBytes: MAX_TOKEN_BYTES });
  if (reader.peek() !== 'tag' || reader.tag() !== COSE_SIGN1_TAG) throw malformed('no COSE_Sign1');
  reader.arrayOf(4);
  const header = reader.bytes();
  if (reader.map() !== 0) throw malformed('unprotected headers are not signed and must be empty');
  const payload = reader.bytes();
  const signature = reader.bytesOf(64);
  reader.end();
  const inner = new CborReader(payload);
  inner.arrayOf(4);
  if (inner.text() !== READ_TOKEN_DOMAIN)
    throw malformed(`it must start with ${READ_TOKEN_DOMAIN}`);
  const claims = { chainId: inner.text(), identifier: inner.text(), expiresAtMs: inner.uint() };
  inner.end();
  const message = singleSignatureMessage(header, payload);
  return { ...claims, ...decodeProtectedHeader(header), message, signature };
}

/**
 * Checks a token against the request that it came with and the key that it names. Whether that key
 * is active and its organization may read is for the caller to know. Throws ReadTokenError.
 */
export function verifyReadToken(
  token: DecodedReadToken,
  publicKey: Uint8Array,
  expected: { chainId: string; identifier: string; nowMs: number },
): void {
  const { chainId, identifier, nowMs } = expected;
  if (token.chainId !== chainId) {
    throw new ReadTokenError(
      'READ_TOKEN_CHAIN',
      `the token is for chain ${token.chainId}, not ${chainId}`,
    );
  }
  if (token.identifier !== identifier) {
    throw new ReadTokenError(
      'READ_TOKEN_IDENTIFIER',
      `the token is for ${token.identifier}; make one for ${identifier}`,
    );
  }
  if (token.expiresAtMs <= nowMs) {
    throw new ReadTokenError('READ_TOKEN_EXPIRED', 'the token has expired; make a new one');
  }
  if (token.expiresAtMs > nowMs + MAX_READ_TOKEN_LIFE_MS) {
    throw new ReadTokenError(
      'READ_TOKEN_LIFE',
      `a token lives at most ${MAX_READ_TOKEN_LIFE_MS} ms; make a shorter one, or set the clock`,
    );
  }
  if (!verifySignature(token.algorithm, publicKey, token.message, token.signature)) {
    throw new ReadTokenError('READ_TOKEN_SIGNATURE', 'the signature of the token does not hold');
  }
}

/**
 * Value of the Authorization header that carries a token: `Touchmark` and base64url without
 * padding.
 */
export function readTokenHeader(token: Uint8Array): string {
  const text = encodeBase64(token).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `Touchmark ${text}`;
}

/** The token in an Authorization header. Throws ReadTokenError READ_TOKEN_MALFORMED. */
export function parseReadTokenHeader(header: string): DecodedReadToken {
  const text = AUTHORIZATION.exec(header)?.[1];
  if (text === undefined) throw malformed('the header must read "Touchmark" and base64url');
  const padded = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .padEnd(Math.ceil(text.length / 4) * 4, '=');
  const bytes = decodeBase64(padded);
  if (bytes === undefined) throw malformed('it is not base64url');
  return decodeReadToken(bytes);
}

function malformed(detail: string, cause?: unknown): ReadTokenError {
  return new ReadTokenError('READ_TOKEN_MALFORMED', `not a read token: ${detail}`, { cause });
}

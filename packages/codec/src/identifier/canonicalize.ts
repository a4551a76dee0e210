import { decodeUtf8, encodeUtf8 } from '../cbor/utf8.ts';
import { isForbiddenCodePoint } from './forbidden.ts';
import { MAX_IDENTIFIER_LENGTH } from './limits.ts';
import { identifierError, isCanonicalPrefix, parseIdentifier } from './parse.ts';
import { isRawByte } from './suffix.ts';

/** Above any input that could still become a canonical identifier; bounds the work. */
const MAX_INPUT_LENGTH = MAX_IDENTIFIER_LENGTH * 4;

/**
 * Canonical form of an identifier as people and programs write it: A-Z of the prefix become a-z,
 * the suffix is percent-decoded once, brought to Unicode NFC and percent-encoded again. Idempotent.
 * For the edge only: NFC depends on the runtime's Unicode tables, so the ledger never calls this.
 * Throws IdentifierError.
 */
export function canonicalizeIdentifier(text: string): string {
  if (text.length > MAX_INPUT_LENGTH) throw identifierError('IDENTIFIER_LENGTH');
  const slash = text.indexOf('/');
  if (slash < 0) throw identifierError('IDENTIFIER_NO_SUFFIX');
  const prefix = foldAsciiCase(text.slice(0, slash));
  const canonical = `${prefix}/${canonicalizeSuffix(text.slice(slash + 1))}`;
  parseIdentifier(canonical);
  return canonical;
}

/** Canonical form of a prefix alone: A-Z become a-z. Throws IdentifierError. */
export function canonicalizePrefix(text: string): string {
  const prefix = foldAsciiCase(text);
  if (isCanonicalPrefix(prefix)) return prefix;
  throw identifierError('IDENTIFIER_PREFIX');
}

/**
 * Canonical form of a suffix alone. The result may still be too long, or have a forbidden segment.
 */
export function canonicalizeSuffix(text: string): string {
  if (!text.isWellFormed()) throw identifierError('IDENTIFIER_UTF8');
  const composed = percentDecode(text).normalize('NFC');
  for (const character of composed) {
    if (isForbiddenCodePoint(character.codePointAt(0)!)) {
      throw identifierError('IDENTIFIER_CHARACTER');
    }
  }
  return percentEncode(composed);
}

/** Text of percent-encoded `text`; characters outside ASCII may stand raw. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  const source = encodeUtf8(text);
  const target = new Uint8Array(source.length);
  let length = 0;
  for (let at = 0; at < source.length; at += 1) {
    let byte = source[at]!;
    if (byte === 0x25) {
      byte = hexByte(source, at + 1);
      at += 2;
    }
    target[length] = byte;
    length += 1;
  }
  try {
    return decodeUtf8(target.subarray(0, length));
  } catch {
    throw identifierError('IDENTIFIER_UTF8');
  }
}

function percentEncode(text: string): string {
  let encoded = '';
  for (const byte of encodeUtf8(text)) {
    encoded += isRawByte(byte)
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

function hexByte(bytes: Uint8Array, at: number): number {
  const digits = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0);
  if (!/^[0-9A-Fa-f]{2}$/.test(digits)) throw identifierError('IDENTIFIER_PERCENT');
  return Number.parseInt(digits, 16);
}

/** A-Z to a-z and nothing else: `toLowerCase` would also turn the Kelvin sign into k. */
function foldAsciiCase(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
}

import { IdentifierError, type IdentifierErrorCode } from './identifier-error.ts';
import { MAX_IDENTIFIER_LENGTH, MAX_PREFIX_LENGTH, MAX_SUFFIX_LENGTH } from './limits.ts';
import { checkPrefixBytes } from './prefix.ts';
import { checkSuffixBytes, suffixFault } from './suffix.ts';

export interface Identifier {
  prefix: string;
  suffix: string;
}

const FAULTS: Record<IdentifierErrorCode, string> = {
  IDENTIFIER_LENGTH: `a prefix has at most ${MAX_PREFIX_LENGTH} bytes, a suffix ${MAX_SUFFIX_LENGTH}`,
  IDENTIFIER_NO_SUFFIX: 'an identifier reads prefix/suffix, as in 88.118.8/JXDY2106023',
  IDENTIFIER_PREFIX:
    'a prefix is 1 to 16 labels joined by dots; a label is 1 to 32 of a-z 0-9, with - _ inside',
  IDENTIFIER_SUFFIX: 'this character must be percent-encoded; canonicalize the identifier first',
  IDENTIFIER_PERCENT: '% must be followed by two upper-case hexadecimal digits; a plain % is %25',
  IDENTIFIER_UTF8: 'the percent-encoded bytes are not valid UTF-8',
  IDENTIFIER_CHARACTER:
    'control, direction, invisible and noncharacter code points are not allowed',
  IDENTIFIER_SEGMENT: 'the suffix may not have empty, "." or ".." segments between slashes',
  IDENTIFIER_NOT_CANONICAL: 'a character that may stand raw is percent-encoded; canonicalize first',
};

export function identifierError(code: IdentifierErrorCode): IdentifierError {
  return new IdentifierError(code, FAULTS[code]);
}

/**
 * Splits a canonical identifier. Byte-exact and the same everywhere: no Unicode tables, no folding.
 * Text from people goes through `canonicalizeIdentifier` first. Throws IdentifierError.
 */
export function parseIdentifier(canonical: string): Identifier {
  if (canonical.length > MAX_IDENTIFIER_LENGTH) throw identifierError('IDENTIFIER_LENGTH');
  const slash = canonical.indexOf('/');
  if (slash < 0) throw identifierError('IDENTIFIER_NO_SUFFIX');
  const prefix = canonical.slice(0, slash);
  const suffix = canonical.slice(slash + 1);
  if (prefix.length > MAX_PREFIX_LENGTH) throw identifierError('IDENTIFIER_LENGTH');
  if (!isCanonicalPrefix(prefix)) throw identifierError('IDENTIFIER_PREFIX');
  const bytes = asciiBytes(suffix);
  const fault = bytes === undefined ? 'IDENTIFIER_SUFFIX' : suffixFault(bytes, 0, bytes.length);
  if (fault !== undefined) throw identifierError(fault);
  return { prefix, suffix };
}

export function isCanonicalIdentifier(text: string): boolean {
  try {
    parseIdentifier(text);
    return true;
  } catch {
    return false;
  }
}

export function isCanonicalPrefix(text: string): boolean {
  if (text.length > MAX_PREFIX_LENGTH) return false;
  const bytes = asciiBytes(text);
  return bytes !== undefined && checkPrefixBytes(bytes, 0, bytes.length);
}

export function isCanonicalSuffix(text: string): boolean {
  if (text.length > MAX_SUFFIX_LENGTH) return false;
  const bytes = asciiBytes(text);
  return bytes !== undefined && checkSuffixBytes(bytes, 0, bytes.length);
}

function asciiBytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) return undefined;
    bytes[index] = unit;
  }
  return bytes;
}

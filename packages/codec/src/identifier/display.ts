import { percentDecode } from './canonicalize.ts';
import { parseIdentifier } from './parse.ts';

/**
 * A canonical identifier percent-decoded, for people to read. Not for further use: `a%25b` and
 * `a%b` look alike. Throws IdentifierError.
 */
export function displayIdentifier(canonical: string): string {
  const { prefix, suffix } = parseIdentifier(canonical);
  return `${prefix}/${percentDecode(suffix)}`;
}

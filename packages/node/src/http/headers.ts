/**
 * Headers that every answer carries. The API serves data, not pages: nothing may be framed, run or sniffed.
 * Answers are public and carry their proof, so pages of other origins may read them.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
};

/** Request headers that pages of other origins may send with a GET. */
export const CORS_REQUEST_HEADERS =
  'accept, accept-language, authorization, if-none-match, last-event-id';

/** Answer headers that pages of other origins may read. */
export const CORS_EXPOSED_HEADERS = 'content-location, etag, retry-after, x-request-id';

const CORS_PREFLIGHT_SECONDS = 86_400;

/** Says which origins may read the answers; made once from the settings. */
export interface CorsRule {
  /** Headers for an answer to this Origin; empty for an origin that is not allowed. */
  headers(origin: string | undefined): Readonly<Record<string, string>>;
  /** Further headers for a preflight. */
  preflight: Readonly<Record<string, string>>;
}

export function corsRule(origins: readonly string[]): CorsRule {
  const exposed = { 'access-control-expose-headers': CORS_EXPOSED_HEADERS };
  const everyone = { 'access-control-allow-origin': '*', ...exposed };
  const open = origins.includes('*');
  const listed = new Set(origins);
  return {
    headers: (origin) => {
      if (open) return everyone;
      if (origin === undefined || !listed.has(origin)) return { vary: 'Origin' };
      return { 'access-control-allow-origin': origin, ...exposed, vary: 'Origin' };
    },
    preflight: {
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': CORS_REQUEST_HEADERS,
      'access-control-max-age': String(CORS_PREFLIGHT_SECONDS),
    },
  };
}

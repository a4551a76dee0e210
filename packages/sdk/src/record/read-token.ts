import {
  canonicalizeIdentifier,
  MAX_READ_TOKEN_LIFE_MS,
  readTokenHeader,
  signReadToken,
  type SigningKey,
} from '@touchmark/codec';

/** A few minutes: enough for clocks that differ and for retries. */
const DEFAULT_LIFE_MS = 5 * 60 * 1000;

export interface ReadTokenParameters {
  chainId: string;
  identifier: string;
  /** Default: five minutes; at most an hour. */
  lifeMs?: number;
  /** Default: this machine's time. */
  nowMs?: number;
}

/**
 * Makes the Authorization header with which a node shows the restricted values of one identifier
 * (spec/read-token.md). The key must be an active one of the organization that holds the record, and have
 * no scopes, or `naming.read` or `naming.*` among them.
 */
export function createReadToken(parameters: ReadTokenParameters, key: SigningKey): string {
  const { chainId, identifier, lifeMs = DEFAULT_LIFE_MS, nowMs = Date.now() } = parameters;
  const expiresAtMs = nowMs + Math.min(lifeMs, MAX_READ_TOKEN_LIFE_MS);
  const claims = { chainId, identifier: canonicalizeIdentifier(identifier), expiresAtMs };
  return readTokenHeader(signReadToken(claims, key));
}

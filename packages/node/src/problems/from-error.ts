import { EngineError, withoutStack } from '@touchmark/engine';
import { VersionUnknownError } from '@touchmark/ledger';
import { PROBLEMS, type ProblemCode } from './catalogue.ts';
import { ProblemError } from './problem.ts';

/** Fastify's own errors that a client can cause, as our codes. */
const FASTIFY_CODES: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_VALIDATION: 'PARAMETER_INVALID',
  FST_ERR_CTP_BODY_TOO_LARGE: 'REQUEST_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'MEDIA_TYPE_UNSUPPORTED',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'REQUEST_MALFORMED',
  FST_ERR_CTP_EMPTY_TYPE: 'MEDIA_TYPE_UNSUPPORTED',
  FST_ERR_BAD_URL: 'PATH_ENCODING_INVALID',
  FST_ERR_MAX_PARAM_LENGTH: 'PARAMETER_INVALID',
  FST_ERR_NOT_FOUND: 'ROUTE_UNKNOWN',
};

const DEFAULT_RETRY_MS = 1_000;

/** Retry-After takes whole seconds, at least one. */
export const retryAfter = (milliseconds: number): Record<string, string> => ({
  'retry-after': String(Math.max(1, Math.ceil(milliseconds / 1_000))),
});

function fromEngine(error: EngineError): ProblemError {
  const cause = error;
  const words = (code: ProblemCode) => ({ en: error.message, zh: PROBLEMS[code].fix.zh });
  switch (error.code) {
    case 'ENGINE_OVERLOADED': {
      const headers = retryAfter(error.retryAfterMs ?? DEFAULT_RETRY_MS);
      const options = { details: words('NODE_OVERLOADED'), headers, cause };
      return withoutStack(() => new ProblemError('NODE_OVERLOADED', options));
    }
    case 'ENGINE_STALLED': {
      const headers = retryAfter(error.retryAfterMs ?? DEFAULT_RETRY_MS);
      return new ProblemError('NETWORK_STALLED', {
        details: words('NETWORK_STALLED'),
        headers,
        cause,
      });
    }
    case 'ENGINE_CLOSING':
    case 'ENGINE_VERSION_UNKNOWN':
    case 'ENGINE_FAILED': {
      const headers = retryAfter(DEFAULT_RETRY_MS);
      return new ProblemError('NODE_STOPPING', { headers, cause });
    }
    case 'ENGINE_BLOCK_UNKNOWN':
      return new ProblemError('BLOCK_ABSENT', { details: words('BLOCK_ABSENT'), cause });
    case 'ENGINE_REQUEST_INVALID':
      return new ProblemError('PARAMETER_INVALID', { details: words('PARAMETER_INVALID'), cause });
    default:
      return new ProblemError('NODE_FAILURE', { cause });
  }
}

interface ErrorWithCode extends Error {
  code?: unknown;
  statusCode?: unknown;
}

/**
 * What a client is told about something that was thrown. Only errors that a client's input can cause speak for
 * themselves; of anything else it learns the request's id, and the log has the rest.
 */
export function problemOfError(thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  if (thrown instanceof EngineError) return fromEngine(thrown);
  // A question about the next block, which goes by rules that are not here.
  if (thrown instanceof VersionUnknownError) {
    return new ProblemError('NODE_STOPPING', {
      headers: retryAfter(DEFAULT_RETRY_MS),
      cause: thrown,
    });
  }
  if (thrown instanceof Error) {
    const { code, statusCode }: ErrorWithCode = thrown;
    const known = typeof code === 'string' ? FASTIFY_CODES[code] : undefined;
    if (known !== undefined) {
      return new ProblemError(known, { cause: thrown });
    }
    const clientFault = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
    if (clientFault) return new ProblemError('REQUEST_MALFORMED', { cause: thrown });
  }
  return new ProblemError('NODE_FAILURE', { cause: thrown });
}

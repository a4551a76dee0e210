import type { IncomingMessage, ServerResponse } from 'node:http';
import { preferredLanguage } from './language.ts';
import { PROBLEM_MEDIA_TYPE, type ProblemError, renderProblem } from './problem.ts';

/** Answers a request outside Fastify with a problem. `headers`: what else every answer carries. */
export function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  error: ProblemError,
  instance: string,
  headers: Readonly<Record<string, string>>,
): void {
  const language = preferredLanguage(request.headers['accept-language']);
  const body = JSON.stringify(renderProblem(error, language, instance));
  response.writeHead(error.status, {
    ...headers,
    ...error.headers,
    'content-type': PROBLEM_MEDIA_TYPE,
    'content-length': Buffer.byteLength(body),
    'content-language': language,
    'cache-control': 'no-store',
    'x-request-id': instance,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

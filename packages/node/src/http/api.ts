import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { preferredLanguage } from '../problems/language.ts';
import { problemOfError } from '../problems/from-error.ts';
import { PROBLEM_MEDIA_TYPE, ProblemError, renderProblem } from '../problems/problem.ts';
import { sendProblem } from '../problems/send.ts';
import { readBody } from '../submission/read-body.ts';
import { allowedMethods, rememberRoutes } from './allowed-methods.ts';
import { addDocumentation } from './documentation.ts';
import { corsRule, SECURITY_HEADERS } from './headers.ts';
import { parameterCompiler } from './parameters.ts';
import { addRoutes } from './routes/routes.ts';
import type { Services } from './services.ts';

export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Longest path parameter: a prefix has at most 127 characters. */
const MAX_PARAMETER_LENGTH = 256;

function answerHeaders(api: Api, services: Services): void {
  const cors = corsRule(services.configuration.http.corsOrigins);
  api.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'OPTIONS')
      return;
    reply.headers(cors.headers(request.headers.origin));
  });
  api.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!reply.hasHeader(name)) reply.header(name, value);
    }
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache');
  });
  api.options('/*', { schema: { hide: true } }, async (request, reply) => {
    const methods = allowedMethods(api, request.raw.url ?? '');
    if (methods.length === 0) throw new ProblemError('ROUTE_UNKNOWN');
    reply.header('allow', [...methods, 'OPTIONS'].join(', '));
    if (methods.includes('GET')) reply.headers(cors.preflight);
    return reply.code(204).send();
  });
}

function answerProblems(api: Api, { log }: Services): void {
  api.setErrorHandler((error, request, reply) => {
    const problem = problemOfError(error);
    if (problem.status >= 500 && problem.code === 'NODE_FAILURE') {
      log.error({ err: error, request: request.id }, 'a request failed');
    }
    const language = preferredLanguage(request.headers['accept-language']);
    return reply
      .code(problem.status)
      .headers({ ...problem.headers, 'content-language': language, 'cache-control': 'no-store' })
      .type(PROBLEM_MEDIA_TYPE)
      .serializer(JSON.stringify)
      .send(renderProblem(problem, language, request.id));
  });
  api.setNotFoundHandler((request) => {
    const methods = allowedMethods(api, request.raw.url ?? '');
    if (methods.length === 0) throw new ProblemError('ROUTE_UNKNOWN');
    throw new ProblemError('METHOD_NOT_ALLOWED', { headers: { allow: methods.join(', ') } });
  });
}

function observe(api: Api, { metrics, log }: Services): void {
  api.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const seconds = reply.elapsedTime / 1_000;
    metrics?.observeRequest(route, request.method, reply.statusCode, seconds);
    const { statusCode: status } = reply;
    log.debug({ request: request.id, route, method: request.method, status, seconds }, 'answered');
  });
}

/** The documented API: everything but the resolver's hot path. */
export async function createApi(services: Services): Promise<Api> {
  const { http } = services.configuration;
  const api: Api = fastify({
    // Requests are logged by `observe`, without the text that clients send.
    logger: false,
    bodyLimit: http.bodyLimitBytes,
    exposeHeadRoutes: true,
    genReqId: services.nextId,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    frameworkErrors: (error, request, reply) => {
      // Too early for the hooks and the error handler: the path could not be read.
      reply.hijack();
      sendProblem(request.raw, reply.raw, problemOfError(error), request.id, SECURITY_HEADERS);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  api.removeAllContentTypeParsers();
  api.addContentTypeParser('application/cbor', (_request, payload, done) =>
    readBody(payload, services.bodies, (body) => done(null, body), done),
  );
  api.setValidatorCompiler(parameterCompiler);
  rememberRoutes(api);
  observe(api, services);
  answerHeaders(api, services);
  answerProblems(api, services);
  await addDocumentation(api, services);
  addRoutes(api, services);
  await api.ready();
  return api;
}

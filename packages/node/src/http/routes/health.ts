import { Type } from 'typebox';
import type { Api } from '../api.ts';
import { plain, problems } from '../responses.ts';
import type { ReadyCheck, Services } from '../services.ts';

const line = ({ name, ok, detail }: ReadyCheck): string =>
  `[${ok ? '+' : '-'}] ${name}: ${detail}\n`;

export function healthRoutes(api: Api, { engine, metrics, readyChecks }: Services): void {
  api.get(
    '/livez',
    {
      schema: {
        operationId: 'live',
        tags: ['operation'],
        summary: 'Is the process fit to go on? If not, restart it.',
        response: { 200: plain('text/plain', 'ok'), 503: plain('text/plain', 'failed') },
      },
    },
    (_request, reply) => {
      const failed = engine.status().state === 'failed';
      return reply
        .code(failed ? 503 : 200)
        .type('text/plain')
        .send(failed ? 'failed\n' : 'ok\n');
    },
  );

  api.get(
    '/readyz',
    {
      schema: {
        operationId: 'ready',
        tags: ['operation'],
        summary: 'Should requests be sent here?',
        querystring: Type.Object(
          { verbose: Type.Optional(Type.Boolean({ description: 'List the checks.' })) },
          { additionalProperties: false },
        ),
        response: {
          200: plain('text/plain', 'ok, and a line for each check if asked for'),
          503: plain('text/plain', 'The checks that fail.'),
          ...problems(400),
        },
      },
    },
    (request, reply) => {
      const checks = readyChecks();
      const ready = checks.every((check) => check.ok);
      const shown = request.query.verbose === true ? checks : checks.filter((check) => !check.ok);
      const text = shown.map(line).join('') + (ready ? 'ok\n' : 'not ready\n');
      return reply
        .code(ready ? 200 : 503)
        .type('text/plain')
        .send(text);
    },
  );

  if (metrics === undefined) return;
  api.get(
    '/metrics',
    {
      schema: {
        operationId: 'metrics',
        tags: ['operation'],
        summary: 'Metrics in the Prometheus format',
        response: { 200: plain('text/plain', 'Exposition format 0.0.4.') },
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.render()),
  );
}

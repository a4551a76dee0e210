import type { FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { afterBlock, eventJson, readEventId } from '../../events/event-page.ts';
import { retryAfter } from '../../problems/from-error.ts';
import { ProblemError } from '../../problems/problem.ts';
import type { Api } from '../api.ts';
import { SECURITY_HEADERS } from '../headers.ts';
import { problems } from '../responses.ts';
import { ref } from '../schemas/basics.ts';
import { EventPage } from '../schemas/transaction.ts';
import type { Services } from '../services.ts';

const DEFAULT_LIMIT = 100;
const MOST_EVENTS = 1_000;
const RETRY_MS = 5_000;
const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // Proxies that buffer would hold events back.
  'x-accel-buffering': 'no',
};

export function eventRoutes(api: Api, { engine, hub }: Services): void {
  function stream(reply: FastifyReply, cursor: string): void {
    if (hub.isFull()) throw new ProblemError('EVENTS_FULL', { headers: retryAfter(RETRY_MS) });
    reply.hijack();
    const headers = { ...SECURITY_HEADERS, ...reply.getHeaders(), ...STREAM_HEADERS };
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    // A stream can be quiet for longer than a request may be; the hub knows when a client is gone.
    reply.raw.setTimeout(0);
    reply.raw.writeHead(200);
    hub.open(reply.raw, cursor);
  }

  api.get(
    '/v1/events',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'followEvents',
        tags: ['chain'],
        summary: 'Follow what happens, or read what happened',
        description:
          'With Accept: text/event-stream a stream: first what happened since Last-Event-ID (or `after`), ' +
          'then what happens, from now on if neither is given. Ids survive restarts, so a client that was ' +
          'cut off or dropped for being slow goes on where it was. Without, a page of past events.',
        headers: Type.Object({
          'last-event-id': Type.Optional(
            Type.String({ description: 'Id of the last event received: 0-0-0 for everything.' }),
          ),
        }),
        querystring: Type.Object(
          {
            after: Type.Optional(
              Type.String({ description: 'Only events after the one with this id.' }),
            ),
            limit: Type.Optional(
              Type.Integer({
                description: `Most events in a page, ${DEFAULT_LIMIT} if not given.`,
                minimum: 1,
                maximum: MOST_EVENTS,
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: {
          200: {
            description: 'OK',
            content: {
              'application/json': { schema: ref(EventPage) },
              'text/event-stream': {
                schema: Type.String({
                  description: 'id: 12-0-0, event: its type, data: the event as JSON.',
                }),
              },
            },
          },
          ...problems(400, 404, 503),
        },
      },
    },
    (request, reply) => {
      const { limit = DEFAULT_LIMIT } = request.query;
      const id = request.headers['last-event-id'] ?? request.query.after;
      const { height } = engine.chain.latest();
      const after =
        id === undefined || id === ''
          ? undefined
          : readEventId(id, height, engine.chain.firstBlock());
      if (request.headers.accept?.includes('text/event-stream') === true) {
        stream(reply, after ?? afterBlock(height));
        return reply;
      }
      const events = engine.chain.events(after, limit).map(eventJson);
      const page: Static<typeof EventPage> = {
        events: events.map((event) => ({ ...event, params: Object(event.params) })),
        next: events.at(-1)?.id ?? after ?? null,
      };
      return page;
    },
  );
}

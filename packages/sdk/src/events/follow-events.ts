import { MAX_BODY_BYTES, readBody } from '../http/read-body.ts';
import { errorOf } from '../http/read-response.ts';
import { pause } from '../http/retry.ts';
import type { NodeResponse } from '../http/transport.ts';
import { JsonReader } from '../json/json-reader.ts';
import type { Session } from '../client/session.ts';
import { SdkError } from '../sdk-error.ts';
import { parseEventStream, type StreamedEvent } from './parse-event-stream.ts';

const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;
const LAST_WORDS = 'end';

/**
 * Something that happened on the ledger, as the node tells it. Events say where to look; what they
 * are about is proven by resolving it.
 */
export interface NetworkEvent {
  /** Give it as `after` to go on behind this event. */
  id: string;
  block: number;
  /** Transaction in the block, from 0. */
  index: number;
  /** Such as naming.registered. */
  type: string;
  /** Particulars; byte strings are in hexadecimal. */
  params: Readonly<Record<string, unknown>>;
}

export interface EventOptions {
  /**
   * Begin behind this event: 0-0-0 for all that ever happened; default: with what happens from now
   * on.
   */
  after?: string;
  signal?: AbortSignal;
  /** Told when the connection broke and is made anew after a pause. */
  onReconnect?: (error: unknown, pauseMs: number) => void;
}

function invalid(message: string): SdkError {
  return new SdkError('SDK_RESPONSE_INVALID', `The node sent a strange event: ${message}.`);
}

function readEvent({ data }: StreamedEvent): NetworkEvent {
  const event = JsonReader.parse(data, 'event', invalid);
  const params = [...event.member('params').members()];
  return {
    id: event.member('id').text(),
    block: event.member('block').integer(),
    index: event.member('index').integer(),
    type: event.member('type').text(),
    params: Object.fromEntries(params.map(([name, value]) => [name, value.any()])),
  };
}

async function* textOf(response: Response): AsyncGenerator<string, void, undefined> {
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function refusalOf(response: Response): Promise<Error> {
  const body = await readBody(response, MAX_BODY_BYTES);
  const { status, headers } = response;
  const whole: NodeResponse = { status, headers, body };
  return errorOf(whole);
}

async function openStream(
  session: Session,
  after: string | undefined,
  signal?: AbortSignal,
): Promise<Response> {
  const headers = {
    accept: 'text/event-stream',
    ...(after === undefined ? {} : { 'last-event-id': after }),
  };
  const response = await session.transport.open({ path: '/v1/events', headers, signal });
  if (response.status === 200) return response;
  throw await refusalOf(response);
}

/** True if trying again may help: the connection broke, or the node is busy or restarting. */
function isPassing(error: unknown): boolean {
  if (error instanceof SdkError) return error.code !== 'SDK_RESPONSE_INVALID';
  // What a stream that breaks while it is read throws differs between runtimes.
  return error instanceof TypeError || (error instanceof Error && error.name === 'AbortError');
}

/** Where a stream is, over all of its connections. */
interface Place {
  /** Id behind which it goes on; undefined: with what happens from now on. */
  last: string | undefined;
  /** Pause before a new connection that the node asks for. */
  retryMs: number;
}

/** The id to go on from that the node's last words give; undefined if they give none. */
function lastEventIdOf({ data }: StreamedEvent): string | undefined {
  try {
    return JsonReader.parse(data, 'end', invalid).optional('lastEventId')?.text();
  } catch {
    // Words that can't be read change nothing: the place is known from what came before.
    return undefined;
  }
}

/**
 * Events of one connection, until it ends or breaks. The place is kept up also while there are no
 * events: whoever is cut off before the first must not go on from a later "now".
 */
async function* oneConnection(
  session: Session,
  place: Place,
  signal: AbortSignal | undefined,
): AsyncGenerator<NetworkEvent, void, undefined> {
  const response = await openStream(session, place.last, signal);
  for await (const streamed of parseEventStream(textOf(response))) {
    place.retryMs = streamed.retryMs ?? place.retryMs;
    if (streamed.type === LAST_WORDS) {
      place.last = lastEventIdOf(streamed) ?? place.last;
      return;
    }
    if (streamed.data === '') {
      if (streamed.id !== '') place.last = streamed.id;
      continue;
    }
    const event = readEvent(streamed);
    place.last = event.id;
    yield event;
  }
}

/** Events as they happen, over as many connections as it takes. See `Client.events`. */
export async function* followEvents(
  session: Session,
  { after, signal, onReconnect }: EventOptions = {},
): AsyncGenerator<NetworkEvent, void, undefined> {
  const isOver = (): boolean => signal?.aborted === true;
  const place: Place = { last: after, retryMs: FIRST_RETRY_MS };
  let failures = 0;
  while (!isOver()) {
    let broken: unknown;
    try {
      for await (const event of oneConnection(session, place, signal)) {
        failures = 0;
        yield event;
      }
    } catch (error) {
      if (isOver()) return;
      if (!isPassing(error)) throw error;
      broken = error;
    }
    const wantedMs = broken instanceof SdkError ? (broken.retryAfterMs ?? 0) : 0;
    const pauseMs = Math.min(Math.max(wantedMs, place.retryMs * 2 ** failures), MAX_RETRY_MS);
    failures += 1;
    onReconnect?.(broken, pauseMs);
    await pause(pauseMs, signal).catch(() => undefined);
  }
}

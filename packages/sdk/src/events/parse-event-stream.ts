import { SdkError } from '../sdk-error.ts';

/**
 * One event of a stream, as the server wrote it. One without data is no event: it only says where
 * the stream is, or how long to wait before coming back.
 */
export interface StreamedEvent {
  /** Event type; "message" if the server gave none. */
  type: string;
  data: string;
  /** Last id that the stream gave, this event's included; empty: none yet. */
  id: string;
  /** Last reconnection time that the stream gave, in milliseconds. */
  retryMs: number | undefined;
}

/** A line, or an event, longer than this is none of ours. */
const MAX_LINE_LENGTH = 4 * 1024 * 1024;

function endless(): SdkError {
  return new SdkError(
    'SDK_RESPONSE_INVALID',
    `The event stream has a line or an event of more than ${MAX_LINE_LENGTH} characters. ` +
      'Is this a node?',
  );
}

/** Cuts text that arrives in any pieces into lines; CR, LF and CR LF end one. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const piece of text) {
    rest += piece;
    // A CR at the end may be the first half of CR LF: wait for more.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > MAX_LINE_LENGTH) throw endless();
  }
}

/**
 * Reads a stream of server-sent events (HTML Living Standard, §9.2.6). An event that the stream
 * ends in the middle of is dropped, as the standard wants.
 */
export async function* parseEventStream(
  text: AsyncIterable<string>,
): AsyncGenerator<StreamedEvent, void, undefined> {
  let id = '';
  let retryMs: number | undefined;
  let isMoved = false;
  let type = '';
  let data: string[] = [];
  let dataLength = 0;
  for await (const line of linesOf(text)) {
    if (line === '') {
      if (data.length > 0) yield { type: type || 'message', data: data.join('\n'), id, retryMs };
      else if (isMoved) yield { type: '', data: '', id, retryMs };
      isMoved = false;
      type = '';
      data = [];
      dataLength = 0;
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      data.push(value);
      dataLength += value.length + 1;
      if (dataLength > MAX_LINE_LENGTH) throw endless();
    } else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) {
      isMoved = true;
      id = value;
    } else if (field === 'retry' && /^\d+$/.test(value)) {
      isMoved = true;
      retryMs = Number(value);
    }
  }
}

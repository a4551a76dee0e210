import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProblemCode } from '../problems/catalogue.ts';
import { type Language, preferredLanguage } from '../problems/language.ts';
import { PROBLEM_MEDIA_TYPE, ProblemError, renderProblem } from '../problems/problem.ts';
import { sendProblem } from '../problems/send.ts';
import { requestIds } from '../problems/request-id.ts';

const nextId = requestIds();

/** Time for the client to read why it was cut off. */
const LINGER_MS = 500;

const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'REQUEST_HEADERS_TOO_LARGE',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'REQUEST_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

interface ClientError extends Error {
  code?: string;
  rawPacket?: unknown;
}

/** Whether an answer is already on its way on this connection, so that nothing may be written into it. */
function isAnswering(socket: Duplex): boolean {
  const message: unknown = Reflect.get(socket, '_httpMessage');
  return (
    typeof message === 'object' && message !== null && Reflect.get(message, 'headersSent') === true
  );
}

const LANGUAGE_LINE = /^accept-language:[ \t]*([^\r\n]{0,200})/im;

/** The language asked for, if that line came through. */
function languageOf({ rawPacket }: ClientError): Language {
  const text = Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1') : '';
  return preferredLanguage(LANGUAGE_LINE.exec(text)?.[1]);
}

/** The last words on a connection whose bytes are not HTTP, too many or too slow; then it is closed. */
export function answerClientError(error: ClientError, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
    socket.destroy();
    return;
  }
  const problem = new ProblemError(CODES[error.code ?? ''] ?? 'REQUEST_MALFORMED');
  const id = nextId();
  const body = JSON.stringify(renderProblem(problem, languageOf(error), id));
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n` +
      `Content-Type: ${PROBLEM_MEDIA_TYPE}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n` +
      `X-Request-Id: ${id}\r\n` +
      `Connection: close\r\n\r\n${body}`,
  );
  // What the client still sends is thrown away, so that the close doesn't reset the answer out of its hands.
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** Answers an Expect header (RFC 9110 §10.1.1) that can't be met. */
export function refuseExpectation(request: IncomingMessage, response: ServerResponse): void {
  sendProblem(request, response, new ProblemError('EXPECTATION_UNKNOWN'), nextId(), {
    connection: 'close',
  });
}

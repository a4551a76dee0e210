/** The application of ABCI: CometBFT dials in with four connections and sends requests ahead of their answers. */
import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { FrameError, frameLength, FrameReader, MAX_FRAME_BYTES } from './frames.ts';
import { type AbciRequest, decodeRequest } from './requests.ts';
import { type AbciResponse, echo, encodeResponse, exception, flush } from './responses.ts';

/** What answers requests. A rejection ends CometBFT, so it means: this node must not go on. */
export interface AbciApplication {
  answer(request: Exclude<AbciRequest, { kind: 'echo' | 'flush' }>): Promise<AbciResponse>;
}

/** Requests of one connection under way; CometBFT itself keeps 256. */
const MAX_REQUESTS_AT_ONCE = 1_024;

export interface AbciServer {
  readonly path: string;
  close(): Promise<void>;
}

interface ServeOptions {
  readonly path: string;
  readonly application: AbciApplication;
  /** A connection broke the protocol or the application failed. */
  readonly onFault: (error: Error) => void;
  readonly maxFrameBytes?: number;
}

/** Listens on a unix socket; one that a process before has left there is replaced. */
export async function serveAbci(options: ServeOptions): Promise<AbciServer> {
  const { path } = options;
  await rm(path, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveConnection(socket, options);
  });
  await listening(server, path);
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { path, close };
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

/**
 * Answers go out in the order of the requests. What checks transactions works on many at a time; everything else
 * waits for what came before it on the same connection.
 */
function serveConnection(
  socket: Socket,
  { application, onFault, maxFrameBytes = MAX_FRAME_BYTES }: ServeOptions,
): void {
  const reader = new FrameReader(maxFrameBytes);
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  const fail = (error: unknown): void => {
    if (socket.destroyed) return;
    onFault(error instanceof Error ? error : new Error(String(error)));
    write(socket, exception(error instanceof Error ? error.message : String(error)));
    socket.destroySoon();
  };
  const answer = (request: AbciRequest): void => {
    const before = last;
    const answered = respond(application, request, before);
    // Its failure is told when its turn comes.
    answered.catch(() => undefined);
    waiting += 1;
    if (waiting >= MAX_REQUESTS_AT_ONCE) socket.pause();
    last = before
      .then(() => answered)
      .then((response) => {
        waiting -= 1;
        if (waiting < MAX_REQUESTS_AT_ONCE) socket.resume();
        if (!socket.destroyed) write(socket, response);
      }, fail);
  };
  socket.on('data', (piece: Uint8Array) => {
    try {
      for (const message of reader.add(piece)) answer(decodeRequest(message));
    } catch (error) {
      onFault(error instanceof Error ? error : new FrameError(String(error)));
      socket.destroy();
    }
  });
  // What a peer that goes away leaves behind is told by the process it belongs to.
  socket.on('error', () => socket.destroy());
}

async function respond(
  application: AbciApplication,
  request: AbciRequest,
  before: Promise<void>,
): Promise<AbciResponse> {
  if (request.kind === 'echo') return echo(request.message);
  if (request.kind === 'flush') return flush();
  if (request.kind !== 'check-tx') await before;
  return application.answer(request);
}

function write(socket: Socket, response: AbciResponse): void {
  const bytes = encodeResponse(response);
  socket.cork();
  socket.write(frameLength(bytes.length));
  socket.write(bytes);
  process.nextTick(() => socket.uncork());
}

import type { Socket } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { retryAfter } from '../problems/from-error.ts';
import { ProblemError } from '../problems/problem.ts';
import { requestIds } from '../problems/request-id.ts';
import { sendProblem } from '../problems/send.ts';
import { SECURITY_HEADERS } from './headers.ts';
import type { RequestListener } from './listener.ts';

/**
 * Requests of one connection that are worked on at a time. HTTP/1.1 answers in order, so all behind a slow one are
 * kept, with their answers: cheap to send, and dear to hold.
 */
export const MOST_UNDER_WAY = 32;
/** Requests of one connection that wait for their turn; they hold no more than their head. */
export const MOST_QUEUED = 1_024;
const RETRY_MS = 1_000;

const nextId = requestIds();

const tooMany = (): ProblemError =>
  new ProblemError('NODE_OVERLOADED', {
    details: {
      en: `More than ${MOST_QUEUED} requests on one connection wait for their turn. Wait for answers, or use more connections.`,
      zh: `一条连接上排队的请求超过 ${MOST_QUEUED} 个。请等待应答，或使用更多连接。`,
    },
    headers: { ...retryAfter(RETRY_MS), connection: 'close' },
  });

type Exchange = readonly [request: IncomingMessage, response: ServerResponse];

/** What one connection has asked for and not been answered. */
class Lane {
  readonly #listener: RequestListener;
  readonly #underWay = new Set<ServerResponse>();
  #queue: Exchange[] = [];
  #isOver = false;

  constructor(socket: Socket, listener: RequestListener) {
    this.#listener = listener;
    socket.once('close', () => this.#abandon());
  }

  take(request: IncomingMessage, response: ServerResponse): void {
    if (this.#isOver) {
      request.socket.pause();
    } else if (this.#underWay.size < MOST_UNDER_WAY) {
      this.#start(request, response);
    } else {
      // No more is read than has come already.
      request.socket.pause();
      this.#isOver = this.#queue.push([request, response]) > MOST_QUEUED;
    }
  }

  #start(request: IncomingMessage, response: ServerResponse): void {
    this.#underWay.add(response);
    response.once('close', () => {
      this.#underWay.delete(response);
      this.#startNext();
    });
    this.#listener(request, response);
  }

  #startNext(): void {
    const next = this.#queue.shift();
    if (next === undefined) return;
    const isLastWord = this.#isOver && this.#queue.length === 0;
    if (isLastWord) sendProblem(...next, tooMany(), nextId(), SECURITY_HEADERS);
    else this.#start(...next);
  }

  /**
   * Node tells of the end of a connection only the answer whose turn it is. Those behind it hear of it here, so that
   * nobody goes on waiting, reading or rendering for a client that left.
   */
  #abandon(): void {
    this.#queue = [];
    for (const response of this.#underWay) if (!response.destroyed) response.emit('close');
  }
}

/**
 * Bounds what one connection has under way, and what waits behind that. One request too many is answered 503 in its
 * turn, and the connection ends with it.
 */
export function boundPipelines(listener: RequestListener): RequestListener {
  const lanes = new WeakMap<Socket, Lane>();
  return (request, response) => {
    const { socket } = request;
    let lane = lanes.get(socket);
    if (lane === undefined) {
      lane = new Lane(socket, listener);
      lanes.set(socket, lane);
    }
    lane.take(request, response);
  };
}

import type { ServerResponse } from 'node:http';
import type { StreamPages } from './event-page.ts';

/** Why a stream ended. */
export type StreamEnd = 'client' | 'slow' | 'stopping' | 'failed';

export interface StreamLimits {
  bufferBytes: number;
  heartbeatMs: number;
}

export interface StreamListeners {
  /** Told when there may be something to send: `pump` is to be called when it is this stream's turn. */
  onWant: () => void;
  onEnd: (end: StreamEnd) => void;
  /** Told when the events can't be read, which should never happen. */
  onFailure: (error: unknown) => void;
}

const LAST_WORDS: Readonly<Record<Exclude<StreamEnd, 'client'>, string>> = {
  slow: 'This client reads more slowly than events happen.',
  stopping: 'The node is stopping.',
  failed: 'The node failed to read its events; its log has the cause.',
};

/** Time for a dropped client to read why. */
const LINGER_MS = 1_000;
/** A client that reads a little all the time may stay behind for this many heartbeats. */
const MOST_FULL_BEATS = 20;

/**
 * One client of the event stream. It keeps no events: its place in the log is its queue, and what is written but not
 * read yet is bounded. A client that takes nothing for a heartbeat while more waits, or lags for many, is dropped; with
 * the id that it saw last it can go on where it was.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #pages: StreamPages;
  readonly #limits: StreamLimits;
  readonly #onWant: StreamListeners['onWant'];
  readonly #onEnd: StreamListeners['onEnd'];
  readonly #onFailure: StreamListeners['onFailure'];
  readonly #heart: NodeJS.Timeout;
  #cursor: string;
  /** Heartbeats in a row that found the buffer full, and what was in it at the last of them. */
  #fullBeats = 0;
  #waitingBytes = 0;
  #quiet = true;
  #ended = false;

  constructor(
    response: ServerResponse,
    cursor: string,
    pages: StreamPages,
    limits: StreamLimits,
    { onWant, onEnd, onFailure }: StreamListeners,
  ) {
    this.#response = response;
    this.#cursor = cursor;
    this.#pages = pages;
    this.#limits = limits;
    this.#onWant = onWant;
    this.#onEnd = onEnd;
    this.#onFailure = onFailure;
    this.#heart = setInterval(() => this.#beat(), limits.heartbeatMs);
    response.on('close', () => this.#finish('client'));
    response.on('drain', onWant);
    // Resume quickly, but not all at once, after a restart of the node.
    // The place in the log comes at once: who is cut off before the first event goes on from here, too.
    response.write(`id: ${cursor}\nretry: ${1_000 + Math.floor(Math.random() * 2_000)}\n\n`);
  }

  /** Sends a page of what has happened since, if the client's buffer has room, and wants its next turn. */
  pump(): void {
    try {
      this.#send();
    } catch (error) {
      this.#onFailure(error);
      this.end('failed');
    }
  }

  #send(): void {
    if (this.#ended || this.#isFull()) return;
    this.#fullBeats = 0;
    const page = this.#pages.after(this.#cursor);
    if (page.last === undefined) return;
    this.#cursor = page.last;
    this.#quiet = false;
    this.#response.write(page.text);
    this.#onWant();
  }

  /** Ends the stream with words on how to go on. */
  end(reason: Exclude<StreamEnd, 'client'>): void {
    if (this.#ended) return;
    const detail = `${LAST_WORDS[reason]} Connect again with Last-Event-ID: ${this.#cursor}`;
    const data = JSON.stringify({ reason, detail, lastEventId: this.#cursor });
    this.#finish(reason);
    this.#response.end(`event: end\ndata: ${data}\n\n`);
    setTimeout(() => this.#response.destroy(), LINGER_MS).unref();
  }

  #isFull(): boolean {
    return this.#response.writableLength > this.#limits.bufferBytes;
  }

  #beat(): void {
    if (this.#isFull()) {
      const waitingBytes = this.#response.writableLength;
      const isStuck = this.#fullBeats > 0 && waitingBytes === this.#waitingBytes;
      this.#waitingBytes = waitingBytes;
      this.#fullBeats++;
      if (isStuck || this.#fullBeats > MOST_FULL_BEATS) this.end('slow');
      return;
    }
    this.#onWant();
    if (this.#quiet) this.#response.write(': still here\n\n');
    this.#quiet = true;
  }

  #finish(end: StreamEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#heart);
    this.#onEnd(end);
  }
}

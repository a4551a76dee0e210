import type { ServerResponse } from 'node:http';
import type { StreamPages } from './event-page.ts';

/** Why a stream ended. */
export type StreamEnd = 'client' | 'slow' | 'stopping';

export interface StreamLimits {
  bufferBytes: number;
  heartbeatMs: number;
}

const LAST_WORDS: Readonly<Record<'slow' | 'stopping', string>> = {
  slow: 'This client reads more slowly than events happen.',
  stopping: 'The node is stopping.',
};

/** Time for a dropped client to read why. */
const LINGER_MS = 1_000;

/**
 * One client of the event stream. It keeps no events: its place in the log is its queue, and what is written but not
 * read yet is bounded. A client that stays full while more happens for a whole heartbeat is dropped; with the id that it
 * saw last it can go on where it was.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #pages: StreamPages;
  readonly #limits: StreamLimits;
  readonly #onEnd: (end: StreamEnd) => void;
  readonly #heart: NodeJS.Timeout;
  #cursor: string;
  #fullSince: number | undefined;
  #quiet = true;
  #ended = false;

  constructor(
    response: ServerResponse,
    cursor: string,
    pages: StreamPages,
    limits: StreamLimits,
    onEnd: (end: StreamEnd) => void,
  ) {
    this.#response = response;
    this.#cursor = cursor;
    this.#pages = pages;
    this.#limits = limits;
    this.#onEnd = onEnd;
    this.#heart = setInterval(() => this.#beat(), limits.heartbeatMs);
    response.on('close', () => this.#finish('client'));
    response.on('drain', () => this.pump());
    // Resume quickly, but not all at once, after a restart of the node.
    response.write(`retry: ${1_000 + Math.floor(Math.random() * 2_000)}\n\n`);
  }

  /** Sends what has happened since, as far as the client's buffer has room. */
  pump(): void {
    while (!this.#ended) {
      if (this.#response.writableLength > this.#limits.bufferBytes) {
        this.#fullSince ??= Date.now();
        return;
      }
      this.#fullSince = undefined;
      const page = this.#pages.after(this.#cursor);
      if (page.last === undefined) return;
      this.#cursor = page.last;
      this.#quiet = false;
      this.#response.write(page.text);
    }
  }

  /** Ends the stream with words on how to go on. */
  end(reason: 'slow' | 'stopping'): void {
    if (this.#ended) return;
    const detail = `${LAST_WORDS[reason]} Connect again with Last-Event-ID: ${this.#cursor}`;
    const data = JSON.stringify({ reason, detail, lastEventId: this.#cursor });
    this.#finish(reason);
    this.#response.end(`event: end\ndata: ${data}\n\n`);
    setTimeout(() => this.#response.destroy(), LINGER_MS).unref();
  }

  #beat(): void {
    if (this.#fullSince !== undefined) {
      const full = this.#response.writableLength > this.#limits.bufferBytes;
      if (full && Date.now() - this.#fullSince >= this.#limits.heartbeatMs) this.end('slow');
      else this.pump();
      return;
    }
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

import type { ServerResponse } from 'node:http';
import type { ChainReader } from '@touchmark/engine';
import type { Configuration } from '../config/schema.ts';
import { StreamPages } from './event-page.ts';
import { EventStream, type StreamEnd } from './event-stream.ts';

/** Events read from the ledger and written to a client at a time. */
const PAGE_EVENTS = 64;
/** How long streams may be served in one turn of the event loop, give or take a page. */
const TURN_MS = 2;

/** All open event streams. */
export class EventHub {
  readonly #pages: StreamPages;
  readonly #settings: Configuration['events'];
  readonly #streams = new Set<EventStream>();
  readonly #ends: Record<StreamEnd, number> = {
    client: 0,
    slow: 0,
    stopping: 0,
    failed: 0,
  };
  readonly #onFailure: (error: unknown) => void;
  /** Streams that may have something to send, in the order of their turns. */
  readonly #turns = new Set<EventStream>();
  #scheduled = false;

  constructor(
    chain: ChainReader,
    settings: Configuration['events'],
    onFailure: (error: unknown) => void,
  ) {
    this.#onFailure = onFailure;
    this.#pages = new StreamPages(chain, PAGE_EVENTS);
    this.#settings = settings;
  }

  get clients(): number {
    return this.#streams.size;
  }

  /** How many streams have ended, and why. */
  get ends(): Readonly<Record<StreamEnd, number>> {
    return this.#ends;
  }

  isFull(): boolean {
    return this.#streams.size >= this.#settings.maxClients;
  }

  /** Streams the events after `cursor` into a response whose head is written. */
  open(response: ServerResponse, cursor: string): void {
    const { bufferBytes, heartbeatMs } = this.#settings;
    const limits = { bufferBytes, heartbeatMs };
    const stream = new EventStream(response, cursor, this.#pages, limits, {
      onWant: () => this.#enqueue(stream),
      onEnd: (end) => {
        this.#ends[end]++;
        this.#streams.delete(stream);
        this.#turns.delete(stream);
      },
      onFailure: this.#onFailure,
    });
    this.#streams.add(stream);
    this.#enqueue(stream);
  }

  /** To be called after each block. Blocks can follow each other faster than a turn of the loop. */
  onBlock(): void {
    this.#pages.refresh();
    for (const stream of this.#streams) this.#enqueue(stream);
  }

  #enqueue(stream: EventStream): void {
    this.#turns.add(stream);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#serve());
  }

  /** Some streams have their turn, then the rest of the node: a crowd that reads old events must not hold it up. */
  #serve(): void {
    this.#scheduled = false;
    const endMs = performance.now() + TURN_MS;
    for (const stream of this.#turns) {
      this.#turns.delete(stream);
      stream.pump();
      if (performance.now() >= endMs) break;
    }
    const [next] = this.#turns;
    if (next !== undefined) this.#enqueue(next);
  }

  close(): void {
    for (const stream of this.#streams) stream.end('stopping');
  }
}

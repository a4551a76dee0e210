import type { ChainEvent, ChainReader } from '@touchmark/engine';
import { type Json, jsonOfCbor } from '../json-of-cbor.ts';
import { ProblemError } from '../problems/problem.ts';

/** Highest number of a transaction in a block and of an event in a transaction that an id can have. */
const LAST = 4_294_967_294;
const NUMBER = '(0|[1-9]\\d{0,14})';
const EVENT_ID = new RegExp(`^${NUMBER}-${NUMBER}-${NUMBER}$`);

/** Cursor after every event up to and including a block. */
export const afterBlock = (height: number): string => `${height}-${LAST}-${LAST}`;

/**
 * Checks an event id that a client sent. One of a block to come is of another ledger, such as one that was started
 * over: whoever waited behind it would miss everything up to there.
 *
 * @throws ProblemError EVENT_ID_INVALID, EVENTS_BEFORE_SNAPSHOT
 */
export function readEventId(text: string, newestBlock: number, firstBlock: number): string {
  const parts = EVENT_ID.exec(text);
  if (parts === null || Number(parts[2]) > LAST || Number(parts[3]) > LAST) {
    throw new ProblemError('EVENT_ID_INVALID');
  }
  if (Number(parts[1]) > newestBlock) {
    throw new ProblemError('EVENT_ID_INVALID', {
      details: {
        en:
          `There is no block ${parts[1]} yet; the newest is ${newestBlock}. ` +
          'If the ledger was started over, begin with 0-0-0.',
        zh: `区块 ${parts[1]} 尚不存在，最新区块为 ${newestBlock}。若账本已重新开始，请从 0-0-0 读起。`,
      },
    });
  }
  if (Number(parts[1]) < firstBlock - 1) {
    const from = afterBlock(firstBlock - 1);
    throw new ProblemError('EVENTS_BEFORE_SNAPSHOT', {
      details: {
        en: `The blocks here begin with ${firstBlock}: ask a node that has all of them, or begin with ${from}.`,
        zh: `本节点的区块从 ${firstBlock} 开始：请向保存全部区块的节点查询，或从 ${from} 读起。`,
      },
    });
  }
  return text;
}

export interface EventJson {
  id: string;
  block: number;
  index: number;
  type: string;
  params: Json;
}

export function eventJson(event: ChainEvent): EventJson {
  const { id, height, index, type, params } = event;
  return { id, block: height, index, type, params: jsonOfCbor(params) };
}

/** Events rendered for a stream, and where the next page begins. */
export interface StreamPage {
  text: string;
  /** Id of the last event; undefined: there was none. */
  last: string | undefined;
}

/**
 * Pages of events as text/event-stream. Clients at the same place, as all that keep up are, share the reading and
 * the rendering.
 */
export class StreamPages {
  readonly #chain: ChainReader;
  readonly #limit: number;
  readonly #pages = new Map<string, StreamPage>();

  constructor(chain: ChainReader, limit: number) {
    this.#chain = chain;
    this.#limit = limit;
  }

  /** Forget what was read: there may be newer events now. */
  refresh(): void {
    this.#pages.clear();
  }

  after(cursor: string): StreamPage {
    const known = this.#pages.get(cursor);
    if (known !== undefined) return known;
    const events = this.#chain.events(cursor, this.#limit);
    const page = { text: events.map(streamText).join(''), last: events.at(-1)?.id };
    // Only the places where somebody is wanted now are kept; a crowd of laggards must not fill the memory.
    if (this.#pages.size >= MOST_PAGES) this.#pages.clear();
    this.#pages.set(cursor, page);
    return page;
  }
}

const MOST_PAGES = 16;

function streamText(event: ChainEvent): string {
  return `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(eventJson(event))}\n\n`;
}

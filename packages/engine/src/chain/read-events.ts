import { CborReader } from '@touchmark/codec';
import type { LedgerEvent } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import { EngineError } from '../engine-error.ts';
import type { ChainEvent } from './chain-reader.ts';
import { type ItemPosition, MAX_UINT32 } from './keys.ts';
import { packedItems } from './packed-items.ts';
import { CHAIN_TABLES } from './tables.ts';

const EVENT_ID = /^(0|[1-9]\d{0,15})-(0|[1-9]\d{0,9})-(0|[1-9]\d{0,9})$/;

/** @throws EngineError ENGINE_REQUEST_INVALID for anything but `height-index-n`. */
export function parseEventId(id: string): ItemPosition {
  const match = EVENT_ID.exec(id);
  const [height, index, n] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  if (match !== null && Number.isSafeInteger(height) && index <= MAX_UINT32 && n < MAX_UINT32) {
    return { height, index, n };
  }
  throw new EngineError(
    'ENGINE_REQUEST_INVALID',
    `"${id.slice(0, 64)}" is no event id. One reads height-index-n, such as 17-0-2.`,
  );
}

/** Events after a position (exclusive; undefined: from the first), oldest first, at most `limit`. */
export function readEvents(
  snapshot: StateSnapshot,
  after: ItemPosition | undefined,
  limit: number,
): ChainEvent[] {
  const from = after === undefined ? { height: 0, index: 0, n: 0 } : { ...after, n: after.n + 1 };
  const events: ChainEvent[] = [];
  if (limit <= 0) return events;
  for (const { height, index, n, bytes } of packedItems(
    snapshot.table(CHAIN_TABLES.events),
    from,
  )) {
    events.push({ id: `${height}-${index}-${n}`, height, index, n, ...decodeEvent(bytes) });
    if (events.length === limit) break;
  }
  return events;
}

/** An event as its row keeps it. */
export function decodeEvent(bytes: Uint8Array): LedgerEvent {
  const reader = new CborReader(bytes);
  reader.arrayOf(2);
  const type = reader.text();
  const params = reader.raw();
  reader.end();
  return { type, params };
}

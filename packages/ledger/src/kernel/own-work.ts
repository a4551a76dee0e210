import type { Entry } from '@touchmark/state';
import type { ActionContext } from './action-context.ts';
import { concatBytes, uint64Bytes } from './key.ts';
import type { LedgerEvent } from './outcome.ts';
import type { Overlay } from './overlay.ts';
import { hashEvents } from './receipt.ts';
import { KERNEL_KEYS } from './recent-ids.ts';

/** 0x01 'b': hashes of what blocks told by themselves. */
const BLOCK_EVENTS = Uint8Array.of(KERNEL_KEYS, 0x62);

/** Where the state commits to a block's own events: no receipt does. */
export function blockEventsKey(height: number): Uint8Array {
  return concatBytes(BLOCK_EVENTS, uint64Bytes(height));
}

/** What a block does by itself, before its first transaction. */
export class OwnWork {
  readonly events: LedgerEvent[] = [];
  readonly archived: Entry[] = [];
  writtenBytes = 0;
  readonly #overlay: Overlay;

  constructor(overlay: Overlay) {
    this.#overlay = overlay;
  }

  add(context: ActionContext): void {
    context.overlay.mergeInto(this.#overlay);
    for (const event of context.events) this.events.push(event);
    for (const entry of context.archived) this.archived.push(entry);
    this.writtenBytes += context.writtenBytes;
  }

  /** Has the state commit to what was told. */
  finish(height: number): void {
    if (this.events.length > 0) this.#overlay.put(blockEventsKey(height), hashEvents(this.events));
  }
}

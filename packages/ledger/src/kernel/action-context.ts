import { decodeVersioned } from '@touchmark/state/proof';
import type { EventDefinition } from './module.ts';
import type { LedgerEvent } from './outcome.ts';
import { Overlay } from './overlay.ts';
import type { Entry, EntryRange, StateView } from '@touchmark/state';
import type { StateWriter } from './state-writer.ts';
import { writeCbor } from './write-cbor.ts';
import { archiveKey, nextVersion } from './versioned.ts';

export interface BlockMoment {
  readonly chainId: string;
  readonly height: number;
  /** Block time in milliseconds since 1970: the only clock there is. */
  readonly timeMs: number;
}

/** One key that signed, in the order of the transaction's signers. */
export interface ContextSigner {
  readonly keyId: Uint8Array;
  readonly organization: string;
}

/**
 * What the actions of one transaction see and change.
 *
 * All of it is thrown away when one of them refuses.
 */
export class ActionContext implements StateWriter {
  readonly block: BlockMoment;
  readonly transactionId: Uint8Array;
  /** The organization of the first signer: on whose behalf the actions are done. */
  readonly author: string;
  readonly signers: readonly ContextSigner[];
  readonly overlay: Overlay;
  readonly events: LedgerEvent[] = [];
  readonly archived: Entry[] = [];
  private archivedBytes = 0;

  constructor(
    block: BlockMoment,
    transactionId: Uint8Array,
    signers: readonly ContextSigner[],
    below: StateView,
  ) {
    this.block = block;
    this.transactionId = transactionId;
    this.signers = signers;
    this.author = signers[0]!.organization;
    this.overlay = new Overlay(below);
  }

  /** Bytes written so far, those of superseded versions included. */
  get writtenBytes(): number {
    return this.overlay.bytes + this.archivedBytes;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.overlay.get(key);
  }

  range(range: EntryRange): Iterable<Entry> {
    return this.overlay.range(range);
  }

  /** Writes an entry; key and value are kept, not copied. */
  put(key: Uint8Array, value: Uint8Array): void {
    this.overlay.put(key, value);
  }

  remove(key: Uint8Array): void {
    this.overlay.remove(key);
  }

  putVersion(key: Uint8Array, current: Uint8Array | undefined, body: Uint8Array): void {
    if (current !== undefined) {
      const archived = { key: archiveKey(key, decodeVersioned(current)), value: current };
      this.archivedBytes += archived.key.length + current.length;
      this.archived.push(archived);
    }
    this.put(key, nextVersion(current, this.block, body));
  }

  /** Emits an event whose params are encoded already. */
  emitEncoded(event: EventDefinition<never>, params: Uint8Array): void {
    this.events.push({ type: event.type, params });
  }

  emit<Params>(event: EventDefinition<Params>, params: Params): void {
    const bytes = writeCbor((writer) => event.params.write(writer, params));
    this.emitEncoded(event, bytes);
  }
}

import { Overlay } from './overlay.ts';
import type { Entry, EntryRange, StateView } from '@touchmark/state';
import type { StateWriter } from './state-writer.ts';
import { nextVersion } from './versioned.ts';

/** A genesis file that cannot found a ledger. */
export class GenesisStateError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'GenesisStateError';
    this.code = code;
  }
}

const NOTHING: StateView = { get: () => undefined, range: () => [] };

/** The state being founded: what modules write before the first block. */
export class GenesisContext implements StateWriter {
  /** The height before the first block: that of every entry founded here. */
  readonly height: number;
  readonly timeMs: number;
  readonly overlay: Overlay = new Overlay(NOTHING);

  constructor(height: number, timeMs: number) {
    this.height = height;
    this.timeMs = timeMs;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.overlay.get(key);
  }

  range(range: EntryRange): Iterable<Entry> {
    return this.overlay.range(range);
  }

  put(key: Uint8Array, value: Uint8Array): void {
    this.overlay.put(key, value);
  }

  remove(key: Uint8Array): void {
    this.overlay.remove(key);
  }

  /** Genesis has first versions only: there is no history to archive into. */
  putVersion(key: Uint8Array, current: Uint8Array | undefined, body: Uint8Array): void {
    if (current !== undefined) {
      throw new GenesisStateError(
        'GENESIS_REPEATED',
        'the genesis file founds the same entry twice',
      );
    }
    this.put(key, nextVersion(undefined, this, body));
  }
}

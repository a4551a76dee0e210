import { CborReader } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import type { StateWriter } from '../../kernel/state-writer.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { countsKey } from './keys.ts';

/** What lies directly under a prefix; under the empty prefix, in the whole network. */
export interface Counts {
  /** Identifiers ever registered, the retired ones included. */
  readonly registered: number;
  readonly retired: number;
  /** Sub-prefixes delegated. */
  readonly delegated: number;
}

const NONE: Counts = { registered: 0, retired: 0, delegated: 0 };
const NETWORK = '';

export function readCounts(state: StateView, prefix: string): Counts {
  const value = state.get(countsKey(prefix));
  if (value === undefined) return NONE;
  const reader = new CborReader(value);
  reader.array();
  const counts = { registered: reader.uint(), retired: reader.uint(), delegated: reader.uint() };
  reader.end();
  return counts;
}

/** The counts of the whole network. */
export function readNetworkCounts(state: StateView): Counts {
  return readCounts(state, NETWORK);
}

/** Adds to the counts of a prefix and of the network; no prefix: to the network's alone. */
export function addCounts(
  state: StateWriter,
  prefix: string | undefined,
  added: Partial<Counts>,
): void {
  if (prefix !== undefined) addTo(state, prefix, added);
  addTo(state, NETWORK, added);
}

function addTo(state: StateWriter, prefix: string, added: Partial<Counts>): void {
  const counts = readCounts(state, prefix);
  const value = writeCbor((writer) => {
    writer.array(3);
    writer.uint(counts.registered + (added.registered ?? 0));
    writer.uint(counts.retired + (added.retired ?? 0));
    writer.uint(counts.delegated + (added.delegated ?? 0));
  });
  state.put(countsKey(prefix), value);
}

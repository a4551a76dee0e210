import { CborReader } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import type { StateWriter } from '../../kernel/state-writer.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { COUNTER_KEY } from './keys.ts';

export interface Counter {
  /** The number of the newest proposal. */
  readonly last: number;
  /** How many are open, or accepted and not carried out yet. */
  readonly open: number;
}

export function readCounter(state: StateView): Counter {
  const bytes = state.get(COUNTER_KEY);
  if (bytes === undefined) return { last: 0, open: 0 };
  const reader = new CborReader(bytes);
  reader.array();
  const counter = { last: reader.uint(), open: reader.uint() };
  reader.end();
  return counter;
}

export function putCounter(state: StateWriter, { last, open }: Counter): void {
  state.put(
    COUNTER_KEY,
    writeCbor((writer) => writer.array(2).uint(last).uint(open)),
  );
}

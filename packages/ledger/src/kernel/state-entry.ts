import { decodeVersioned } from '@touchmark/state/proof';
import type { StateView } from '@touchmark/state';
import { afterPrefix, textKey } from './key.ts';
import type { StateEntryDefinition } from './module.ts';
import { ParamsInput } from './params-input.ts';
import type { Schema } from './schema.ts';
import { describeShape } from './describe-shape.ts';
import type { StateWriter } from './state-writer.ts';
import { writeCbor } from './write-cbor.ts';

interface EntryForm<Value, Given> {
  readonly name: string;
  readonly about: string;
  /** The module's first byte, and bytes that tell its entries apart. */
  readonly lead: readonly number[];
  /** What the ASCII text after the lead is, such as `organization id`. */
  readonly of: string;
  readonly value: Schema<Value, Given>;
  /** True: each version holds the hash of the one before, and the old ones stay provable. */
  readonly versioned: boolean;
}

/** An entry of the state that lies under a text: its declaration, and how to read and write it. */
export interface StateEntry<Value, Given = Value> extends StateEntryDefinition {
  keyOf(text: string): Uint8Array;
  get(state: StateView, text: string): Value | undefined;
  /** All of them, in the bytewise order of their texts. */
  list(state: StateView): { readonly text: string; readonly value: Value }[];
  put(state: StateWriter, text: string, value: Given): void;
}

/**
 * Declares an entry once: from the form come the line of the documentation, the name of its changes
 * in a dry run, and functions to read and write it. Keys of another make: see `key.ts`.
 */
export function stateEntry<Value, Given>(form: EntryForm<Value, Given>): StateEntry<Value, Given> {
  const { name, about, lead, of, value: schema, versioned } = form;
  const keyOf = (text: string): Uint8Array => textKey(lead, text);
  const read = (bytes: Uint8Array): Value =>
    schema.read(new ParamsInput(versioned ? decodeVersioned(bytes).body : bytes));
  const start = textKey(lead, '');
  return {
    name,
    about,
    key: `${lead.map(byteText).join(' ')} || ${of}`,
    value: describeShape(schema.description),
    versioned,
    keyOf,
    get(state, text) {
      const bytes = state.get(keyOf(text));
      return bytes === undefined ? undefined : read(bytes);
    },
    list(state) {
      const listed: { text: string; value: Value }[] = [];
      for (const { key, value } of state.range({ start, end: afterPrefix(start) })) {
        const text = String.fromCharCode(...key.subarray(lead.length));
        listed.push({ text, value: read(value) });
      }
      return listed;
    },
    put(state, text, value) {
      const key = keyOf(text);
      const bytes = writeCbor((writer) => schema.write(writer, value));
      if (versioned) state.putVersion(key, state.get(key), bytes);
      else state.put(key, bytes);
    },
  };
}

/** As declarations write it: the first bytes in hexadecimal, letters as they are. */
function byteText(byte: number): string {
  const isLetter = byte >= 0x61 && byte <= 0x7a;
  return isLetter ? `'${String.fromCharCode(byte)}'` : `0x${byte.toString(16).padStart(2, '0')}`;
}

import { CborReader } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import { afterPrefix, textKey } from './key.ts';
import { KERNEL_KEYS } from './recent-ids.ts';
import type { StateWriter } from './state-writer.ts';
import { writeCbor } from './write-cbor.ts';

/** The version of a module whose activations the state does not name. */
export const FIRST_VERSION = 1;

/** From this block on, the version rules. */
export interface Activation {
  readonly version: number;
  readonly height: number;
}

/** Of one module, in the order of their versions, and so of their heights. */
export interface ModuleActivations {
  readonly module: string;
  readonly list: readonly Activation[];
}

const LEAD = [KERNEL_KEYS, 0x75]; // 'u'

/** 0x01 'u' || module: the versions that were activated, and one that may be to come. */
export function activationsKey(module: string): Uint8Array {
  return textKey(LEAD, module);
}

/** The key range of what is known of all modules' versions. */
export function activationsRange(): { readonly start: Uint8Array; readonly end: Uint8Array } {
  const start = Uint8Array.from(LEAD);
  return { start, end: afterPrefix(start)! };
}

/** In the order of their versions, and so of their heights. */
export function readActivations(state: StateView, module: string): readonly Activation[] {
  const bytes = state.get(activationsKey(module));
  return bytes === undefined ? [] : decodeActivations(bytes);
}

/** Every module that was ever given another version, in the order of the names. */
export function listActivations(state: StateView): readonly ModuleActivations[] {
  const found: ModuleActivations[] = [];
  for (const { key, value } of state.range(activationsRange())) {
    const module = String.fromCharCode(...key.subarray(LEAD.length));
    found.push({ module, list: decodeActivations(value) });
  }
  return found;
}

/** How many versions that follow a first one rule the block at this height, over the state before it. */
export function activationsOf(state: StateView, height: number): number {
  const lists = listActivations(state).map(({ list }) => list);
  return lists.flat().filter((activation) => activation.height <= height).length;
}

/** Replaces what is known of a module; an empty list is no entry. */
export function putActivations(
  state: StateWriter,
  module: string,
  list: readonly Activation[],
): void {
  const key = activationsKey(module);
  if (list.length === 0) state.remove(key);
  else state.put(key, encodeActivations(list));
}

/** The version that rules a block. */
export function versionAt(list: readonly Activation[], height: number): number {
  const last = list.findLast((activation) => activation.height <= height);
  return last?.version ?? FIRST_VERSION;
}

/** The activation that has not come by this block. */
export function pendingAfter(list: readonly Activation[], height: number): Activation | undefined {
  const last = list.at(-1);
  return last !== undefined && last.height > height ? last : undefined;
}

/** `[[version, height] …]`. */
export function encodeActivations(list: readonly Activation[]): Uint8Array {
  return writeCbor((writer) => {
    writer.array(list.length);
    for (const { version, height } of list) writer.array(2).uint(version).uint(height);
  });
}

function decodeActivations(bytes: Uint8Array): Activation[] {
  const reader = new CborReader(bytes);
  const list: Activation[] = [];
  for (let left = reader.array(); left > 0; left -= 1) {
    reader.array();
    list.push({ version: reader.uint(), height: reader.uint() });
  }
  reader.end();
  return list;
}

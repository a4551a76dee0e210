import { CborReader } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import { writeCbor } from '../../kernel/write-cbor.ts';
import type { MomentWriter } from './counts.ts';
import { changeKey } from './keys.ts';

/** Stands in a list of changes for the prefix itself. */
export const PREFIX_ITSELF = '';

/**
 * Notes a list of what changed under a prefix. There is one entry for each prefix and block; a
 * second list in the same block is its next version, so that the lists are chained by their hashes
 * and all but the last lie in the history.
 *
 * @param list CBOR array of suffixes.
 */
export function logChanges(state: MomentWriter, prefix: string, list: Uint8Array): void {
  const key = changeKey(prefix, state.block.height);
  state.putVersion(key, state.get(key), list);
}

/** Notes that one record changed. */
export function logRecord(state: MomentWriter, identifier: string): void {
  const slash = identifier.indexOf('/');
  logOne(state, identifier.slice(0, slash), identifier.slice(slash + 1));
}

/** Notes that a prefix itself changed: its holder, its rules or its administrators. */
export function logPrefix(state: MomentWriter, prefix: string): void {
  logOne(state, prefix, PREFIX_ITSELF);
}

function logOne(state: MomentWriter, prefix: string, suffix: string): void {
  logChanges(
    state,
    prefix,
    writeCbor((writer) => writer.array(1).text(suffix)),
  );
}

/** The suffixes in one version of an entry of the change log; '' is the prefix itself. */
export function decodeChanges(envelope: Uint8Array): string[] {
  const reader = new CborReader(decodeVersioned(envelope).body);
  const suffixes: string[] = [];
  for (let left = reader.array(); left > 0; left -= 1) suffixes.push(reader.text());
  reader.end();
  return suffixes;
}

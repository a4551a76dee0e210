import { CborReader } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { EVENT_SUFFIX_BYTES } from '../../limits.ts';
import { ByteCursor, MAJOR_ARRAY, MAJOR_BYTES, MAJOR_UINT } from './byte-cursor.ts';
import type { MomentWriter } from './counts.ts';
import { changeKey } from './keys.ts';

/** Stands in a list of changes for the prefix itself. */
export const PREFIX_ITSELF = '';

/**
 * Notes what changed under a prefix. There is one entry for each prefix and block, a list of
 * suffixes; when a list is full, its next version begins another one. So the lists are chained by
 * their hashes, all but the last lie in the history, and a change costs a copy, not a hash.
 *
 * @param items CBOR texts, one behind the other.
 */
export function logChanges(
  state: MomentWriter,
  prefix: string,
  count: number,
  items: Uint8Array,
): void {
  const key = changeKey(prefix, state.block.height);
  const current = state.get(key);
  const grown = current === undefined ? undefined : appended(current, count, items);
  if (grown !== undefined) return state.put(key, grown);
  const list = writeCbor((writer) => writer.array(count).raw(items));
  state.putVersion(key, current, list);
}

/** The envelope with a longer list; undefined if that is full. */
function appended(envelope: Uint8Array, count: number, items: Uint8Array): Uint8Array | undefined {
  const cursor = new ByteCursor(envelope, 0);
  cursor.head(MAJOR_ARRAY);
  for (let uint = 0; uint < 3; uint += 1) cursor.head(MAJOR_UINT);
  const previous = cursor.head(MAJOR_BYTES);
  cursor.position += previous < 0 ? 1 : previous;
  const bodyAt = cursor.position;
  cursor.head(MAJOR_BYTES);
  const before = cursor.head(MAJOR_ARRAY);
  const listed = envelope.subarray(cursor.position);
  const size = listed.length + items.length;
  if (size > EVENT_SUFFIX_BYTES) return undefined;
  const total = before + count;
  return writeCbor((writer) => {
    writer.raw(envelope.subarray(0, bodyAt));
    writer
      .raw(bytesHead(size + headLength(total)))
      .array(total)
      .raw(listed)
      .raw(items);
  });
}

const headLength = (argument: number): number => (argument < 24 ? 1 : argument < 256 ? 2 : 3);

/** CBOR head of a byte string of less than 65,536 bytes. */
function bytesHead(length: number): Uint8Array {
  if (length < 24) return Uint8Array.of(0x40 | length);
  if (length < 256) return Uint8Array.of(0x58, length);
  return Uint8Array.of(0x59, length >>> 8, length);
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
  const item = writeCbor((writer) => writer.text(suffix));
  logChanges(state, prefix, 1, item);
}

/** The suffixes in one version of an entry of the change log; '' is the prefix itself. */
export function decodeChanges(envelope: Uint8Array): string[] {
  const reader = new CborReader(decodeVersioned(envelope).body);
  const suffixes: string[] = [];
  for (let left = reader.array(); left > 0; left -= 1) suffixes.push(reader.text());
  reader.end();
  return suffixes;
}

import { equalBytes } from '@touchmark/codec';
import type { Refusal } from '../../kernel/refusal.ts';
import { refuse } from './errors.ts';
import { ADMIN_WRITE, PUBLIC_WRITE } from './record-value.ts';
import type { ValueSlice } from './value-scanner.ts';

/** One value of a record, as it is kept. */
export interface StoredValue {
  readonly slice: ValueSlice;
  /** The array that the slice's places refer to. */
  readonly source: Uint8Array;
  /** The item as the record keeps it. */
  readonly item: Uint8Array;
  /** True: the data apart of a restricted value are those that are there. */
  readonly keepsSecret: boolean;
}

/** What an update does to one index. */
export interface ValueChange {
  readonly index: number;
  readonly before: StoredValue | undefined;
  readonly after: StoredValue | undefined;
}

/** The indexes at which two lists of values (both sorted by index) differ, in order. */
export function valueChanges(
  before: readonly StoredValue[],
  after: readonly StoredValue[],
): ValueChange[] {
  const changes: ValueChange[] = [];
  let old = 0;
  let next = 0;
  while (old < before.length || next < after.length) {
    const oldIndex = before[old]?.slice.index ?? Number.MAX_SAFE_INTEGER;
    const nextIndex = after[next]?.slice.index ?? Number.MAX_SAFE_INTEGER;
    const index = Math.min(oldIndex, nextIndex);
    const change = {
      index,
      before: oldIndex === index ? before[old] : undefined,
      after: nextIndex === index ? after[next] : undefined,
    };
    if (change.before !== undefined) old += 1;
    if (change.after !== undefined) next += 1;
    if (!isUnchanged(change)) changes.push(change);
  }
  return changes;
}

function isUnchanged({ before, after }: ValueChange): boolean {
  return before !== undefined && after !== undefined && equalBytes(before.item, after.item);
}

/** A value without administrators' write is there for good: no action changes or removes it. */
export function isImmutable(value: StoredValue | undefined): boolean {
  return value !== undefined && (value.slice.permissions & ADMIN_WRITE) === 0;
}

/**
 * Refuses the first change that nobody may make, or that this author may not.
 *
 * @param authority the refusal for an author who may change no more than the public may; asked for
 * once, when it matters.
 */
export function refuseChanges(
  changes: readonly ValueChange[],
  identifier: string,
  authority: () => Refusal | undefined,
): Refusal | undefined {
  let barred: Refusal | undefined | null = null;
  for (const { index, before, after } of changes) {
    if (isImmutable(before)) return refuse('NAMING_VALUE_IMMUTABLE', { identifier, index });
    if (isPublicWrite(before, after)) continue;
    if (barred === null) barred = authority();
    if (barred !== undefined) return { ...barred, details: { index, ...barred.details } };
  }
  return undefined;
}

/**
 * Strangers may give new data to a value open to public write; its type, ttl and permissions are
 * the holder's.
 */
function isPublicWrite(before: StoredValue | undefined, after: StoredValue | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  if ((before.slice.permissions & PUBLIC_WRITE) === 0) return false;
  return (
    equalBytes(beforeData(before), beforeData(after)) &&
    equalBytes(behindData(before), behindData(after))
  );
}

function beforeData({ slice, source }: StoredValue): Uint8Array {
  return source.subarray(slice.start, slice.dataStart);
}

function behindData({ slice, source }: StoredValue): Uint8Array {
  return source.subarray(slice.dataEnd, slice.end);
}

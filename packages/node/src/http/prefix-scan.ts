import { type Template, prefixKey, readPrefix, recordRange, subtreeRange } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import type { VersionedValue } from '@touchmark/state/proof';
import { firstVersionOf } from '../resolver/answer.ts';

export interface PrefixEntry {
  prefix: string;
  holder: string;
  reregisterAfterMs: number | null;
  template: Template | null;
  envelope: VersionedValue;
  /** The version that delegated it. */
  first: VersionedValue;
}

const NAMES = 0x20;
const DOT = '.'.charCodeAt(0);
const SLASH = '/'.charCodeAt(0);

/** A prefix's entry in the state; undefined if it is not delegated. */
export function readPrefixEntry(view: StateSnapshot, prefix: string): PrefixEntry | undefined {
  const kept = readPrefix(view, prefix);
  if (kept === undefined) return undefined;
  const { envelope, body } = kept;
  const first = envelope.version === 1 ? envelope : firstVersionOf(view, prefixKey(prefix));
  const { holder, reregisterAfterMs, template } = body;
  return { prefix, holder, reregisterAfterMs, template, envelope, first };
}

interface PrefixQuery {
  under?: string;
  after?: string;
  limit: number;
}

function behind(key: Uint8Array): Uint8Array {
  const next = new Uint8Array(key.length + 1);
  next.set(key);
  return next;
}

/** Keys to look through: the names below a prefix (its own records come after them), or all. */
function scope(under: string | undefined): { start: Uint8Array; end: Uint8Array } {
  if (under === undefined) return { start: Uint8Array.of(NAMES), end: Uint8Array.of(NAMES + 1) };
  const { start } = subtreeRange(under);
  const end = start.slice();
  end[end.length - 1] = DOT + 1;
  return { start, end };
}

/**
 * Prefixes in bytewise order. Records lie between them in the state, millions maybe; each prefix's records are
 * stepped over in one seek.
 */
export function prefixesAfter(
  view: StateSnapshot,
  { under, after, limit }: PrefixQuery,
): { entries: PrefixEntry[]; next: string | undefined } {
  const { start, end } = scope(under);
  const entries: PrefixEntry[] = [];
  const resume = after === undefined ? start : behind(prefixKey(after));
  let from: Uint8Array | undefined = Buffer.compare(resume, start) > 0 ? resume : start;
  while (from !== undefined && Buffer.compare(from, end) < 0) {
    const key = firstKey(view, from, end);
    if (key === undefined) break;
    const slash = key.indexOf(SLASH);
    const prefix = Buffer.from(key.subarray(1, slash < 0 ? key.length : slash)).toString('latin1');
    if (slash >= 0) {
      from = recordRange(prefix).end ?? undefined;
      continue;
    }
    const entry = readPrefixEntry(view, prefix);
    if (entry === undefined) break;
    if (entries.length === limit) return { entries, next: entries.at(-1)?.prefix };
    entries.push(entry);
    from = behind(key);
  }
  return { entries, next: undefined };
}

function firstKey(view: StateSnapshot, start: Uint8Array, end: Uint8Array): Uint8Array | undefined {
  for (const { key } of view.range({ start, end, limit: 1 })) return key.slice();
  return undefined;
}

import { asciiBytes, concatBytes, textKey, uint32Bytes } from '../../kernel/key.ts';
import { COUNT_KEYS } from './keys.ts';
import type { BoundedRange } from './keys.ts';
import { depthOf, parentOf } from './prefix.ts';

/**
 * What statistics are kept about: what lies directly under a prefix, all of an industry (the first
 * two labels of its prefixes, such as 88.118), or the whole network.
 */
export type Scope =
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'industry'; readonly industry: string }
  | { readonly kind: 'network' };

const INDUSTRY_LABELS = 2;
/** Below any byte that a prefix begins with. */
const INDUSTRY_MARK = 1;
const HOLDER_MARK = 2;
const INDUSTRY_DAY_MARK = 3;
const ZERO = Uint8Array.of(0);

/** The industry that a prefix belongs to; undefined for a prefix of one label. */
export function industryOf(prefix: string): string | undefined {
  if (depthOf(prefix) < INDUSTRY_LABELS) return undefined;
  const second = prefix.indexOf('.', prefix.indexOf('.') + 1);
  return second < 0 ? prefix : prefix.slice(0, second);
}

/**
 * The scopes in which a record under the prefix counts. Not in the network's, if it is in an
 * industry's: then the network is the sum of them, and a registration one write less.
 */
export function scopesOfRecord(prefix: string): Scope[] {
  const industry = industryOf(prefix);
  const own: Scope = { kind: 'prefix', prefix };
  return [own, industry === undefined ? { kind: 'network' } : { kind: 'industry', industry }];
}

/** The scopes in which the prefix itself counts. */
export function scopesOfPrefix(prefix: string): Scope[] {
  const parent = parentOf(prefix);
  const industry = industryOf(prefix);
  const scopes: Scope[] = [{ kind: 'network' }];
  if (parent !== undefined) scopes.push({ kind: 'prefix', prefix: parent });
  if (industry !== undefined) scopes.push({ kind: 'industry', industry });
  return scopes;
}

/** Key range of the counts of all industries. */
export function industryRange(): BoundedRange {
  return {
    start: Uint8Array.of(COUNT_KEYS, INDUSTRY_MARK),
    end: Uint8Array.of(COUNT_KEYS, INDUSTRY_MARK + 1),
  };
}

/** `0x21 || scope`: the scope's counts. */
export function scopeKey(scope: Scope): Uint8Array {
  if (scope.kind === 'network') return Uint8Array.of(COUNT_KEYS);
  if (scope.kind === 'prefix') return textKey([COUNT_KEYS], scope.prefix);
  return textKey([COUNT_KEYS, INDUSTRY_MARK], scope.industry);
}

/**
 * `0x21 || scope || 0x00 || day (u32)`, of an industry `0x21 || 0x03 || industry || …`: what was
 * counted on a day that is over.
 */
export function dayKey(scope: Scope, day: number): Uint8Array {
  const key = scopeKey(scope);
  if (scope.kind === 'industry') key[1] = INDUSTRY_DAY_MARK;
  return concatBytes(key, ZERO, uint32Bytes(day));
}

/** Key range of a scope's days that are over from `first` to `last`, both included. */
export function dayRange(scope: Scope, first: number, last: number): BoundedRange {
  return { start: dayKey(scope, first), end: dayKey(scope, last + 1) };
}

/** `0x21 || 0x02 || scope || 0x00 || organization`: prefixes that it holds in the scope. */
export function holderKey(scope: Scope, organization: string): Uint8Array {
  return concatBytes(
    Uint8Array.of(COUNT_KEYS, HOLDER_MARK),
    scopeKey(scope).subarray(1),
    ZERO,
    asciiBytes(organization),
  );
}

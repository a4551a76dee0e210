import type { StateView } from '@touchmark/state';
import type { Refusal } from '../../kernel/refusal.ts';
import { refuse } from './errors.ts';
import { readPrefix } from './queries.ts';
import type { KeptPrefix } from './queries.ts';

/** The prefix at exactly the version that the author has seen; a refusal otherwise. */
export function currentPrefix(
  state: StateView,
  prefix: string,
  expectedVersion: number,
): KeptPrefix | Refusal {
  const found = readPrefix(state, prefix);
  if (found === undefined) return refuse('NAMING_PREFIX_UNKNOWN', { prefix });
  const current = found.envelope.version;
  if (current === expectedVersion) return found;
  const expected = expectedVersion;
  return refuse('NAMING_VERSION_CONFLICT', { identifier: prefix, expected, current });
}

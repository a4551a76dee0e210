import type { Refusal } from '../../kernel/refusal.ts';
import type { StateView } from '@touchmark/state';
import { refuse } from './errors.ts';
import { resolveRecord } from './queries.ts';
import type { KeptRecord } from './queries.ts';

/** The active record at exactly the version that the author has seen; a refusal otherwise. */
export function currentRecord(
  state: StateView,
  identifier: string,
  expectedVersion: number,
): KeptRecord | Refusal {
  const record = resolveRecord(state, identifier);
  if (record === undefined) return refuse('NAMING_IDENTIFIER_UNKNOWN', { identifier });
  if (record.body.status === 'retired') return refuse('NAMING_IDENTIFIER_RETIRED', { identifier });
  const current = record.envelope.version;
  if (current === expectedVersion) return record;
  return refuse('NAMING_VERSION_CONFLICT', { identifier, expected: expectedVersion, current });
}

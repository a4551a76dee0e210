import type { ActionContext } from '../../kernel/action-context.ts';
import { logPrefix } from './change-log.ts';
import { countHolder } from './counts.ts';
import { prefixKey } from './keys.ts';
import { encodePrefix } from './prefix.ts';
import type { KeptPrefix } from './queries.ts';

/**
 * Writes the next version of a prefix with another holder, and begins a new tenure: so whatever was
 * delegated in the old one is over. Returns the version.
 */
export function changeHolder(
  context: ActionContext,
  prefix: string,
  current: KeptPrefix,
  to: string,
  reason: string | null,
): number {
  const { transactionId } = context;
  const { holder: from, tenure } = current.body;
  const next = { ...current.body, holder: to, transactionId, tenure: tenure + 1, reason };
  context.putVersion(prefixKey(prefix), current.bytes, encodePrefix(next));
  countHolder(context, prefix, to, from);
  logPrefix(context, prefix);
  return current.envelope.version + 1;
}

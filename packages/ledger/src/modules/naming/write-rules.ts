import type { ActionContext } from '../../kernel/action-context.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { logPrefix } from './change-log.ts';
import { currentPrefix } from './current-prefix.ts';
import { refuse } from './errors.ts';
import { prefixKey } from './keys.ts';
import { encodePrefix } from './prefix.ts';
import type { Prefix } from './prefix.ts';

type Rules = Partial<Pick<Prefix, 'template' | 'reregisterAfterMs'>>;

/** Writes the next version of a prefix with other rules, for its holder alone. */
export function writeRules(
  context: ActionContext,
  at: { readonly prefix: string; readonly expectedVersion: number },
  rules: Rules,
): { readonly version: number } | Refusal {
  const { prefix } = at;
  const { author, transactionId } = context;
  const found = currentPrefix(context, prefix, at.expectedVersion);
  if ('code' in found) return found;
  const { holder } = found.body;
  if (holder !== author) return refuse('NAMING_NOT_PREFIX_HOLDER', { prefix, holder, author });
  const body = encodePrefix({ ...found.body, ...rules, transactionId });
  context.putVersion(prefixKey(prefix), found.bytes, body);
  logPrefix(context, prefix);
  return { version: found.envelope.version + 1 };
}

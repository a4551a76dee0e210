import type { ActionContext } from '../../kernel/action-context.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refuseAuthor } from './authority.ts';
import { refuse } from './errors.ts';
import { prefixOf } from './prefix.ts';
import { readPrefix } from './queries.ts';

/**
 * Refuses unless the author holds the record, or administers its prefix while the prefix and the
 * record are held by the same organization.
 */
export function refuseRecordAuthor(
  context: ActionContext,
  identifier: string,
  holder: string,
): Refusal | undefined {
  const { author } = context;
  if (author === holder) return undefined;
  const stranger = refuse('NAMING_NOT_RECORD_HOLDER', { identifier, holder, author });
  const prefix = prefixOf(identifier);
  if (readPrefix(context, prefix)?.body.holder !== holder) return stranger;
  return refuseAuthor(context, { prefix, holder }, 'act', stranger);
}

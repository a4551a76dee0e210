import type { ActionContext } from '../../kernel/action-context.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Appointment } from './administration.ts';
import { findAppointment, findAuthority, refuseAuthor } from './authority.ts';
import { refuse } from './errors.ts';
import { isActive } from './organization-standing.ts';
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

/** On whose behalf something is asked for that happens later. */
export interface Asker {
  readonly asker: string;
  /** The appointment by which it may act for the holder; null: it is the holder. */
  readonly by: Appointment | null;
}

/** The author as an asker, if it may act over a record of this holder. */
export function askerOf(context: ActionContext, identifier: string, holder: string): Asker {
  const { author, block } = context;
  const place = { prefix: prefixOf(identifier), holder };
  if (author === holder) return { asker: author, by: null };
  const found = findAuthority(context, block.timeMs, place, author, 'act');
  return { asker: author, by: found.path === undefined ? null : found.by };
}

/** Whether who asked may still act over the record, and by the very same appointment. */
export function mayStillAct(
  context: ActionContext,
  identifier: string,
  holder: string,
  { asker, by }: Asker,
): boolean {
  if (by === null) return asker === holder && isActive(context, asker);
  if (readPrefix(context, prefixOf(identifier))?.body.holder !== holder) return false;
  const found = findAppointment(context, context.block.timeMs, by.prefix, asker, 'act');
  return found.path !== undefined && found.path[0] === holder && found.by?.number === by.number;
}

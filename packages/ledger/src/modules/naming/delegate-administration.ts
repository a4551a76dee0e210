import type { Action } from '@touchmark/codec';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { ADMINISTRATION_DEPTH } from '../../limits.ts';
import { encodeAdministration, readAdministration } from './administration.ts';
import type { Appointment, KeptAdministration } from './administration.ts';
import { findAuthority, followAppointment } from './authority.ts';
import type { Place } from './authority.ts';
import { logPrefix } from './change-log.ts';
import { refuse } from './errors.ts';
import { administrationDelegated } from './events.ts';
import { administrationKey } from './keys.ts';
import { refuseReceiver } from './organization-standing.ts';
import * as fields from './params.ts';
import type { YesOrNo } from './params.ts';
import { readPrefix } from './queries.ts';

export interface DelegateAdministrationParams {
  readonly prefix: string;
  readonly administrator: string;
  /** May appoint further administrators there and below, and delegate prefixes. */
  readonly mayDelegate: YesOrNo;
  /** Block time at which it ends, in milliseconds since 1970; 0: it does not end by itself. */
  readonly untilMs: number;
}

export const delegateAdministration: ActionDefinition<DelegateAdministrationParams> = {
  type: 'naming.delegate-administration',
  about:
    'Lets an organization administer a prefix and what its holder has below it, in the name of the holder.',
  authority: 'the holder of the prefix; an administrator of it that may delegate',
  params: map({
    prefix: fields.prefix,
    administrator: fields.organizationId,
    mayDelegate: fields.yesOrNo,
    untilMs: fields.moment,
  }),
  execute(context, params) {
    const { author, transactionId, block } = context;
    const { prefix, administrator } = params;
    const found = readPrefix(context, prefix)?.body;
    if (found === undefined) return refuse('NAMING_PREFIX_UNKNOWN', { prefix });
    const { holder, tenure } = found;
    const place = { prefix, holder };
    const by = findGrantor(context, place, administrator);
    if (by !== null && 'code' in by) return by;
    const before = standing(context, prefix, administrator);
    const refusal =
      refuseReceiver(context, administrator) ??
      refuseEnd(params.untilMs, block.timeMs) ??
      refuseReplacing(context, place, administrator, before);
    if (refusal !== undefined) return refusal;
    const mayDelegate = params.mayDelegate === 'yes';
    const key = administrationKey(prefix, administrator);
    const body = encodeAdministration({
      status: 'active',
      grantor: author,
      mayDelegate,
      untilMs: params.untilMs === 0 ? null : params.untilMs,
      transactionId,
      reason: null,
      tenure,
      number: numberOf(before, mayDelegate),
      by,
    });
    context.putVersion(key, before?.given.bytes, body);
    logPrefix(context, prefix);
    context.emit(administrationDelegated, { ...params, grantor: author });
    return undefined;
  },
};

/** What was last delegated to an administrator at the prefix, and whether that holds now. */
interface Standing {
  readonly given: KeptAdministration;
  readonly holds: boolean;
}

function standing(
  context: ActionContext,
  prefix: string,
  administrator: string,
): Standing | undefined {
  const given = readAdministration(context, prefix, administrator);
  if (given === undefined) return undefined;
  const { timeMs } = context.block;
  // As if nobody were suspended: a suspension ends nothing.
  const { path } = followAppointment(context, timeMs, prefix, administrator, 'act');
  return { given, holds: path !== undefined };
}

/**
 * An appointment that is only changed stays the same one, and so does what was given by it. Whoever
 * had lost it, or may no more delegate, begins anew: what was given by the old one is over.
 */
function numberOf(before: Standing | undefined, mayDelegate: boolean): number {
  if (before === undefined) return 1;
  const { body } = before.given;
  const isSame = before.holds && (mayDelegate || !body.mayDelegate);
  return isSame ? body.number : body.number + 1;
}

/**
 * The appointment by which the author delegates; null: as the holder. Refuses an author without the
 * right, and a delegation back to anybody it comes from.
 */
function findGrantor(
  context: ActionContext,
  place: Place,
  administrator: string,
): Appointment | null | Refusal {
  const { author, block } = context;
  const found = findAuthority(context, block.timeMs, place, author, 'delegate');
  if (found.path === undefined) {
    return found.refusal ?? refuse('NAMING_NOT_PREFIX_HOLDER', { ...place, author });
  }
  const { prefix } = place;
  if (found.path.includes(administrator)) {
    return refuse('NAMING_ADMINISTRATION_CYCLE', { prefix, administrator, author });
  }
  if (found.path.length < ADMINISTRATION_DEPTH) return found.by;
  return refuse('NAMING_ADMINISTRATION_DEPTH', { prefix, limit: ADMINISTRATION_DEPTH });
}

function refuseEnd(untilMs: number, timeMs: number): Refusal | undefined {
  if (untilMs === 0 || untilMs > timeMs) return undefined;
  return refuse('NAMING_END_PAST', { untilMs, blockTimeMs: timeMs });
}

/** What one administrator gave and is in force, another one cannot change. */
function refuseReplacing(
  { author }: ActionContext,
  { prefix, holder }: Place,
  administrator: string,
  before: Standing | undefined,
): Refusal | undefined {
  if (before === undefined || !before.holds || author === holder) return undefined;
  const { grantor } = before.given.body;
  if (grantor === author) return undefined;
  return refuse('NAMING_ADMINISTRATION_TAKEN', { prefix, administrator, grantor });
}

export function encodeDelegateAdministration(params: DelegateAdministrationParams): Action {
  return encodeAction(delegateAdministration, params);
}

import type { Action } from '@touchmark/codec';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { ADMINISTRATION_DEPTH } from '../../limits.ts';
import { encodeAdministration, readAdministration } from './administration.ts';
import { findAuthority } from './authority.ts';
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
    const holder = readPrefix(context, params.prefix)?.body.holder;
    if (holder === undefined) return refuse('NAMING_PREFIX_UNKNOWN', { prefix: params.prefix });
    const place = { prefix: params.prefix, holder };
    const refusal =
      refuseChain(context, place, params.administrator) ??
      refuseReceiver(context, params.administrator) ??
      refuseEnd(params.untilMs, block.timeMs) ??
      refuseReplacing(context, place, params.administrator);
    if (refusal !== undefined) return refusal;
    const key = administrationKey(params.prefix, params.administrator);
    const body = encodeAdministration({
      status: 'active',
      grantor: author,
      mayDelegate: params.mayDelegate === 'yes',
      untilMs: params.untilMs === 0 ? null : params.untilMs,
      transactionId,
      reason: null,
    });
    context.putVersion(key, context.get(key), body);
    logPrefix(context, params.prefix);
    context.emit(administrationDelegated, { ...params, grantor: author });
    return undefined;
  },
};

/** Refuses an author without the right, and a delegation back to anybody it comes from. */
function refuseChain(
  context: ActionContext,
  place: Place,
  administrator: string,
): Refusal | undefined {
  const { author, block } = context;
  const found = findAuthority(context, block.timeMs, place, author, 'delegate');
  if (found.path === undefined) {
    return found.refusal ?? refuse('NAMING_NOT_PREFIX_HOLDER', { ...place, author });
  }
  const { prefix } = place;
  if (found.path.includes(administrator)) {
    return refuse('NAMING_ADMINISTRATION_CYCLE', { prefix, administrator, author });
  }
  if (found.path.length < ADMINISTRATION_DEPTH) return undefined;
  return refuse('NAMING_ADMINISTRATION_DEPTH', { prefix, limit: ADMINISTRATION_DEPTH });
}

function refuseEnd(untilMs: number, timeMs: number): Refusal | undefined {
  if (untilMs === 0 || untilMs > timeMs) return undefined;
  return refuse('NAMING_END_PAST', { untilMs, blockTimeMs: timeMs });
}

/** What one administrator gave and is in force, another one cannot change. */
function refuseReplacing(
  context: ActionContext,
  place: Place,
  administrator: string,
): Refusal | undefined {
  const { author, block } = context;
  const { prefix, holder } = place;
  const given = readAdministration(context, prefix, administrator)?.body;
  if (given === undefined || given.grantor === author || author === holder) return undefined;
  const found = findAuthority(context, block.timeMs, place, administrator, 'act');
  if (found.path === undefined) return undefined;
  const { grantor } = given;
  return refuse('NAMING_ADMINISTRATION_TAKEN', { prefix, administrator, grantor });
}

export function encodeDelegateAdministration(params: DelegateAdministrationParams): Action {
  return encodeAction(delegateAdministration, params);
}

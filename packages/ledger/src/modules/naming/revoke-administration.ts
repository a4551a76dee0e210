import type { Action } from '@touchmark/codec';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { encodeAdministration, readAdministration } from './administration.ts';
import type { Administration } from './administration.ts';
import { followAppointment, refuseAuthor } from './authority.ts';
import type { Place } from './authority.ts';
import { logPrefix } from './change-log.ts';
import { refuse } from './errors.ts';
import { administrationRevoked } from './events.ts';
import { administrationKey } from './keys.ts';
import { organizationId, prefix, reason } from './params.ts';
import { readPrefix } from './queries.ts';

export interface RevokeAdministrationParams {
  readonly prefix: string;
  readonly administrator: string;
  readonly reason: string;
}

export const revokeAdministration: ActionDefinition<RevokeAdministrationParams> = {
  type: 'naming.revoke-administration',
  about:
    'Ends what was delegated to an administrator, and so all that it delegated on. Records stay.',
  authority:
    'the holder of the prefix; who delegated it; those from whom that one has its right; the administrator itself',
  params: map({ prefix, administrator: organizationId, reason }),
  execute(context, params) {
    const { author, transactionId } = context;
    const holder = readPrefix(context, params.prefix)?.body.holder;
    if (holder === undefined) return refuse('NAMING_PREFIX_UNKNOWN', { prefix: params.prefix });
    const given = readAdministration(context, params.prefix, params.administrator);
    if (given === undefined || given.body.status === 'revoked') {
      const { administrator } = params;
      return refuse('NAMING_ADMINISTRATION_NONE', { prefix: params.prefix, administrator });
    }
    const refusal = refuseDismissal(context, { prefix: params.prefix, holder }, params, given.body);
    if (refusal !== undefined) return refusal;
    const body = encodeAdministration({
      ...given.body,
      status: 'revoked',
      transactionId,
      reason: params.reason,
    });
    context.putVersion(administrationKey(params.prefix, params.administrator), given.bytes, body);
    logPrefix(context, params.prefix);
    context.emit(administrationRevoked, { ...params, author });
    return undefined;
  },
};

/** Nobody dismisses its peers, nor those from whom it has its own right. */
function refuseDismissal(
  context: ActionContext,
  place: Place,
  { prefix, administrator }: RevokeAdministrationParams,
  { grantor }: Administration,
): Refusal | undefined {
  const { author, block } = context;
  if (author === administrator || author === grantor) return undefined;
  const stranger = refuse('NAMING_NOT_PREFIX_HOLDER', { ...place, author });
  const refusal = refuseAuthor(context, place, 'delegate', stranger);
  if (refusal !== undefined || author === place.holder) return refusal;
  const { path } = followAppointment(context, block.timeMs, prefix, administrator, 'act');
  if (path?.includes(author) === true) return undefined;
  return refuse('NAMING_ADMINISTRATION_NOT_BELOW', { prefix, administrator, author, grantor });
}

export function encodeRevokeAdministration(params: RevokeAdministrationParams): Action {
  return encodeAction(revokeAdministration, params);
}

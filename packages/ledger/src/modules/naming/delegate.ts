import type { Action } from '@touchmark/codec';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { readOrganization } from '../organizations/queries.ts';
import type { Role } from '../organizations/roles.ts';
import { refuseAuthor } from './authority.ts';
import { logPrefix } from './change-log.ts';
import { countHolder } from './counts.ts';
import { refuse } from './errors.ts';
import { delegated } from './events.ts';
import { prefixKey } from './keys.ts';
import { refuseReceiver } from './organization-standing.ts';
import { organizationId, prefix } from './params.ts';
import { depthOf, encodePrefix, parentOf } from './prefix.ts';
import { readPrefix } from './queries.ts';

export interface DelegateParams {
  readonly prefix: string;
  readonly holder: string;
}

/** Operators, highest first: the place is the depth from which on the role suffices. */
const OPERATORS: readonly Role[] = ['top-operator', 'secondary-operator', 'enterprise-operator'];

export const delegate: ActionDefinition<DelegateParams> = {
  type: 'naming.delegate',
  about: 'Delegates a prefix to an organization, which then registers and delegates below it.',
  authority:
    'one label: an active administrator; more: the holder of the prefix above, or an administrator of it that may delegate',
  params: map({ prefix, holder: organizationId }),
  // Below the first label it is the holder of the prefix above that says so.
  governed: { own: (_, params) => parentOf(params.prefix) !== undefined },
  execute(context, params) {
    const refusal = refuseDelegator(context, params.prefix) ?? refuseHolder(context, params);
    if (refusal !== undefined) return refusal;
    const taken = readPrefix(context, params.prefix);
    if (taken !== undefined) {
      const { holder } = taken.body;
      return refuse('NAMING_PREFIX_TAKEN', { prefix: params.prefix, holder });
    }
    const { transactionId } = context;
    const body = encodePrefix({
      holder: params.holder,
      transactionId,
      reregisterAfterMs: null,
      template: null,
      tenure: 1,
      reason: null,
    });
    context.putVersion(prefixKey(params.prefix), undefined, body);
    countHolder(context, params.prefix, params.holder, undefined);
    logPrefix(context, params.prefix);
    context.emit(delegated, params);
    return undefined;
  },
};

function refuseDelegator(context: ActionContext, wanted: string): Refusal | undefined {
  const { author } = context;
  const parent = parentOf(wanted);
  if (parent === undefined) return undefined;
  const holder = readPrefix(context, parent)?.body.holder;
  if (holder === undefined) return refuse('NAMING_PARENT_UNKNOWN', { prefix: wanted, parent });
  const place = { prefix: parent, holder };
  const stranger = refuse('NAMING_NOT_PREFIX_HOLDER', { ...place, author });
  return refuseAuthor(context, place, 'delegate', stranger);
}

/** Refuses a holder that a prefix of this depth can't be given to. */
export function refuseHolder(context: ActionContext, params: DelegateParams): Refusal | undefined {
  const { holder } = params;
  const refusal = refuseReceiver(context, holder);
  if (refusal !== undefined) return refusal;
  const roles = readOrganization(context, holder)?.entity.roles ?? [];
  const sufficient = OPERATORS.slice(0, depthOf(params.prefix));
  if (sufficient.some((role) => roles.includes(role))) return undefined;
  const role = sufficient[sufficient.length - 1]!;
  return refuse('NAMING_HOLDER_ROLE', { holder, prefix: params.prefix, role });
}

export function encodeDelegate(params: DelegateParams): Action {
  return encodeAction(delegate, params);
}

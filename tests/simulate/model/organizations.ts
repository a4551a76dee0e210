import { inOrder } from './bytes.ts';
import { numberOf, recordsOf, textOf, textsOf } from './call.ts';
import type { Call, Execute } from './call.ts';
import { APPLICATION_ACTIONS } from './applications.ts';
import { DOCUMENT_ACTIONS } from './documents.ts';
import { demandProof, isSignedForRecovery, KEY_ACTIONS, registerKey } from './keys.ts';
import {
  change,
  demandAnotherAdministrator,
  found,
  inRoleOrder,
  known,
  staying,
  writeOrganization,
} from './membership.ts';
import type { Params } from './params.ts';
import { codeOf, demand } from './refused.ts';
import { checkValidators, putValidators } from './validators.ts';
import type { ModelState } from './state.ts';

/** Decisions about members: section 6 of spec/ledger.md. */

const admit: Execute = (call, params) => {
  const id = textOf(params, 'id');
  demand(!call.state.organizations.has(id), 'ORGANIZATIONS_ALREADY_ADMITTED');
  found(call, id, textOf(params, 'name'), textsOf(params, 'roles'));
  for (const given of recordsOf(params, 'keys')) registerKey(call, id, given);
  for (const given of recordsOf(params, 'keys')) demandProof(call, id, given);
  call.events.push('organizations.admitted');
};

const suspend: Execute = (call, params) => {
  const id = textOf(params, 'id');
  const row = staying(call.state, id);
  const isForGood = row.status === 1 && row.untilMs === null;
  demand(!isForGood, 'ORGANIZATIONS_ALREADY_SUSPENDED');
  demandAnotherAdministrator(call.state, id);
  change(call, id, { status: 1, reason: textOf(params, 'reason'), untilMs: null });
  call.events.push('organizations.suspended');
  strikeValidators(call, id);
};

const URGENCY_PAUSE_MS = 604_800_000;

const suspendUrgently: Execute = (call, params) => {
  const { state } = call;
  const { timeMs } = state.journal.moment;
  const id = textOf(params, 'id');
  const row = staying(state, id);
  demand(row.status !== 1, 'ORGANIZATIONS_ALREADY_SUSPENDED');
  const last = state.urgencies.get(id);
  const isTooSoon = last !== undefined && timeMs < last + URGENCY_PAUSE_MS;
  demand(!isTooSoon, 'ORGANIZATIONS_URGENCY_REPEATED');
  demandAnotherAdministrator(state, id);
  const untilMs = timeMs + numberOf(params, 'hours') * 3_600_000;
  change(call, id, { status: 1, reason: textOf(params, 'reason'), untilMs });
  state.urgencies.put(id, untilMs);
  call.events.push('organizations.suspended-urgently');
};

const reinstate: Execute = (call, params) => {
  const id = textOf(params, 'id');
  const row = staying(call.state, id);
  demand(row.status === 1, 'ORGANIZATIONS_NOT_SUSPENDED');
  change(call, id, { status: 0, reason: textOf(params, 'reason'), untilMs: null });
  call.events.push('organizations.reinstated');
};

/** Ends the first suspension whose time is over; false if none is. */
export function endSuspension(state: ModelState, events: string[]): boolean {
  const { timeMs } = state.journal.moment;
  const due = state.organizations
    .names()
    .map((id) => ({ id, untilMs: state.organizations.get(id)?.untilMs ?? Infinity }))
    .filter(({ untilMs }) => untilMs <= timeMs)
    .toSorted((left, right) => left.untilMs - right.untilMs || inOrder(left.id, right.id));
  const [first] = due;
  if (first === undefined) return false;
  const row = known(state, first.id);
  writeOrganization(state, first.id, { ...row, status: 0, untilMs: null });
  events.push('organizations.reinstated');
  return true;
}

/** Who does not act as validator any more has none; where they can't go, others come first. */
function strikeValidators(call: Call, id: string): void {
  const { state, events } = call;
  const list = state.validators.get('') ?? [];
  const left = list.filter(({ organization }) => organization !== id);
  if (left.length === list.length) return;
  putValidators(state, left);
  const code = codeOf(() => checkValidators(state, call.before()));
  demand(code === 'OK', 'GOVERNANCE_VALIDATORS_FIRST');
  events.push('governance.validators-set');
}

const setRoles: Execute = (call, params) => {
  const id = textOf(params, 'id');
  staying(call.state, id);
  const roles = inRoleOrder(textsOf(params, 'roles'));
  if (!roles.includes('administrator')) demandAnotherAdministrator(call.state, id);
  const had = known(call.state, id).roles.includes('validator');
  change(call, id, { roles });
  call.events.push('organizations.roles-set');
  if (had && !roles.includes('validator')) strikeValidators(call, id);
};

const leave: Execute = (call, params) => {
  const id = textOf(params, 'id');
  staying(call.state, id);
  demandAnotherAdministrator(call.state, id);
  change(call, id, { status: 2, reason: textOf(params, 'reason'), untilMs: null });
  call.events.push('organizations.left');
  strikeValidators(call, id);
};

const setQuota: Execute = ({ state, events }, params) => {
  const role = textOf(params, 'role');
  const [registrations, bytes] = [numberOf(params, 'registrations'), numberOf(params, 'bytes')];
  if (registrations === 0 && bytes === 0) state.quotas.remove(role);
  else state.quotas.put(role, { registrations, bytes });
  events.push('organizations.quota-set');
};

export const ORGANIZATION_ACTIONS: Readonly<Record<string, Execute>> = {
  ...KEY_ACTIONS,
  ...DOCUMENT_ACTIONS,
  ...APPLICATION_ACTIONS,
  'organizations.admit': admit,
  'organizations.suspend': suspend,
  'organizations.reinstate': reinstate,
  'organizations.set-roles': setRoles,
  'organizations.suspend-urgently': suspendUrgently,
  'organizations.leave': leave,
  'organizations.set-quota': setQuota,
};

/** Whether the author may do a governed action by itself. */
export function isOwn(call: Call, type: string, params: Params): boolean {
  const isAuthor = call.author === params['id'];
  switch (type) {
    case 'organizations.revoke-key':
    case 'organizations.leave':
    case 'organizations.attach':
    case 'organizations.detach':
      return isAuthor;
    case 'organizations.recover':
      return isSignedForRecovery(call, textOf(params, 'id'));
    case 'organizations.set-recovery': {
      const id = textOf(params, 'id');
      const hasNone = (call.state.thresholds.get(id) ?? 0) === 0;
      return isAuthor && (hasNone || isSignedForRecovery(call, id));
    }
    default:
      return false;
  }
}

import type { Action } from '@touchmark/codec';
import { CborReader } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition, Schedule } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { uint } from '../../kernel/schema.ts';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { URGENCY_PAUSE_MS, URGENT_HOURS } from '../../limits.ts';
import { isLastAdministrator } from './authority.ts';
import { refuse } from './errors.ts';
import { reinstated, suspendedUrgently } from './events.ts';
import { readSuspendedKey, suspendedRange, urgencyKey } from './keys.ts';
import { organizationId, reason } from './params.ts';
import { readOrganization } from './queries.ts';
import { putOrganization } from './write.ts';

const HOUR_MS = 3_600_000;

export interface SuspendUrgentlyParams {
  readonly id: string;
  readonly hours: number;
  readonly reason: string;
}

export const suspendUrgently: ActionDefinition<SuspendUrgentlyParams> = {
  type: 'organizations.suspend-urgently',
  about: 'Suspends an organization for at most 72 hours; the suspension ends by itself.',
  authority: 'the constitution: by a rule of its own, if it has one',
  params: map({ id: organizationId, hours: uint(1, URGENT_HOURS), reason }),
  governed: true,
  execute(context, params) {
    const { id, hours } = params;
    const current = readOrganization(context, id);
    if (current === undefined) return refuse('ORGANIZATIONS_UNKNOWN', { id });
    if (current.entity.status === 'left') return refuse('ORGANIZATIONS_LEFT', { id });
    if (current.entity.status === 'suspended') {
      return refuse('ORGANIZATIONS_ALREADY_SUSPENDED', { id });
    }
    const { timeMs } = context.block;
    const fromMs = lastUrgencyMs(context, id) + URGENCY_PAUSE_MS;
    if (timeMs < fromMs) return refuse('ORGANIZATIONS_URGENCY_REPEATED', { id, fromMs });
    if (isLastAdministrator(context, id)) return refuse('ORGANIZATIONS_LAST_ADMINISTRATOR', { id });
    const untilMs = timeMs + hours * HOUR_MS;
    putOrganization(context, id, current, {
      ...current.entity,
      status: 'suspended',
      transactionId: context.transactionId,
      reason: params.reason,
      untilMs,
    });
    context.put(
      urgencyKey(id),
      writeCbor((writer) => writer.uint(untilMs)),
    );
    context.emit(suspendedUrgently, { id, reason: params.reason, untilMs });
    return undefined;
  },
};

/** When an organization's last urgent suspension ends or was to end; long ago, if there was none. */
export function lastUrgencyMs(state: StateView, id: string): number {
  const value = state.get(urgencyKey(id));
  return value === undefined ? -URGENCY_PAUSE_MS : new CborReader(value).uint();
}

/** Ends suspensions whose time is over. */
export const schedule: Schedule = {
  dueMs: (state) => next(state)?.untilMs,
  runNext(context) {
    const due = next(context);
    const current = due && readOrganization(context, due.id);
    if (due === undefined || current === undefined) {
      throw new StateFormatError('an organization whose suspension ends');
    }
    const ended = { ...current.entity, status: 'active', untilMs: null } as const;
    putOrganization(context, due.id, current, ended);
    context.emit(reinstated, { id: due.id, reason: 'the time of the urgent suspension is over' });
  },
};

function next(state: StateView): { untilMs: number; id: string } | undefined {
  for (const { key } of state.range({ ...suspendedRange(), limit: 1 })) {
    return readSuspendedKey(key);
  }
  return undefined;
}

export function encodeSuspendUrgently(params: SuspendUrgentlyParams): Action {
  return encodeAction(suspendUrgently, params);
}

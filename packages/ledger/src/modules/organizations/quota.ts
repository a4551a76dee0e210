import { CborReader } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import type { ActionContext } from '../../kernel/action-context.ts';
import type { Quota } from '../../kernel/identity.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { refuse } from './errors.ts';
import { quotaKey, usageKey } from './keys.ts';
import type { Role } from './roles.ts';

const DAY_MS = 86_400_000;

/** What an organization has used on a day, counted from 1970 in UTC. */
export interface Usage {
  readonly day: number;
  readonly registrations: number;
  readonly bytes: number;
}

/** What a role may use in a day; undefined: nothing was set. */
export function readQuota(state: StateView, role: Role): Quota | undefined {
  const value = state.get(quotaKey(role));
  if (value === undefined) return undefined;
  const reader = new CborReader(value);
  reader.array();
  const quota = { registrations: reader.uint(), bytes: reader.uint() };
  reader.end();
  return quota;
}

/** The most that one of the roles allows; null: one of them has no bound, or there is none. */
export function quotaOf(state: StateView, roles: readonly Role[]): Quota | null {
  const quotas: Quota[] = [];
  for (const role of roles) {
    const quota = readQuota(state, role);
    if (quota === undefined) return null;
    quotas.push(quota);
  }
  if (quotas.length === 0) return null;
  return {
    registrations: Math.max(...quotas.map(({ registrations }) => registrations)),
    bytes: Math.max(...quotas.map(({ bytes }) => bytes)),
  };
}

export function readUsage(state: StateView, organization: string, timeMs: number): Usage {
  const day = dayOf(timeMs);
  const value = state.get(usageKey(organization));
  if (value !== undefined) {
    const reader = new CborReader(value);
    reader.array();
    const usage = { day: reader.uint(), registrations: reader.uint(), bytes: reader.uint() };
    reader.end();
    if (usage.day === day) return usage;
  }
  return { day, registrations: 0, bytes: 0 };
}

/** To be asked by whatever registers identifiers, before it does. */
export function chargeRegistrations(context: ActionContext, count: number): Refusal | undefined {
  const quota = context.signers[0]?.quota ?? null;
  if (quota === null) return undefined;
  const usage = readUsage(context, context.author, context.block.timeMs);
  const limit = quota.registrations;
  if (usage.registrations + count > limit) {
    return refuse('ORGANIZATIONS_QUOTA_REGISTRATIONS', {
      ...exceeded(context, usage.registrations, limit),
      wanted: count,
    });
  }
  putUsage(context, { ...usage, registrations: usage.registrations + count });
  return undefined;
}

/** Charges the author for a transaction's bytes. */
export function chargeBytes(
  context: ActionContext,
  { bytes, mayRefuse }: { readonly bytes: number; readonly mayRefuse: boolean },
): Refusal | undefined {
  const quota = context.signers[0]?.quota ?? null;
  if (quota === null) return undefined;
  const usage = readUsage(context, context.author, context.block.timeMs);
  const limit = quota.bytes;
  if (mayRefuse && usage.bytes + bytes > limit) {
    return refuse('ORGANIZATIONS_QUOTA_BYTES', {
      ...exceeded(context, usage.bytes, limit),
      wanted: bytes,
    });
  }
  putUsage(context, { ...usage, bytes: usage.bytes + bytes });
  return undefined;
}

function exceeded(context: ActionContext, used: number, limit: number) {
  const resetsAtMs = (dayOf(context.block.timeMs) + 1) * DAY_MS;
  return { organization: context.author, used, limit, resetsAtMs };
}

function putUsage(context: ActionContext, { day, registrations, bytes }: Usage): void {
  const value = writeCbor((writer) => writer.array(3).uint(day).uint(registrations).uint(bytes));
  context.put(usageKey(context.author), value);
}

function dayOf(timeMs: number): number {
  return (timeMs - (timeMs % DAY_MS)) / DAY_MS;
}

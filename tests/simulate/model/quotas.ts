import type { Call } from './call.ts';
import { demand } from './refused.ts';
import type { Amounts } from './rows.ts';
import type { ModelState } from './state.ts';

/** What an organization may use in a day: section 6 of spec/ledger.md. */

const DAY_MS = 86_400_000;

export function quotaOf(state: ModelState, organization: string): Amounts | null {
  const roles = state.organizations.get(organization)?.roles ?? [];
  const quotas = roles.map((role) => state.quotas.get(role)).filter((quota) => quota !== undefined);
  if (quotas.length === 0 || quotas.length < roles.length) return null;
  return {
    registrations: Math.max(...quotas.map(({ registrations }) => registrations)),
    bytes: Math.max(...quotas.map(({ bytes }) => bytes)),
  };
}

function charge(call: Call, what: 'registrations' | 'bytes', amount: number, refusal?: string) {
  const { state, author, quota } = call;
  if (quota === null || call.isDecision) return;
  const day = Math.floor(state.journal.moment.timeMs / DAY_MS);
  const before = state.usage.get(author);
  const used = before?.day === day ? before : { day, registrations: 0, bytes: 0 };
  const next = { ...used, [what]: used[what] + amount };
  if (refusal !== undefined) demand(next[what] <= quota[what], refusal);
  state.usage.put(author, next);
}

export function chargeRegistrations(call: Call, count: number): void {
  charge(call, 'registrations', count, 'ORGANIZATIONS_QUOTA_REGISTRATIONS');
}

const FREE = ['governance.propose', 'governance.vote', 'governance.withdraw'];

export function chargeBytes(call: Call, bytes: number, types: readonly string[]): void {
  const isFree = types.every((type) => FREE.includes(type));
  charge(call, 'bytes', bytes, isFree ? undefined : 'ORGANIZATIONS_QUOTA_BYTES');
}

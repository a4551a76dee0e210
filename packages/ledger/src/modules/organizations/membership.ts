import { CborReader } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import type { StateWriter } from '../../kernel/state-writer.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { MEMBERSHIP_KEY } from './keys.ts';
import { roleNumber, ROLES } from './roles.ts';
import type { Role } from './roles.ts';

/** How many may act, and in which roles: what votes are counted against. */
export interface Membership {
  /** Grows with every change of who may act in which role, now or when a time is over. */
  readonly epoch: number;
  readonly active: number;
  /** By the number of the role. */
  readonly byRole: readonly number[];
}

/** What an organization is to the membership. */
export interface Standing {
  readonly isActive: boolean;
  /** Those it may act in. */
  readonly roles: readonly Role[];
  /** Those it may act in once its suspension has ended by itself; null: it is not suspended so. */
  readonly awaited: readonly Role[] | null;
}

export function readMembership(state: StateView): Membership {
  const bytes = state.get(MEMBERSHIP_KEY);
  if (bytes === undefined) return { epoch: 0, active: 0, byRole: ROLES.map(() => 0) };
  const reader = new CborReader(bytes);
  reader.array();
  const epoch = reader.uint();
  const active = reader.uint();
  const byRole: number[] = [];
  for (let left = reader.array(); left > 0; left -= 1) byRole.push(reader.uint());
  reader.end();
  return { epoch, active, byRole };
}

function isSameStanding(before: Standing, after: Standing): boolean {
  return (
    before.isActive === after.isActive &&
    isSameList(before.roles, after.roles) &&
    (before.awaited === null) === (after.awaited === null) &&
    isSameList(before.awaited ?? [], after.awaited ?? [])
  );
}

/** Roles are kept in one order. */
function isSameList(left: readonly Role[], right: readonly Role[]): boolean {
  return left.length === right.length && left.every((role, place) => role === right[place]);
}

/** Keeps the membership true to a change of one organization. */
export function changeMembership(state: StateWriter, before: Standing, after: Standing): void {
  if (isSameStanding(before, after)) return;
  const { epoch, active, byRole } = readMembership(state);
  const counts = [...byRole];
  for (const role of before.roles) counts[roleNumber(role)] = counts[roleNumber(role)]! - 1;
  for (const role of after.roles) counts[roleNumber(role)] = counts[roleNumber(role)]! + 1;
  const change = Number(after.isActive) - Number(before.isActive);
  const value = writeCbor((writer) => {
    writer
      .array(3)
      .uint(epoch + 1)
      .uint(active + change)
      .array(counts.length);
    for (const count of counts) writer.uint(count);
  });
  state.put(MEMBERSHIP_KEY, value);
}

import type { StateView } from '@touchmark/state';
import type { Refusal } from '../../kernel/refusal.ts';
import { readOrganization } from '../organizations/queries.ts';
import { refuse } from './errors.ts';

/** May organizations be acted for, now? The one place where this module asks. */
export function isActive(state: StateView, id: string): boolean {
  return readOrganization(state, id)?.entity.status === 'active';
}

/** Refuses to give anything to an organization that is unknown or suspended. */
export function refuseReceiver(state: StateView, id: string): Refusal | undefined {
  const organization = readOrganization(state, id)?.entity;
  if (organization === undefined) return refuse('NAMING_HOLDER_UNKNOWN', { holder: id });
  if (organization.status !== 'active') return refuse('NAMING_HOLDER_SUSPENDED', { holder: id });
  return undefined;
}

/**
 * Refuses to take anything from an organization that can act for itself, or will again by itself:
 * all but one that left, or is suspended until a decision reinstates it.
 */
export function refusePresent(state: StateView, name: string, holder: string): Refusal | undefined {
  const organization = readOrganization(state, holder)?.entity;
  const isGone =
    organization?.status === 'left' ||
    (organization?.status === 'suspended' && organization.untilMs === null);
  return isGone ? undefined : refuse('NAMING_HOLDER_PRESENT', { name, holder });
}

import { type Kept, type OrganizationKey, validityOf } from '@touchmark/ledger';

/** What a key is worth at a time: only active ones, and those in overlap with their successor, sign. */
export const KEY_STANDINGS = [
  'active',
  'overlap',
  'not-yet',
  'expired',
  'revoked',
  'recovery',
] as const;
export type KeyStanding = (typeof KEY_STANDINGS)[number];

export function standingOfKey(
  { entity, envelope }: Kept<OrganizationKey>,
  timeMs: number,
): KeyStanding {
  if (entity.status !== 'active') return entity.status;
  const validity = validityOf(entity, timeMs);
  if (validity === 'expired') return 'expired';
  if (validity === 'early') return 'not-yet';
  // An active key has a second version only when another one was put in its place.
  return envelope.version > 1 && entity.notAfterMs !== 0 ? 'overlap' : 'active';
}

import { map } from '../../kernel/map-schema.ts';
import type { EventDefinition } from '../../kernel/module.ts';
import type { Role } from './roles.ts';
import { MISBEHAVIORS } from '../../kernel/outcome.ts';
import type { Misbehavior } from '../../kernel/outcome.ts';
import { choice, uint } from '../../kernel/schema.ts';
import type { Schema } from '../../kernel/schema.ts';
import {
  algorithm,
  code,
  digest,
  documentName,
  keyId,
  organizationId,
  organizationName,
  reason,
  role,
  roles,
  time,
} from './params.ts';

const count: Schema<number> = uint(0, 0xffff_ffff);

export const admitted: EventDefinition<{
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}> = {
  type: 'organizations.admitted',
  about: 'An organization was admitted.',
  params: map({ id: organizationId, name: organizationName, roles }),
};

interface StatusChange {
  readonly id: string;
  readonly reason: string;
}

export const suspended: EventDefinition<StatusChange> = {
  type: 'organizations.suspended',
  about: 'An organization was suspended: its transactions are refused from here on.',
  params: map({ id: organizationId, reason }),
};

export const reinstated: EventDefinition<StatusChange> = {
  type: 'organizations.reinstated',
  about: 'A suspended organization may act again.',
  params: map({ id: organizationId, reason }),
};

export const rolesSet: EventDefinition<{ readonly id: string; readonly roles: readonly Role[] }> = {
  type: 'organizations.roles-set',
  about: 'An organization has these roles now, and no others.',
  params: map({ id: organizationId, roles }),
};

export const keyAdded: EventDefinition<{
  readonly id: string;
  readonly keyId: Uint8Array;
  readonly algorithm: 'ed25519' | 'p256' | 'sm2';
}> = {
  type: 'organizations.key-added',
  about: 'An organization has a new key.',
  params: map({ id: organizationId, keyId, algorithm }),
};

export const keyRevoked: EventDefinition<{
  readonly id: string;
  readonly keyId: Uint8Array;
  readonly reason: string;
}> = {
  type: 'organizations.key-revoked',
  about: 'A key of an organization signs nothing any more.',
  params: map({ id: organizationId, keyId, reason }),
};

export const applied: EventDefinition<{
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}> = {
  type: 'organizations.applied',
  about: 'Somebody asks to be admitted.',
  params: map({ id: organizationId, name: organizationName, roles }),
};

export const declined: EventDefinition<{
  readonly id: string;
  readonly reason: string;
}> = {
  type: 'organizations.declined',
  about: 'An application was declined.',
  params: map({ id: organizationId, reason }),
};

export const left: EventDefinition<{
  readonly id: string;
  readonly reason: string;
}> = {
  type: 'organizations.left',
  about: 'An organization is no member any more, for good.',
  params: map({ id: organizationId, reason }),
};

export const suspendedUrgently: EventDefinition<{
  readonly id: string;
  readonly reason: string;
  readonly untilMs: number;
}> = {
  type: 'organizations.suspended-urgently',
  about: 'An organization is suspended until the time given.',
  params: map({ id: organizationId, reason, untilMs: time }),
};

export const keyRotated: EventDefinition<{
  readonly id: string;
  readonly keyId: Uint8Array;
  readonly newKeyId: Uint8Array;
  readonly untilMs: number;
}> = {
  type: 'organizations.key-rotated',
  about: 'A key was replaced; the old one signs until the time given.',
  params: map({ id: organizationId, keyId, newKeyId: keyId, untilMs: time }),
};

export const recoverySet: EventDefinition<{
  readonly id: string;
  readonly threshold: number;
  readonly keys: number;
}> = {
  type: 'organizations.recovery-set',
  about: 'An organization has these many recovery keys, so many of which must sign.',
  params: map({ id: organizationId, threshold: count, keys: count }),
};

export const recovered: EventDefinition<{
  readonly id: string;
  readonly revoked: number;
  readonly keys: number;
}> = {
  type: 'organizations.recovered',
  about: 'An organization has new keys; those it had are revoked.',
  params: map({ id: organizationId, revoked: count, keys: count }),
};

export const codesSet: EventDefinition<{
  readonly id: string;
  readonly creditCode: string;
  readonly lei: string;
}> = {
  type: 'organizations.codes-set',
  about: 'An organization is known by these codes of registers.',
  params: map({ id: organizationId, creditCode: code, lei: code }),
};

export const attached: EventDefinition<{
  readonly id: string;
  readonly name: string;
  readonly digest: Uint8Array;
}> = {
  type: 'organizations.attached',
  about: 'An organization has attached a document by its SHA-256.',
  params: map({ id: organizationId, name: documentName, digest }),
};

export const detached: EventDefinition<{
  readonly id: string;
  readonly name: string;
}> = {
  type: 'organizations.detached',
  about: 'A document of an organization no longer holds.',
  params: map({ id: organizationId, name: documentName }),
};

export const misbehaved: EventDefinition<{
  readonly id: string;
  readonly kind: Misbehavior['kind'];
  readonly height: number;
  readonly timeMs: number;
  readonly struck: number;
}> = {
  type: 'organizations.misbehaved',
  about:
    'A block proves that a validator of the organization signed at this height what excludes each other. ' +
    'Struck, 1: it has no power any more; 0: those left would not be safe, or it had none.',
  params: map({
    id: organizationId,
    kind: choice(MISBEHAVIORS),
    height: time,
    timeMs: time,
    struck: uint(0, 1),
  }),
};

export const quotaSet: EventDefinition<{
  readonly role: Role;
  readonly registrations: number;
  readonly bytes: number;
}> = {
  type: 'organizations.quota-set',
  about: 'Organizations of a role may use this much in a day; zeros: no bound.',
  params: map({ role, registrations: time, bytes: time }),
};

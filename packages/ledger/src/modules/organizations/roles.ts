/**
 * What an organization may be, most powerful first. The place in this list is the role's number in
 * state keys: append only.
 */
export const ROLES = [
  'administrator',
  'top-operator',
  'secondary-operator',
  'enterprise-operator',
  'reporter',
  'regulator',
  'auditor',
  'validator',
] as const;

export type Role = (typeof ROLES)[number];

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

export function roleNumber(role: Role): number {
  return ROLES.indexOf(role);
}

/** The same roles in the order of `ROLES`: the one form that is kept. */
export function sortedRoles(roles: readonly Role[]): Role[] {
  return ROLES.filter((role) => roles.includes(role));
}

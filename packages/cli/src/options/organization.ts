import { ROLES } from '@touchmark/ledger';
import type { Parse } from '../command/parameter.ts';
import { oneOf } from '../command/parse.ts';

export const organizationId: Parse<string> = (given) => {
  if (/^[a-z0-9-]{2,32}$/.test(given)) return given;
  throw new RangeError(`an organization's id has 2 to 32 characters of a-z 0-9 -, not "${given}".`);
};

export const role = oneOf(...ROLES);
export const ROLE_NAMES = ROLES.join(', ');

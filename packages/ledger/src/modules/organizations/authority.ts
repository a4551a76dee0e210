import type { ActionContext } from '../../kernel/action-context.ts';
import type { StateView } from '@touchmark/state';
import { roleIndexKey } from './keys.ts';
import { listByRole } from './queries.ts';
import type { Role } from './roles.ts';

/** True while the organization is active and has the role. */
export function actsAs(state: StateView, id: string, role: Role): boolean {
  return state.get(roleIndexKey(role, id)) !== undefined;
}

/** An organization manages what is its own by itself. */
export const ITS_OWN: { own(context: ActionContext, params: { readonly id: string }): boolean } = {
  own: (context, { id }) => context.author === id,
};

/** True if nobody but this organization could still act as administrator. */
export function isLastAdministrator(state: StateView, id: string): boolean {
  const [first, second] = listByRole(state, 'administrator', 2);
  return first === id && second === undefined;
}

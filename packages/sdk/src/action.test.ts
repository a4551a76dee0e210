import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActionParams } from './action-params.ts';
import { action } from './action.ts';
import { actions } from './actions.ts';

test('an action by its type is what the function for it makes', () => {
  const retirement = { identifier: '88.1/a', expectedVersion: 1, reason: 'sold' };
  assert.deepEqual(action('naming.retire', retirement), actions.retire(retirement));
  const value = { index: 1, type: 'URL', data: 'u', ttlSeconds: 5, permissions: 14 };
  const batch = { prefix: '88.1', entries: [{ suffix: 'a', values: [value] }] };
  assert.deepEqual(action('naming.register', batch), actions.register(batch));
  const roles = { id: 'acme', roles: ['auditor'] } as const;
  assert.deepEqual(action('organizations.set-roles', roles), actions.setRoles(roles));
});

test('what functions take fits the types of the registry', () => {
  // Only the compiler has something to say here.
  const takes = (
    params: Parameters<typeof actions.admit>[0],
  ): ActionParams['organizations.admit'] => params;
  assert.equal(typeof takes, 'function');
});

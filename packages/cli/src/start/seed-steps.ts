import type { Action } from '@touchmark/codec';
import { readOrganization, readPrefix, resolveRecord, type Role, ROLES } from '@touchmark/ledger';
import { actions, proveKey } from '@touchmark/sdk';
import { saltedValues } from '../values/restricted.ts';
import type { Example } from './example.ts';
import type { ExampleKeys } from './example-keys.ts';
import { ADMINISTRATOR } from './found-example.ts';

type View = Parameters<typeof readPrefix>[0];

/** One transaction of the seeding. Made when its turn comes, of what is still missing then. */
export interface SeedStep {
  readonly what: string;
  /** Organization that signs. */
  readonly by: string;
  /**
   * Looks, while the view lasts, at what is left to do (nothing, when it was done before an
   * interruption), and returns what makes actions of that.
   */
  readonly plan: (view: View) => (chainId: string) => Promise<Action[]>;
}

function isRole(name: string): name is Role {
  return ROLES.some((role) => role === name);
}

function admissions(example: Example, keys: ExampleKeys): SeedStep {
  return {
    what: 'admitting organizations',
    by: ADMINISTRATOR,
    plan(view) {
      const missing = example.organizations.filter(
        ({ id }) => readOrganization(view, id) === undefined,
      );
      return (chainId) =>
        Promise.all(missing.map((organization) => admission(organization, keys, chainId)));
    },
  };
}

async function admission(
  { id, name, roles }: Example['organizations'][number],
  keys: ExampleKeys,
  chainId: string,
): Promise<Action> {
  const key = proveKey(await keys.get(id), { chainId, organization: id });
  return actions.admit({ id, name, roles: roles.filter(isRole), keys: [key] });
}

function delegations(example: Example): SeedStep[] {
  const groups = Map.groupBy(example.delegations, ({ by }) => by ?? ADMINISTRATOR);
  return [...groups].map(([by, members]) => ({
    what: 'delegating prefixes',
    by,
    plan(view) {
      const missing = members.filter(({ prefix }) => readPrefix(view, prefix) === undefined);
      return async () => missing.map(({ prefix, holder }) => actions.delegate({ prefix, holder }));
    },
  }));
}

function registrations(example: Example): SeedStep[] {
  return example.registrations.map(({ prefix, by, entries }) => ({
    what: `registering identifiers under ${prefix}`,
    by,
    plan(view) {
      const [first] = entries;
      // All or none of a transaction: the first tells for all.
      const isDone =
        first === undefined || resolveRecord(view, `${prefix}/${first.suffix}`) !== undefined;
      if (isDone) return async () => [];
      const salted = entries.map(({ suffix, values }) => ({
        suffix,
        values: saltedValues(values),
      }));
      return async () => [actions.register({ prefix, entries: salted })];
    },
  }));
}

const FIRST_VERSION = 1;

function isUntouched(view: View, identifier: string): boolean {
  return resolveRecord(view, identifier)?.envelope.version === FIRST_VERSION;
}

function updates(example: Example): SeedStep[] {
  return [...Map.groupBy(example.updates, ({ by }) => by)].map(([by, members]) => ({
    what: 'updating records',
    by,
    plan(view) {
      const missing = members.filter(({ identifier }) => isUntouched(view, identifier));
      return async () =>
        missing.map(({ identifier, values }) =>
          actions.update({
            identifier,
            expectedVersion: FIRST_VERSION,
            values: saltedValues(values),
          }),
        );
    },
  }));
}

function retirements(example: Example): SeedStep[] {
  return [...Map.groupBy(example.retirements, ({ by }) => by)].map(([by, members]) => ({
    what: 'retiring identifiers',
    by,
    plan(view) {
      const missing = members.filter(({ identifier }) => isUntouched(view, identifier));
      return async () =>
        missing.map(({ identifier, reason }) =>
          actions.retire({ identifier, expectedVersion: FIRST_VERSION, reason }),
        );
    },
  }));
}

/** Everything that brings the example about, in order; what stands together needs no order. */
export function seedPhases(example: Example, keys: ExampleKeys): SeedStep[][] {
  return [
    [admissions(example, keys)],
    ...delegations(example).map((step) => [step]),
    registrations(example),
    updates(example),
    retirements(example),
  ];
}

/**
 * A small industrial internet: five top nodes, eight secondary nodes by industry, thirty
 * enterprises, and a hundred items of each enterprise. Deterministic: every machine gets the same
 * one.
 */
import { INDUSTRIES } from './industries.ts';
import { itemsOf } from './items.ts';
import type {
  Example,
  ExampleDelegation,
  ExampleOrganization,
  ExampleRegistration,
  ExampleRetirement,
  ExampleUpdate,
} from './model.ts';
import { TOP_NODES } from './top-nodes.ts';

export type * from './model.ts';

const MAINTAINED_PER_INDUSTRY = 2;

function organizations(): ExampleOrganization[] {
  return [
    ...TOP_NODES.map(({ id, name }) => ({ id, name, roles: ['top-operator'] })),
    ...INDUSTRIES.map(({ id, name }) => ({ id, name, roles: ['secondary-operator'] })),
    ...INDUSTRIES.flatMap((industry) => industry.enterprises).map(({ id, name }) => ({
      id,
      name,
      roles: ['enterprise-operator'],
    })),
  ];
}

function topNodeOf(prefix: string): string {
  const top = TOP_NODES.find((node) => prefix.startsWith(`${node.prefix}.`));
  if (top === undefined)
    throw new RangeError(`No top node holds the parent of ${prefix}; add it to top-nodes.ts.`);
  return top.id;
}

function delegations(): ExampleDelegation[] {
  return [
    ...TOP_NODES.map(({ prefix, id }) => ({ prefix, holder: id })),
    ...INDUSTRIES.map(({ prefix, id }) => ({ prefix, holder: id, by: topNodeOf(prefix) })),
    ...INDUSTRIES.flatMap((industry) =>
      industry.enterprises.map(({ prefix, id }) => ({ prefix, holder: id, by: industry.id })),
    ),
  ];
}

function registrations(): ExampleRegistration[] {
  return INDUSTRIES.flatMap((industry) =>
    industry.enterprises.map((enterprise) => ({
      prefix: enterprise.prefix,
      by: enterprise.id,
      entries: itemsOf(enterprise),
    })),
  );
}

/** Some items have been serviced since, so that there are records with a past. */
function updates(registered: readonly ExampleRegistration[]): ExampleUpdate[] {
  return registered.slice(0, INDUSTRIES.length).flatMap(({ prefix, by, entries }) =>
    entries.slice(1, 1 + MAINTAINED_PER_INDUSTRY).map(({ suffix, values }) => ({
      identifier: `${prefix}/${suffix}`,
      by,
      values: [
        ...values,
        {
          index: 20,
          type: 'maintenance',
          data: '2026-09-14 lubricated, passed',
          ttlSeconds: 3600,
          permissions: 0b1110,
        },
      ],
    })),
  );
}

/** And some have been withdrawn: they stay known, as retired. */
function retirements(registered: readonly ExampleRegistration[]): ExampleRetirement[] {
  return registered.slice(0, 3).flatMap(({ prefix, by, entries }) =>
    entries.slice(-1).map(({ suffix }) => ({
      identifier: `${prefix}/${suffix}`,
      by,
      reason: 'Withdrawn: failed the final inspection',
    })),
  );
}

/** @returns everything the example consists of, in the order in which it can be brought about. */
export function hierarchyExample(): Example {
  const registered = registrations();
  return {
    name: 'hierarchy/1',
    organizations: organizations(),
    delegations: delegations(),
    registrations: registered,
    updates: updates(registered),
    retirements: retirements(registered),
  };
}

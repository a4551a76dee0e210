/** Who founds the example's network: those of its organizations that run the validators. */
import { ADMINISTRATOR, type Example, type ExampleKeys } from '@touchmark/cli';
import { type Role, ROLES } from '@touchmark/ledger';
import type { Key } from '@touchmark/sdk';

const isRole = (name: string): name is Role => ROLES.some((role) => role === name);

export interface Founder {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly key: Key;
}

/** One for each validator, the operators of top nodes first: they govern the network together. */
export async function validatorsOf(
  example: Example,
  keys: ExampleKeys,
  count: number,
): Promise<Founder[]> {
  const chosen = example.organizations.slice(0, count);
  if (chosen.length < count) {
    throw new Error(
      `The example has ${chosen.length} organizations; give at most so many validators.`,
    );
  }
  return Promise.all(
    chosen.map(async ({ id, name, roles }) => ({
      id,
      name,
      roles: ['administrator', ...roles.filter(isRole), 'validator'],
      key: await keys.get(id),
    })),
  );
}

/** Brings the example about, and decides nothing else. */
export async function officeOf(keys: ExampleKeys): Promise<Founder> {
  return {
    id: ADMINISTRATOR,
    name: 'Network Office · 网络管理办公室',
    roles: ['administrator'],
    key: await keys.get(ADMINISTRATOR),
  };
}

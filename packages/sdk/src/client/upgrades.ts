import {
  type Activation,
  activationsRange,
  FIRST_VERSION,
  listActivations,
  pendingAfter,
  versionAt,
} from '@touchmark/ledger';
import { readJson } from './read-json.ts';
import { type ProvenAt, readEntries } from './governance.ts';
import type { ReadOptions, Session } from './session.ts';

/** By which version of its rules a module goes. */
export interface ModuleUpgrades {
  readonly module: string;
  /** Rules the block whose header proves it. */
  readonly active: number;
  readonly pending: Activation | undefined;
  /** All that were decided and not cancelled, in their order. */
  readonly activations: readonly Activation[];
  /** Newest version that the node says its software has; 0: not the module. Not proven. */
  readonly knownToNode: number;
}

export interface ProvenUpgrades extends ProvenAt {
  /** Those of the node's software, and those that the ledger names, in the order of their names. */
  readonly modules: readonly ModuleUpgrades[];
}

/** The versions of all modules, verified but for what the node knows. See `Client.upgrades`. */
export async function readProvenUpgrades(
  session: Session,
  { signal }: ReadOptions = {},
): Promise<ProvenUpgrades> {
  const path = '/v1/upgrades';
  const range = activationsRange();
  const { entries, block } = await readEntries(session, path, range, signal);
  const proven = listActivations({ get: () => undefined, range: () => entries });
  const known = await readKnown(session, signal);
  const named = [...known.keys(), ...proven.map(({ module }) => module)];
  const modules = [...new Set(named)].toSorted().map((module): ModuleUpgrades => {
    const activations = proven.find((one) => one.module === module)?.list ?? [];
    return {
      module,
      active: activations.length === 0 ? FIRST_VERSION : versionAt(activations, block.height),
      pending: pendingAfter(activations, block.height),
      activations,
      knownToNode: known.get(module) ?? 0,
    };
  });
  return { modules, block };
}

async function readKnown(
  session: Session,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, number>> {
  const answer = await readJson(session, { path: '/v1/upgrades', signal }, 'answer');
  const items = answer.member('modules').items();
  return new Map(
    items.map((item) => [item.member('module').text(), item.member('known').integer()]),
  );
}

import type { StateView } from '@touchmark/state';
import { FIRST_VERSION, listActivations, versionAt } from './activations.ts';
import type { ModuleDefinition } from './module.ts';
import type { ErrorDefinition } from './refusal.ts';
import { createRegistry, RegistryError } from './registry.ts';
import type { Registry } from './registry.ts';

/** A version of a module that rules a block and that this software does not have. */
export interface UnknownVersion {
  readonly module: string;
  readonly version: number;
  /** The newest that it has; 0: not even the module. */
  readonly known: number;
  readonly height: number;
}

/** Nobody may execute this block without the rules it goes by: stop, and update the software. */
export class VersionUnknownError extends Error {
  readonly code = 'LEDGER_VERSION_UNKNOWN';
  readonly unknown: UnknownVersion;

  constructor(unknown: UnknownVersion) {
    const { module, version, known, height } = unknown;
    super(
      `Block ${height} goes by version ${version} of the module ${module}; this software has ` +
        `${known === 0 ? 'no such module' : `version ${known} at most`}. Nothing of the block was ` +
        'done. Update the software, then start it again.',
    );
    this.name = 'VersionUnknownError';
    this.unknown = unknown;
  }
}

/** All versions of all modules that this software has, and which of them rule a block. */
export class Rulebook {
  /** The newest of each module, with every code that any version ever gave. */
  readonly newest: Registry;
  /** The newest version of each module. */
  readonly known: ReadonlyMap<string, number>;
  readonly #versions: ReadonlyMap<string, ReadonlyMap<number, ModuleDefinition>>;
  readonly #registries = new Map<string, Registry>();
  /** Of the first block, and of the genesis. */
  readonly first: Registry;

  constructor(definitions: readonly ModuleDefinition[]) {
    this.#versions = groupVersions(definitions);
    this.known = new Map([...this.#versions].map(([name, of]) => [name, Math.max(...of.keys())]));
    const newest = this.#compose((name) => this.known.get(name)!);
    this.newest = { ...newest, errors: allErrors(newest, definitions) };
    requireSeparate(definitions);
    this.first = this.#compose(() => FIRST_VERSION);
  }

  /** The rules of the block at this height, over the state before it. Throws VersionUnknownError. */
  at(state: StateView, height: number): Registry {
    const activations = listActivations(state);
    if (activations.length === 0) return this.first;
    let name = '';
    for (const { module, list } of activations) {
      const version = versionAt(list, height);
      this.#demand(module, version, height);
      name += `${module}=${version} `;
    }
    const kept = this.#registries.get(name);
    if (kept !== undefined) return kept;
    const registry = this.#compose((module) => {
      const found = activations.find((one) => one.module === module);
      return versionAt(found?.list ?? [], height);
    });
    this.#registries.set(name, registry);
    return registry;
  }

  /** The first version that the block at this height needs and that is not here. */
  unknownAt(state: StateView, height: number): UnknownVersion | undefined {
    for (const { module, list } of listActivations(state)) {
      const unknown = this.#unknown(module, versionAt(list, height), height);
      if (unknown !== undefined) return unknown;
    }
    return undefined;
  }

  #demand(module: string, version: number, height: number): void {
    const unknown = this.#unknown(module, version, height);
    if (unknown !== undefined) throw new VersionUnknownError(unknown);
  }

  #unknown(module: string, version: number, height: number): UnknownVersion | undefined {
    const known = this.known.get(module) ?? 0;
    // Version 1 of a module that begins with 2 is that it is not there.
    return version <= Math.max(known, FIRST_VERSION)
      ? undefined
      : { module, version, known, height };
  }

  #compose(versionOf: (module: string) => number): Registry {
    const modules = [...this.#versions].flatMap(([name, of]) => of.get(versionOf(name)) ?? []);
    return createRegistry(modules);
  }
}

/** By name in the order of their first mention, then by version, without gaps from 1 or 2. */
function groupVersions(
  definitions: readonly ModuleDefinition[],
): Map<string, Map<number, ModuleDefinition>> {
  const groups = new Map<string, Map<number, ModuleDefinition>>();
  for (const definition of definitions) {
    const { name, version } = definition;
    const group = groups.get(name) ?? new Map<number, ModuleDefinition>();
    const isNext = group.size === 0 ? version === 1 || version === 2 : group.has(version - 1);
    if (!isNext || group.has(version)) {
      throw new RegistryError(`version ${version} of ${name} does not follow the one before it`);
    }
    groups.set(name, group.set(version, definition));
  }
  return groups;
}

/** A code keeps its number for ever, and its words the details that old receipts have. */
function allErrors(
  newest: Registry,
  definitions: readonly ModuleDefinition[],
): Map<string, ErrorDefinition> {
  const errors = new Map<string, ErrorDefinition>(newest.errors);
  const codes = new Map<number, string>();
  for (const [code, { number }] of errors) codes.set(number, code);
  for (const { errors: table } of definitions) {
    for (const [code, definition] of Object.entries(table)) {
      const { number } = definition;
      if ((codes.get(number) ?? code) !== code || (errors.get(code)?.number ?? number) !== number) {
        throw new RegistryError(`error ${code} (${number}) is another one in another version`);
      }
      codes.set(number, code);
      if (!errors.has(code)) errors.set(code, definition);
    }
  }
  return errors;
}

/** A byte that begins the keys of one module begins those of no other, in whichever versions. */
function requireSeparate(definitions: readonly ModuleDefinition[]): void {
  const owners = new Map<number, string>();
  for (const { name, keySpaces } of definitions) {
    for (const keySpace of keySpaces) {
      const owner = owners.get(keySpace) ?? name;
      if (owner !== name) throw new RegistryError(`${keySpace} is taken by ${owner} and ${name}`);
      owners.set(keySpace, name);
    }
  }
}

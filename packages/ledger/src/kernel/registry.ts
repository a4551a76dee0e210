import type { IdentityProvider } from './identity.ts';
import { KERNEL_ERRORS } from './errors.ts';
import type {
  Accusation,
  ActionDefinition,
  Authority,
  Confirmation,
  Invariant,
  ModuleDefinition,
  Schedule,
  Vacate,
} from './module.ts';
import { KERNEL_KEYS } from './recent-ids.ts';
import type { ErrorDefinition } from './refusal.ts';

/** Modules that cannot live together; a fault of the program, found when it starts. */
export class RegistryError extends Error {
  readonly code = 'LEDGER_MODULES_CONFLICT';

  constructor(message: string) {
    super(`${message}; change one of the modules' declarations`);
    this.name = 'RegistryError';
  }
}

/** All modules together, checked to be free of conflicts. */
export interface Registry {
  readonly modules: readonly ModuleDefinition[];
  readonly actions: ReadonlyMap<string, ActionDefinition<unknown, unknown>>;
  readonly errors: ReadonlyMap<string, ErrorDefinition>;
  readonly identify: IdentityProvider;
  /** First bytes of the keys that `identify` reads. */
  readonly identityKeySpaces: readonly number[];
  readonly authorize: Authority;
  /** In the order of the modules. */
  readonly schedules: readonly Schedule[];
  readonly invariants: readonly Invariant[];
  readonly confirmations: readonly Confirmation[];
  /** In the order of the modules; the first refusal counts. */
  readonly vacate: Vacate;
  /** In the order of the modules. */
  readonly accusations: readonly Accusation[];
  readonly meters: readonly NonNullable<ModuleDefinition['meter']>[];
}

const KERNEL_ERROR_NUMBERS: readonly [number, number] = [1, 99];

export function createRegistry(modules: readonly ModuleDefinition[]): Registry {
  const actions = new Map<string, ActionDefinition<unknown, unknown>>();
  const errors = new Map<string, ErrorDefinition>();
  const numbers = new Set<number>();
  const claimed = new Set<number | string>([KERNEL_KEYS]);
  const claim = (what: number | string): void => {
    if (claimed.has(what)) throw new RegistryError(`${what} is taken twice`);
    claimed.add(what);
  };
  const addErrors = (table: ModuleDefinition['errors'], range: readonly [number, number]): void => {
    for (const [code, definition] of Object.entries(table)) {
      const { number } = definition;
      if (number < range[0] || number > range[1] || numbers.has(number) || errors.has(code)) {
        throw new RegistryError(`error ${code} (${number}) is taken or outside its module's range`);
      }
      numbers.add(number);
      errors.set(code, definition);
    }
  };
  addErrors(KERNEL_ERRORS, KERNEL_ERROR_NUMBERS);
  for (const module of modules) {
    claim(module.name);
    for (const keySpace of module.keySpaces) claim(keySpace);
    for (const event of module.events) claim(`event ${event.type}`);
    addErrors(module.errors, module.errorNumbers);
    for (const action of module.actions) {
      claim(action.type);
      if (!action.type.startsWith(`${module.name}.`)) {
        throw new RegistryError(`action ${action.type} does not start with its module's name`);
      }
      actions.set(action.type, action);
    }
  }
  return {
    modules,
    actions,
    errors,
    ...identityOf(modules),
    authorize: authorityOf(modules),
    schedules: modules.flatMap(({ schedule }) => schedule ?? []),
    invariants: modules.flatMap(({ invariants }) => invariants ?? []),
    confirmations: modules.flatMap(({ confirm }) => confirm ?? []),
    vacate: vacateIn(modules),
    accusations: modules.flatMap(({ accuse }) => accuse ?? []),
    meters: modules.flatMap(({ meter }) => meter ?? []),
  };
}

function identityOf(
  modules: readonly ModuleDefinition[],
): Pick<Registry, 'identify' | 'identityKeySpaces'> {
  const providers = modules.filter((module) => module.identity !== undefined);
  const [provider] = providers;
  if (provider?.identity !== undefined && providers.length === 1) {
    return {
      identify: provider.identity,
      identityKeySpaces: provider.identityKeySpaces ?? provider.keySpaces,
    };
  }
  throw new RegistryError(`${providers.length} modules say whose a key is; exactly one must`);
}

function vacateIn(modules: readonly ModuleDefinition[]): Vacate {
  return (context, organization) => {
    for (const module of modules) {
      const refusal = module.vacate?.(context, organization);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  };
}

function authorityOf(modules: readonly ModuleDefinition[]): Authority {
  const [authority, second] = modules.flatMap((module) => module.authority ?? []);
  if (authority !== undefined && second === undefined) return authority;
  throw new RegistryError('exactly one module must say who may do governed actions');
}

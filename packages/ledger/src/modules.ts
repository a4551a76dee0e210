import type { ModuleDefinition } from './kernel/module.ts';
import { governance } from './modules/governance/module.ts';
import { naming } from './modules/naming/module.ts';
import { organizations } from './modules/organizations/module.ts';

/** Every module of the ledger. A new one is added here, and nowhere else. */
export const MODULES: readonly ModuleDefinition[] = [organizations, naming, governance];

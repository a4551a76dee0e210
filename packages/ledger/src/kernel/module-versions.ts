import type { StateView } from '@touchmark/state';
import { listActivations, pendingAfter, versionAt } from './activations.ts';
import type { Activation } from './activations.ts';
import type { Rulebook } from './rulebook.ts';

/** The versions of one module, seen after a block. */
export interface ModuleVersions {
  readonly module: string;
  /** What rules the next block. */
  readonly active: number;
  readonly pending: Activation | undefined;
  /** The newest that this software has; 0: it does not have the module. */
  readonly known: number;
  /** All that were activated or are to be, in their order. */
  readonly activations: readonly Activation[];
}

/** Of all modules of this software and of the state, in the order of their names. */
export function moduleVersions(
  { known }: Rulebook,
  state: StateView,
  height: number,
): ModuleVersions[] {
  const all = listActivations(state);
  const others = all.filter(({ module }) => !known.has(module)).map(({ module }) => module);
  // Names are of a to z: any order of texts is the bytewise one.
  const names = [...known.keys(), ...others].toSorted();
  return names.map((module) => {
    const activations = all.find((one) => one.module === module)?.list ?? [];
    return {
      module,
      active: versionAt(activations, height + 1),
      pending: pendingAfter(activations, height + 1),
      known: known.get(module) ?? 0,
      activations,
    };
  });
}

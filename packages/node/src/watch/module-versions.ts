import type { Engine } from '@touchmark/engine';
import { ledger, type ModuleVersions } from '@touchmark/ledger';

/** Versions of the modules after the newest block. */
export function moduleVersions({ chain }: Pick<Engine, 'chain'>): readonly ModuleVersions[] {
  return chain.read((view, { height }) => ledger.versions(view, height));
}

/** What is to come, or is there already, and what this software does not have. */
export function missingVersions(versions: readonly ModuleVersions[]): readonly ModuleVersions[] {
  return versions.filter(({ active, pending, known }) => {
    // A module that begins with version 2 is not there at version 1.
    const needed = pending?.version ?? active;
    return needed > Math.max(known, 1);
  });
}

/** For a check of health: what comes, and whether this node can follow. */
export function describeVersions(versions: readonly ModuleVersions[]): string {
  const missing = missingVersions(versions);
  const lines = versions.flatMap((each) => {
    const { module, pending } = each;
    if (pending === undefined) return [];
    const advice = missing.includes(each) ? ', which this software lacks: update it before' : '';
    return [`${module} ${pending.version} from block ${pending.height}${advice}`];
  });
  return lines.length === 0 ? 'none to come' : lines.join('; ');
}

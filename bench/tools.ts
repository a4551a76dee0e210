import { findOnPath, installDebianPackages } from '../scripts/test-tools.ts';

/** The path of a load tool or server that the benches compare with; installs it where that is possible. */
export function requireTool(name: string, debianPackage: string): string {
  const found =
    findOnPath(name) ?? (installDebianPackages([debianPackage]) ? findOnPath(name) : undefined);
  if (found !== undefined) return found;
  throw new Error(`This bench needs ${name} (Debian: apt-get install ${debianPackage}).`);
}

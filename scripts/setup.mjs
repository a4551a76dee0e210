/**
 * Brings node_modules into the state that package-lock.json describes, once, whatever Node the host
 * has.
 *
 * A stamp inside node_modules holds the hash of the lock file that was installed, so that the check
 * costs a millisecond.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lockFile = resolve(root, 'package-lock.json');
const installedFile = resolve(root, 'node_modules/.package-lock.json');
const stampFile = resolve(root, 'node_modules/.touchmark-setup');
const busyFolder = resolve(root, '.cache/setup-running');
const WAIT_STEP_MS = 250;
const HEARTBEAT_MS = 10_000;

const pause = (durationMs) => new Promise((settle) => setTimeout(settle, durationMs));
const say = (text) => process.stderr.write(`${text}\n`);

function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex');
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/**
 * Whether somebody's own `npm ci` already installed exactly what the lock file lists. `packages` of both, by path.
 * Whoever only runs Touchmark needs none of what its tests and checks need: `npm ci --omit=dev`.
 */
export function isComplete(locked, installed, { withDevelopment }) {
  return Object.entries(locked).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/') || wanted.link) return true;
    if (wanted.dev === true && !withDevelopment) return true;
    const present = installed[path];
    if (present === undefined) return wanted.optional === true && !isForThisHost(wanted);
    return present.version === wanted.version;
  });
}

function matches(list, value) {
  return list === undefined || list.includes(value);
}

function isForThisHost(entry) {
  return (
    matches(entry.os, process.platform) &&
    matches(entry.cpu, process.arch) &&
    entry.libc === undefined
  );
}

function isInstalled(needs) {
  const hash = lockHash();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return true;
  // The lock file changed, or somebody else installed: what is there may be right all the same.
  if (!existsSync(installedFile)) return false;
  if (!isComplete(readPackages(lockFile), readPackages(installedFile), needs)) return false;
  // A service may not write here, and without its stamp it only looks again.
  if (needs.withDevelopment) writeFileSync(stampFile, hash);
  return true;
}

function isRunning(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * One installation at a time: two at once would delete each other's files.
 * @returns how to let the next one in.
 */
async function becomeTheOnlyOne() {
  mkdirSync(resolve(busyFolder, '..'), { recursive: true });
  const ownerFile = resolve(busyFolder, 'pid');
  for (let waited = 0; ; waited += 1) {
    try {
      mkdirSync(busyFolder);
      writeFileSync(ownerFile, String(process.pid));
      return () => rmSync(busyFolder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (waited === 0) say('Waiting for another installation of the packages to finish …');
    await pause(WAIT_STEP_MS);
    const owner = existsSync(ownerFile) ? Number(readFileSync(ownerFile, 'utf8')) : 0;
    const ownerIsGone = owner > 0 ? !isRunning(owner) : waited > 20;
    if (ownerIsGone) rmSync(busyFolder, { recursive: true, force: true });
  }
}

function npmCommand() {
  const ownNpm = process.env.npm_execpath;
  // npm_execpath may name another package manager, whose `ci` means something else.
  if (ownNpm !== undefined && /npm-cli\.c?js$/.test(ownNpm)) return [process.execPath, ownNpm];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

function install() {
  const [command, ...before] = npmCommand();
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  args.push('--include=dev', '--include=optional');
  return new Promise((settle, reject) => {
    const startedAt = Date.now();
    const child = spawn(command, [...before, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pipe(process.stderr);
    child.stderr.pipe(process.stderr);
    const heartbeat = setInterval(() => {
      say(`… still installing (${Math.round((Date.now() - startedAt) / 1000)} s)`);
    }, HEARTBEAT_MS);
    const fail = (why) => {
      clearInterval(heartbeat);
      const advice =
        'Check the connection to the npm registry and the free space on the disk, then try again.';
      reject(
        Object.assign(new Error(`Could not install the packages: ${why}. ${advice}`), {
          code: 'SETUP_FAILED',
        }),
      );
    };
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => {
      if (code !== 0) return fail(`npm ci ended with ${signal ?? code}`);
      clearInterval(heartbeat);
      settle();
    });
  });
}

/**
 * Installs the packages of package-lock.json unless they are there. Says so on stderr; never writes
 * to stdout.
 */
export async function ensureDependencies(needs = { withDevelopment: true }) {
  if (isInstalled(needs)) return;
  const letNextIn = await becomeTheOnlyOne();
  try {
    if (isInstalled(needs)) return;
    say('Installing the packages (once; about half a minute) …');
    await install();
    writeFileSync(stampFile, lockHash());
    say('Packages installed.');
  } finally {
    letNextIn();
  }
}

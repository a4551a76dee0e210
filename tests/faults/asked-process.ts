import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const LONGEST_MS = 60_000;

/** A Node process that answers a line with a line. What it does not survive is an answer too; the next one is new. */
export class AskedProcess {
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;
  #answer: (text: string) => void = () => undefined;

  /** @param args script and its arguments. */
  constructor(args: readonly string[]) {
    this.#args = args;
  }

  /** The line that it prints, or `died: ` and why. */
  ask(question: string): Promise<string> {
    const child = this.#child ?? this.#start();
    return new Promise((settle) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
      this.#answer = (text) => {
        clearTimeout(timer);
        settle(text);
      };
      child.stdin?.write(`${question}\n`);
    });
  }

  close(): void {
    this.#child?.stdin?.end();
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, this.#args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child = child;
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => this.#answer(line));
    child.on('close', (code, signal) => {
      if (this.#child === child) this.#child = undefined;
      this.#answer(`died: ${signal ?? code}`);
    });
    return child;
  }
}

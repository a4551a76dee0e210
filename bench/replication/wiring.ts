import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Wire } from '../../scripts/network/wires.ts';

const PROGRAM = resolve(import.meta.dirname, '../../scripts/network/wires.ts');

/** The relays between the nodes, so that one can be cut off. */
export class Wiring {
  readonly #file: string;
  readonly #wires: readonly Wire[];
  readonly #child: ChildProcess;

  constructor(directory: string, wires: readonly Wire[]) {
    this.#file = join(directory, 'wires.json');
    this.#wires = wires;
    this.#write([]);
    const args = ['--disable-warning=ExperimentalWarning', PROGRAM, this.#file];
    this.#child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  /** Takes nodes, counted from 1, apart from the others; none: all are together. */
  cut(nodes: readonly number[]): void {
    this.#write(nodes);
    this.#child.kill('SIGHUP');
  }

  async end(): Promise<void> {
    const ended = new Promise((settle) => this.#child.once('close', settle));
    this.#child.kill('SIGTERM');
    await ended;
  }

  #write(cut: readonly number[]): void {
    writeFileSync(this.#file, JSON.stringify({ wires: this.#wires, cut }));
  }
}

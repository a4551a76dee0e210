import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { SnapshotFolder } from './snapshot-folder.ts';
import type { SnapshotTask } from './snapshot-process.ts';

const PROGRAM = fileURLToPath(new URL('./snapshot-process.ts', import.meta.url));
/** Blocks before its own at which the process is started, so that it is there in time. */
const BLOCKS_AHEAD = 64;
const PIN_MS = 1_000;
const MOST_WORDS = 2_000;

export interface SnapshotTakerOptions {
  /** Directory of the ledger's store. */
  readonly ledger: string;
  readonly folder: SnapshotFolder;
  /** A snapshot is taken after each block whose height is a multiple of this. */
  readonly interval: number;
  readonly onProblem: (what: string) => void;
  /** Longest time that a commit waits for the process to hold the version before it. Default: a second. */
  readonly pinTimeoutMs?: number;
}

interface Taking {
  readonly height: number;
  readonly child: ChildProcess;
  readonly pinned: PromiseWithResolvers<void>;
  isOpen: boolean;
  isAsked: boolean;
  isPinned: boolean;
}

/**
 * Has a process of its own take the snapshots. The chain tells it of each commit, and before the next one waits until
 * the process holds the version that it was asked for: a few milliseconds, and never for what is being written.
 */
export class SnapshotTaker {
  readonly #options: SnapshotTakerOptions;
  #taking: Taking | undefined;
  #isClosed = false;

  constructor(options: SnapshotTakerOptions) {
    this.#options = options;
    options.folder.refresh();
  }

  /** The state after this block is durable, and nothing is committed before `pinned` resolves. */
  committed(height: number): void {
    const taking = this.#taking;
    if (taking === undefined) {
      this.#startFor(height);
      return;
    }
    if (taking.isAsked) return;
    if (taking.height === height) this.#ask(taking);
    // A chain that catches up in great steps passes by the height.
    else if (taking.height < height) this.#giveUp(taking);
  }

  /** Resolves when the next commit may be done. */
  async pinned(): Promise<void> {
    const taking = this.#taking;
    if (taking === undefined || !taking.isAsked || taking.isPinned) return;
    const timer = setTimeout(() => {
      this.#options.onProblem(`it is not there in time for block ${taking.height}`);
      this.#giveUp(taking);
    }, this.#options.pinTimeoutMs ?? PIN_MS);
    await taking.pinned.promise;
    clearTimeout(timer);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const taking = this.#taking;
    if (taking === undefined) return;
    const ended = new Promise((resolve) => taking.child.once('close', resolve));
    this.#giveUp(taking);
    await ended;
  }

  #startFor(height: number): void {
    const { interval } = this.#options;
    const next = (Math.floor(height / interval) + 1) * interval;
    if (this.#isClosed || next - height > BLOCKS_AHEAD) return;
    this.#start(next);
  }

  #start(height: number): void {
    const { ledger, folder } = this.#options;
    const task: SnapshotTask = { ledger, directory: folder.directory, height };
    const args = ['--disable-warning=ExperimentalWarning', PROGRAM, JSON.stringify(task)];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe', 'pipe'] });
    const pinned = Promise.withResolvers<void>();
    const flags = { isOpen: false, isAsked: false, isPinned: false };
    const taking: Taking = { height, child, pinned, ...flags };
    this.#taking = taking;
    let words = '';
    child.stderr?.on('data', (piece: Buffer) => {
      words = (words + piece.toString()).slice(0, MOST_WORDS);
    });
    child.stdin?.on('error', () => undefined);
    (child.stdio[3] as Readable).on('data', (piece: Buffer) =>
      this.#hear(taking, piece.toString()),
    );
    child.on('error', (error) => {
      words = error.message;
    });
    child.on('close', (code, signal) => this.#ended(taking, code, signal, words));
  }

  #hear(taking: Taking, said: string): void {
    if (said.includes('r')) {
      taking.isOpen = true;
      if (taking.isAsked) taking.child.stdin?.end('t');
    }
    if (said.includes('p')) {
      taking.isPinned = true;
      taking.pinned.resolve();
    }
  }

  #ask(taking: Taking): void {
    taking.isAsked = true;
    if (taking.isOpen) taking.child.stdin?.end('t');
  }

  #giveUp(taking: Taking): void {
    taking.child.kill('SIGKILL');
    taking.pinned.resolve();
    if (this.#taking === taking) this.#taking = undefined;
  }

  #ended(taking: Taking, code: number | null, signal: string | null, words: string): void {
    taking.pinned.resolve();
    const { folder, onProblem } = this.#options;
    // Killed here.
    if (this.#taking !== taking) return;
    this.#taking = undefined;
    if (code !== 0) onProblem(`${signal ?? `exit code ${code}`} ${words}`.trim());
    folder.refresh();
  }
}
